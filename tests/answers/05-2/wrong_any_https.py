# not met: No injected script runs | No script comes from a third party that gives none | Nothing comes from a host the page does not use
from helpers.exercises.third_party_pages import cafe

POLICY = "default-src 'self' https:"

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
