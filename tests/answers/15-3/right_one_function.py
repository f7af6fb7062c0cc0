# all met
import re

from helpers.blog import PASSWORD


def log_in(client):
    page = client.get("/login").text
    token = re.search('name="csrf_token" value="(.*?)"', page)[1]
    form = {"name": "ann", "password": PASSWORD, "csrf_token": token}
    return client.post("/login", data=form)


def tests(client):
    """All in one."""
    answers = [log_in(client), *[client.get(path) for path in ("/", "/profile", "/nowhere")]]
    for answer in answers:
        for name, value in {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Cache-Control": "no-store",
            "Strict-Transport-Security": "max-age=31536000",
        }.items():
            assert answer.headers[name] == value, name
        assert re.search("script-src 'nonce-[^ ]{22}';", answer.headers["Content-Security-Policy"])
    assert "HttpOnly" in answers[0].headers["Set-Cookie"]
