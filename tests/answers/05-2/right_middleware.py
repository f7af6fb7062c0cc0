# all met
from helpers.exercises.third_party_pages import cafe

POLICY = (
    "default-src 'self'; "
    "script-src 'self' https://code.jquery.com; "
    "style-src https://fonts.googleapis.com; "
    "font-src https://fonts.gstatic.com; "
    "img-src 'self' https://i.imgur.com; "
    "connect-src 'self' https://api.open-meteo.com; "
    "frame-src https://www.openstreetmap.org; "
)

app = cafe()
inner = app.wsgi_app


def outer(environ, start_response):
    def start(status, headers, exc_info=None):
        return start_response(status, [*headers, ("Content-Security-Policy", POLICY)], exc_info)

    return inner(environ, start)


app.wsgi_app = outer
