# not met: No injected script runs | Nothing is let in that the pages do not need | Every part of both pages loads | The stylesheet gets its font | The script gets the menu and the weather | Every page still shows what it showed
from helpers.exercises.third_party_pages import cafe

POLICY = ["https://i.imgur.com"]

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = "img-src 'self' " + POLICY
    return response
