# all met
import re

from flask import g, request, session

from helpers.blog import PASSWORD


def log_in(client):
    page = client.get("/login").text
    token = re.search('name="csrf_token" value="(.*?)"', page)[1]
    form = {"name": "ann", "password": PASSWORD, "csrf_token": token}
    return client.post("/login", data=form)


def test_policy(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'nonce-" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy


def test_transport(client):
    assert "max-age=31536000" in client.get("/").headers["Strict-Transport-Security"]


def test_types(client):
    assert client.get("/static/blog.js").headers["X-Content-Type-Options"] == "nosniff"


def test_referrer(client):
    assert client.get("/").headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_profile(client):
    with client:
        client.get("/")
        assert request.path == "/" and g.get("user") is None and "user" not in session
        log_in(client)
        assert session["user"]
        assert "no-store" in client.get("/profile").headers["Cache-Control"]
        assert g.user["name"] == "ann"


def test_errors(client):
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "Content-Security-Policy" in response.headers


def test_cookie(client):
    cookie = log_in(client).headers["Set-Cookie"]
    assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie


tests = [test_policy, test_transport, test_types, test_referrer, test_profile, test_errors, test_cookie]
