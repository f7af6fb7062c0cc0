# not met: The script gets the menu and the weather
from helpers.exercises.third_party_pages import cafe

POLICY = (
    "default-src 'self'; "
    "script-src 'self' https://code.jquery.com; "
    "style-src https://fonts.googleapis.com; "
    "font-src https://fonts.gstatic.com; "
    "img-src 'self' https://i.imgur.com; "
    "fetch-src 'self' https://api.open-meteo.com; "
    "frame-src https://www.openstreetmap.org; "
    "object-src 'none'; "
    "base-uri 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "upgrade-insecure-requests; "
)

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
