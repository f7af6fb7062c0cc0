# all met
from helpers.exercises.third_party_pages import COMPANY, desk

app = desk()
inner = app.wsgi_app
OWN = "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:"


def outer(environ, start_response):
    def start(status, headers, exc_info=None):
        kept = [field for field in headers if field[0].lower() != "content-security-policy"]
        policies = ("Content-Security-Policy", f"{COMPANY}, {OWN}")
        return start_response(status, [*kept, policies], exc_info)

    return inner(environ, start)


app.wsgi_app = outer
