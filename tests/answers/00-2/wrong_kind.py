# not met: No injected inline script runs | No injected foreign script runs | The shop's own script still loads | The shop's own stylesheet still loads | Every page still shows what it showed | No header is sent twice
app = "default-src 'self'"
