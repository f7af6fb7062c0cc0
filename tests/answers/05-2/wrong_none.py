# not met: Every part of both pages loads | The stylesheet gets its font | The script gets the menu and the weather
from helpers.exercises.third_party_pages import cafe

POLICY = "default-src 'none'"

app = cafe()


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
