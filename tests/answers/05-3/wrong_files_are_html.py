# not met: Every part of the page loads
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


@app.after_request
def hygiene(response):
    response.headers["Content-Type"] = "text/html"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
