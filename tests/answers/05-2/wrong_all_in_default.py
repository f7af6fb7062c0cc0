# not met: Nothing is let in that the pages do not need
from helpers.exercises.third_party_pages import cafe

POLICY = "default-src 'self' https://code.jquery.com https://fonts.googleapis.com https://fonts.gstatic.com https://i.imgur.com https://api.open-meteo.com https://www.openstreetmap.org"

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
