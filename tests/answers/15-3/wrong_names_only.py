# not met: They notice: Strict-Transport-Security is taken back, max-age=0 | They notice: Referrer-Policy is the blog's own, unsafe-url | They notice: the profile may be kept in caches
import re

from helpers.blog import PASSWORD


def log_in(client):
    page = client.get("/login").text
    token = re.search('name="csrf_token" value="(.*?)"', page)[1]
    form = {"name": "ann", "password": PASSWORD, "csrf_token": token}
    return client.post("/login", data=form)


def header(path, name, wanted):
    def test(client):
        if path == "/profile":
            log_in(client)
        headers = client.get(path).headers
        assert name in headers if name != "Content-Security-Policy" else wanted in headers.get(name, "")

    test.__name__ = f"test_{name}"
    return test


def test_cookie(client):
    log_in(client)
    cookie = client.get_cookie("__Host-session")
    assert cookie.http_only and cookie.secure and cookie.same_site == "Lax"


tests = (
    header("/", "Content-Security-Policy", "script-src 'nonce-"),
    header("/nowhere", "Content-Security-Policy", "frame-ancestors 'none'"),
    header("/", "Content-Security-Policy", "frame-ancestors 'none'"),
    header("/", "Strict-Transport-Security", "max-age=31536000"),
    header("/", "X-Content-Type-Options", "nosniff"),
    header("/", "Referrer-Policy", "strict-origin"),
    header("/profile", "Cache-Control", "no-store"),
    test_cookie,
)
