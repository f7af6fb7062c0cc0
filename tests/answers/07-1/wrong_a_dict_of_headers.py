# not met: No page obeys a base of another site | No injected form sends to another site | The club's own script runs on every page | The club's own form sends to the club | What was kept out stays out | Every page still shows what it showed
club = {"Content-Security-Policy": "base-uri 'none'; form-action 'self'"}
