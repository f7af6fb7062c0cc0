# not met: No injected script runs | Nothing is let in that the pages do not need
from helpers.exercises.third_party_pages import cafe

POLICY = "default-src: 'self'; script-src: 'self' https://code.jquery.com"

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
