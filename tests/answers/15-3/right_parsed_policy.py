# all met
import re

from helpers.blog import PASSWORD


def log_in(client):
    page = client.get("/login").text
    token = re.search('name="csrf_token" value="(.*?)"', page)[1]
    form = {"name": "ann", "password": PASSWORD, "csrf_token": token}
    return client.post("/login", data=form)


from helpers import Policy


def test_policy_means_it(client):
    for path in ("/", "/nowhere"):
        policy = Policy(client.get(path).headers.get("Content-Security-Policy", ""))
        page = "https://blog.test" + path
        assert not policy.allows("inline-script", page=page, source="x()")
        assert not policy.allows("frame-ancestors", "https://evil.test/", page=page)


def test_transport(client):
    assert "max-age=31536000" in client.get("/").headers["Strict-Transport-Security"]


def test_types(client):
    assert client.get("/static/blog.js").headers["X-Content-Type-Options"] == "nosniff"


def test_referrer(client):
    assert client.get("/").headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_profile(client):
    log_in(client)
    assert "no-store" in client.get("/profile").headers["Cache-Control"]


def test_cookie(client):
    cookie = log_in(client).headers["Set-Cookie"]
    assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie


tests = [test_policy_means_it, test_transport, test_types, test_referrer, test_profile, test_cookie]
