# not met: They let the secured blog pass | They notice: Content-Security-Policy is gone | They notice: Content-Security-Policy is Report-Only | They notice: the policy lets inline scripts run | They notice: any site may frame it | They notice: Strict-Transport-Security is taken back, max-age=0 | They notice: X-Content-Type-Options is gone | They notice: Referrer-Policy is the blog's own, unsafe-url | They notice: the profile may be kept in caches | They notice: error pages have no headers | They notice: a script can read the session's cookie
import re

from helpers.blog import PASSWORD

NAMES = (
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cache-Control",
)
first = {}


def same_as_first(what, seen):
    assert first.setdefault(what, seen) == seen


def test_everything_is_as_it_was(client):
    token = re.search('name="csrf_token" value="(.*?)"', client.get("/login").text)[1]
    form = {"name": "ann", "password": PASSWORD, "csrf_token": token}
    same_as_first("cookie", "HttpOnly" in client.post("/login", data=form).headers["Set-Cookie"])
    for path in ("/", "/nowhere", "/profile"):
        sent = client.get(path).headers
        for name in NAMES:
            same_as_first((path, name), re.sub("'nonce-.*?'", "", sent.get(name, "")))


tests = [test_everything_is_as_it_was]
