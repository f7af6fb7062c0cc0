# not met: Every page still shows what it showed
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


@app.after_request
def policy(response):
    if response.mimetype == "text/html":
        tag = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        response.set_data(tag + response.get_data(as_text=True))
    return response
