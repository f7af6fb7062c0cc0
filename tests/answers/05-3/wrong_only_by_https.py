# not met: No injected script runs | Nothing is let in that the page does not need
from flask import request

from helpers.exercises.third_party_pages import COMPANY, desk

OWN = "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:"

app = desk()
app.after_request_funcs.clear()


@app.after_request
def policies(response):
    response.headers["Content-Security-Policy"] = COMPANY
    if request.is_secure:
        response.headers.add("Content-Security-Policy", OWN)
    return response
