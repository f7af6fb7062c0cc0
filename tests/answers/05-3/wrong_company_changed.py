# not met: The company's policy stays
from helpers.exercises.third_party_pages import desk

app = desk()
OWN = "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:"


def policies(response):
    response.headers["Content-Security-Policy"] = "default-src 'self' wss: data:"
    response.headers.add("Content-Security-Policy", OWN)
    return response


app.after_request_funcs[None] = [policies]
