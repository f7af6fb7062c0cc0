# not met: No injected script runs | Nothing is let in that the pages do not need
from helpers.exercises.third_party_pages import cafe

POLICY = {'default-src': "'self'"}

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = str(POLICY)
    return response
