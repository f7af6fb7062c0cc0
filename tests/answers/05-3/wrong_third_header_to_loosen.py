# not met: Every part of the page loads | The script gets the tickets | The script reaches the chat
from helpers.exercises.third_party_pages import desk

app = desk("default-src 'self'; connect-src https://chat.test; img-src data:")
inner = app.wsgi_app
MORE = "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:"


def outer(environ, start_response):
    def start(status, headers, exc_info=None):
        more = ("Content-Security-Policy", MORE)
        return start_response(status, [*headers, more], exc_info)

    return inner(environ, start)


app.wsgi_app = outer
