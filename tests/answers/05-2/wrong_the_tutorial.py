# not met: Every part of both pages loads | Nothing is let in that the pages do not need | The script gets the menu and the weather
from helpers.exercises.third_party_pages import cafe

POLICY = (
    "default-src 'self'; "
    "script-src 'self' https://code.jquery.com; "
    "img-src 'self' https://imgur.com; "
    "style-src 'self' https://fonts.googleapis.com; "
    "font-src 'self' https://fonts.gstatic.com; "
)

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
