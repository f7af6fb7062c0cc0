# all met
from helpers.exercises.third_party_pages import cafe

POLICY = (
    "default-src 'none'; "
    "script-src https://shop.test/cafe.js https://code.jquery.com/jquery.js; "
    "style-src https://fonts.googleapis.com/css; "
    "font-src https://fonts.gstatic.com/lab.woff2; "
    "img-src 'self' https://i.imgur.com/cup.svg; "
    "connect-src 'self' https://api.open-meteo.com; "
    "frame-src https://www.openstreetmap.org/export/; "
)

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
