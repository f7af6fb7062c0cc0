# all met
from helpers.exercises.third_party_pages import cafe

POLICY = (
    "default-src 'self'; "
    "script-src code.jquery.com 'self'; "
    "style-src 'self' fonts.googleapis.com; "
    "font-src fonts.gstatic.com; "
    "img-src i.imgur.com 'self'; "
    "connect-src api.open-meteo.com 'self'; "
    "frame-src www.openstreetmap.org; "
)

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
