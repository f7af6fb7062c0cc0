# not met: No page obeys an injected base | No injected form sends to another site | The club's own script runs on every page | The club's own form sends to the club | No injected script runs | Every page still shows what it showed
club = {"Content-Security-Policy": "base-uri 'none'; form-action 'self'"}
