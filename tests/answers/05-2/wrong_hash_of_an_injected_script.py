# not met: No injected script runs
from helpers.exercises.third_party_pages import cafe

POLICY = (
    "default-src 'self'; "
    "script-src 'self' https://code.jquery.com 'sha256-1hfgkY4/zMw6/twyEr8kC1C9+yae+J9+QR1wBC1ilms='; "
    "style-src https://fonts.googleapis.com; "
    "font-src https://fonts.gstatic.com; "
    "img-src 'self' https://i.imgur.com; "
    "connect-src 'self' https://api.open-meteo.com; "
    "frame-src https://www.openstreetmap.org; "
)

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
