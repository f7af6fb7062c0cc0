# not met: No injected script runs | No script comes from a third party that gives none | Nothing comes from a host the page does not use | Every part of both pages loads | The stylesheet gets its font | The script gets the menu and the weather | Every page still shows what it showed
from helpers.exercises.third_party_pages import cafe

POLICY = ["https://i.imgur.com"]

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = "img-src 'self' " + POLICY
    return response
