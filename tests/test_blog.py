"""The blog itself: who may do what, and that what secures it stays. Ten attacks and twelve journeys
are played in Chromium, on the blog as it is and on the secured one.
"""

from __future__ import annotations

import io
import re
import sqlite3
from functools import partial

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from helpers.blog import PASSWORD, create_app
from helpers.blog.attacks import ATTACKS, attack
from helpers.blog.injected import DRAFT
from helpers.blog.journeys import JOURNEYS, try_journeys


@pytest.fixture(params=[False, True], ids=["as it is", "secured"])
def client(request: pytest.FixtureRequest) -> FlaskClient:
    app = create_app(secure=request.param)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    return app.test_client()


def send(client: FlaskClient, path: str, form: str = "", **fields: object) -> TestResponse:
    """Send a form with the token from the page at ``form``, or at ``path`` itself."""
    page = client.get(form or path).text
    token = re.findall('name="csrf_token" value="(.*?)"', page)[-1]
    return client.post(path, data={**fields, "csrf_token": token})


def log_in(client: FlaskClient, name: str = "ann", password: str = PASSWORD) -> TestResponse:
    return send(client, "/login", name=name, password=password)


def test_the_password_opens_and_another_does_not(client: FlaskClient) -> None:
    assert log_in(client, password="guess").status_code == 401
    assert client.get("/profile").location == "/login"
    assert log_in(client).location == "/profile"
    assert "ann@blog.test" in client.get("/profile").text


@pytest.mark.parametrize(
    ("name", "password", "status"),
    [("bea", PASSWORD, 302), ("bea", "short", 400), ("", PASSWORD, 400), ("ann", PASSWORD, 409)],
)
def test_who_may_register(client: FlaskClient, name: str, password: str, status: int) -> None:
    sent = send(client, "/register", name=name, email="bea@blog.test", password=password)
    assert sent.status_code == status


def test_passwords_are_kept_as_hashes(client: FlaskClient) -> None:
    send(client, "/register", name="bea", email="bea@blog.test", password=PASSWORD)
    with sqlite3.connect(client.application.config["DATABASE"]) as database:
        kept = [password for (password,) in database.execute("SELECT password FROM users")]
    assert len(kept) == len(set(kept)) + 2  # the three of the beginning share one
    assert all(password.startswith("scrypt:") for password in kept)


def test_a_login_begins_a_new_session(client: FlaskClient) -> None:
    with client.session_transaction(base_url="https://localhost") as session:
        session["planted"] = "by an attacker"
    log_in(client)
    with client.session_transaction(base_url="https://localhost") as session:
        assert "planted" not in session


@pytest.mark.parametrize(("name", "status"), [("ann", 403), ("admin", 200)])
def test_only_the_admin_sees_the_admins_page(client: FlaskClient, name: str, status: int) -> None:
    log_in(client, name)
    assert client.get("/admin/").status_code == status


def test_only_the_admin_deletes(client: FlaskClient) -> None:
    log_in(client, "ann")
    assert send(client, "/admin/delete/1", form="/write").status_code == 403
    assert client.get("/posts/1").status_code == 200


def test_with_a_post_its_comments_go(client: FlaskClient) -> None:
    log_in(client, "admin")
    send(client, "/posts/1/comments", form="/posts/1", body="Hello")
    send(client, "/admin/delete/1", form="/admin/")
    with sqlite3.connect(client.application.config["DATABASE"]) as database:
        assert database.execute("SELECT count(*) FROM comments").fetchone() == (0,)


@pytest.mark.parametrize("path", ["/login", "/register", "/contact", "/logout", "/write"])
def test_a_form_without_its_token_is_refused(client: FlaskClient, path: str) -> None:
    assert client.post(path, data={"name": "ann"}).status_code == 400


def test_a_draft_is_found_by_its_address_alone(client: FlaskClient) -> None:
    assert "Not yet public" in client.get(DRAFT).text
    for path in ("/", "/search?q=public"):
        assert "Not yet public" not in client.get(path).text
    assert client.get("/posts/5").status_code == 404


@pytest.mark.parametrize(
    ("name", "kind"),
    [("cat.exe", "image/png"), ("cat.png", "text/html"), ("c.png", "image/svg+xml")],
)
def test_uploads_that_are_refused(client: FlaskClient, name: str, kind: str) -> None:
    log_in(client)
    picture = (io.BytesIO(b"<h1>"), name, kind)
    assert send(client, "/write", title="A", body="B", image=picture).status_code == 415


def test_a_quote_in_a_search_is_no_sql(client: FlaskClient) -> None:
    assert "0 found" in client.get("/search?q=' OR 1=1 --").text


class TestInChromium:
    @pytest.mark.parametrize("name", ATTACKS)
    def test_an_attack_works_before_and_fails_after(self, name: str) -> None:
        played = [attack(name, partial(create_app, secure)) for secure in (False, True)]
        assert [each.facts or each.problem for each in played] == [
            {"works": True},
            {"works": False},
        ]

    @pytest.mark.parametrize("secure", [False, True])
    def test_twelve_journeys_lead_where_they_should(self, secure: bool) -> None:
        played = try_journeys(partial(create_app, secure))
        seen = {name: led for each in played for name, led in each.facts.items()}
        assert seen == dict.fromkeys(JOURNEYS, True), [each.problem for each in played]
