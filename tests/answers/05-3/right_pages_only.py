# all met
from helpers.exercises.third_party_pages import COMPANY, desk

app = desk()


@app.after_request
def policies(response):
    response.call_on_close(lambda: None)
    return response


# The hook that was registered first runs last, and is the desk's: this one takes its place.
def own(response):
    response.headers["Content-Security-Policy"] = COMPANY
    if response.mimetype == "text/html":
        response.headers.add(
            "Content-Security-Policy",
            "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:",
        )
    return response


app.after_request_funcs[None] = [own]
