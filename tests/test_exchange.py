"""A probe asks any WSGI application, and never raises what the application does wrong."""

from __future__ import annotations

import linecache
import random
import secrets
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask, Response, redirect, request, session
from hypothesis import given
from hypothesis import strategies as st

from helpers import exchange, web
from helpers.exchange import Exchange, Message, Request, describe, get, once, post, probe
from helpers.pep_3333 import served

ADDED_BY_A_SERVER = {"server", "date", "connection", "transfer-encoding"}


def site() -> Flask:
    """Pages for each thing that may come of a request."""
    app = Flask("site")
    app.secret_key = "k"

    @app.get("/")
    def home() -> Response:
        response = Response("hello")
        for value in ("b=1", "a=2", "b=3"):
            response.headers.add("X-Twice", value)
        return response

    @app.get("/raises")
    def raises() -> str:
        return str(1 / 0)

    @app.get("/none")
    def none() -> Any:
        return None

    @app.get("/exits")
    def exits() -> str:
        sys.exit(3)

    @app.get("/stream")
    def stream() -> Response:
        return Response(iter(["a", "b"]))

    @app.get("/loop")
    def loop() -> Any:
        return redirect("/loop")

    @app.get("/count")
    def count() -> str:
        session["times"] = session.get("times", 0) + 1
        return str(session["times"])

    @app.route("/form", methods=["POST"])
    def form() -> dict[str, str]:
        return dict(request.form)

    return app


def one(app: Any, asked: str | Request = "/") -> Exchange:
    return probe(app, [get(asked) if isinstance(asked, str) else asked])[0]


@pytest.mark.parametrize("path", ["/", "/missing", "/raises", "/none", "/stream", "/loop"])
def test_a_probe_sees_what_requests_sees_over_a_real_socket(path: str) -> None:
    web.site("probed.test", site())
    over_socket = web.get(f"https://probed.test{path}", allow_redirects=False)
    response = one(site(), path).response
    assert response
    assert response.status == over_socket.status_code
    assert response.body == over_socket.content
    assert sorted(response.headers) == sorted(
        field
        for field in over_socket.raw.headers.items()
        if field[0].lower() not in ADDED_BY_A_SERVER
    )


def test_fields_sent_twice_stay_two_and_in_order() -> None:
    response = one(site()).response
    assert response
    assert response.all("x-twice") == ("b=1", "a=2", "b=3")


@pytest.mark.parametrize(
    ("name", "joined", "each"),
    [
        # RFC 9110, section 5.1: names are case-insensitive; section 5.3: joined by a comma.
        ("VARY", "Origin, Cookie", ("Origin", "Cookie")),
        ("content-type", "text/html", ("text/html",)),
        ("X-Empty", "", ("",)),
        ("Server", None, ()),
    ],
)
def test_a_field_is_found_by_its_name_in_any_case(
    name: str, joined: str | None, each: tuple[str, ...]
) -> None:
    fields = (("Vary", "Origin"), ("Content-Type", "text/html"), ("vary", "Cookie"))
    message = Message(headers=(*fields, ("x-empty", "")))
    assert message.header(name) == joined
    assert message.all(name) == each


def test_a_redirect_is_not_followed() -> None:
    response = one(site(), "/loop").response
    assert response
    assert (response.status, response.header("Location")) == (302, "/loop")


def test_cookies_are_kept_from_one_request_to_the_next_and_not_to_the_next_probe() -> None:
    for _ in range(2):
        counted = probe(site(), [get("/count")] * 3)
        assert [each.response.text for each in counted if each.response] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "cookie",
    # RFC 6265, section 5.2: a browser passes over a cookie, or an attribute, it cannot read.
    ["", ";", "no-name-nor-value", "a=b; Max-Age=soon", "a=b; Expires=never", "=; ="],
)
def test_a_cookie_nobody_can_read_loses_no_response(cookie: str) -> None:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Set-Cookie", cookie), ("X-Frame-Options", "DENY")])
        return [b"shown"]

    first, second = probe(app, [get("/"), get("/")])
    assert first.response == second.response
    assert second.response
    assert second.response.body == b"shown"


def test_a_form_is_sent_as_requests_sends_it() -> None:
    form = {"name": "ä & b", "to": "evil=1"}
    sent = requests.Request("POST", "https://shop.test/form", data=form).prepare()
    ours = post("/form", **form)
    assert (ours.method, ours.url) == (sent.method, sent.url)
    assert ours.header("Content-Type") == sent.headers["Content-Type"]
    received = one(site(), ours).response
    assert received
    assert received.text == web_form_of(str(sent.body))


def web_form_of(body: str) -> str:
    """What the same app shows of a form body that requests made."""
    kind = (("Content-Type", "application/x-www-form-urlencoded"),)
    asked = Request(method="POST", url="https://shop.test/form", headers=kind, body=body.encode())
    shown = one(site(), asked).response
    assert shown
    return shown.text


def test_a_request_carries_the_fields_it_is_given_and_reads_as_its_first_line() -> None:
    asked = get("/a?b=c", accept_language="de", site="http://shop.test")
    assert asked.url == "http://shop.test/a?b=c"
    assert asked.header("Accept-Language") == "de"
    assert str(asked) == "GET /a?b=c"


def endless() -> tuple[Callable[..., Iterable[bytes]], list[str]]:
    """An app whose body never ends, and what came of it."""
    happened: list[str] = []

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("X-Frame-Options", "DENY")])
        try:
            while True:
                yield b"x" * 999
        finally:
            happened.append("closed")

    return app, happened


def test_what_random_draws_for_a_get_can_be_foretold_and_what_secrets_draws_cannot() -> None:
    app = Flask("draws")

    @app.route("/", methods=["GET", "POST"])
    def draw() -> str:
        return f"{random.random()} {secrets.token_hex()}"

    expected = random.Random(random.random())
    random.setstate(expected.getstate())
    asked = probe(app, [get("/"), post("/"), get("/"), post("/")])
    drawn, secret = zip(
        *(each.response.text.split() for each in asked if each.response), strict=True
    )
    assert drawn[0] == drawn[2]
    assert drawn[1::2] == (str(expected.random()), str(expected.random()))
    assert len(set(secret)) == 4


def test_a_body_in_chunks_does_not_say_its_length_and_is_read_to_its_end() -> None:
    app = Flask("length")
    app.add_url_rule(
        "/", "read", lambda: f"{request.content_length} {len(request.data)}", methods=["POST"]
    )
    whole = Request(method="POST", body=b"x" * 100_000)
    assert told(app, whole) == "100000 100000"
    assert told(app, replace(whole, headers=(("Transfer-Encoding", "chunked"),))) == "None 100000"


def told(app: Flask, request: Request) -> str:
    (exchange,) = probe(app, [request])
    assert exchange.response
    return exchange.response.text


def test_of_a_body_that_never_ends_the_beginning_is_kept_and_the_rest_closed() -> None:
    app, happened = endless()
    response = one(app).response
    assert response
    assert response.header("X-Frame-Options") == "DENY"
    assert set(response.body) == set(b"x")
    assert happened == ["closed"]  # PEP 3333: the body's close() is called in any case


def starts(*response: Any) -> Callable[..., Any]:
    """An application that starts this response, and gives this body."""

    def app(environ: Any, start_response: Any) -> Any:
        start_response(*response[:2])
        return response[2]

    return app


def starts_again(*pieces: bytes, because: Exception | None = None) -> Callable[..., Any]:
    """An application that starts a response, gives these pieces, and then starts another."""

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield from pieces
        start_response("500 Oh", [], *[(type(because), because, None)] if because else [])
        yield b"sorry"

    return app


def debugged() -> Flask:
    app = site()
    app.debug = True
    return app


@pytest.mark.parametrize(
    ("app", "path", "status", "raised"),
    [
        (site(), "/missing", 404, ""),
        (site(), "/raises", 500, "ZeroDivisionError: division by zero, at line"),
        (site(), "/none", 500, "TypeError: The view function for 'none' did not return"),
        (site(), "/exits", None, "SystemExit: 3, at line"),
        # Flask, "Debug Mode": errors are not handled, so that the debugger can show them.
        (debugged(), "/raises", None, "ZeroDivisionError: division by zero, at line"),
        (42, "/", None, "TypeError: 'int' object is not callable"),
        (None, "/", None, "TypeError: 'NoneType' object is not callable"),
        # PEP 3333: the status is text, fields are pairs of text that latin-1 can hold, on one
        # line, the body is made of bytes, and start_response is called before the first of them.
        (starts(200, [], [b""]), "/", None, "ValueError: a status is text such as '200 OK'"),
        (starts("OK", [], [b""]), "/", None, "ValueError: a status is text such as '200 OK'"),
        (starts("200 OK", [("X", 5)], [b""]), "/", None, "TypeError: header 'X' is no text: 5"),
        (
            starts("200 OK", [("X", "\u2018self\u2019")], [b""]),
            "/",
            None,
            "ValueError: header 'X' has a",
        ),
        (starts("200 OK", [("X", "a\r\nb")], [b""]), "/", None, "ValueError: header 'X' has a"),
        (starts("200 OK", (("X", "a"),), [b""]), "/", None, "TypeError: the headers given to"),
        (starts("200 OK", [["X", "a"]], [b""]), "/", None, "TypeError: the headers given to"),
        (starts_again(), "/", None, "AssertionError: start_response was called again, without"),
        (starts("200 OK", [], ["text"]), "/", None, "TypeError: a body is made of bytes"),
        (starts("200 OK", [], None), "/", None, "TypeError: 'NoneType' object is not iterable"),
        (
            starts("200 OK", None, [b"x"]),
            "/",
            None,
            "TypeError: the headers given to start_response have to be a list of tuples; "
            "these are of type NoneType",
        ),
        (lambda *_: [b"x"], "/", None, "TypeError: the application did not call start_response"),
        (lambda: [b"x"], "/", None, "TypeError: "),
    ],
)
def test_what_an_app_raises_or_does_wrong_is_said_in_the_exchange(
    app: Any, path: str, status: int | None, raised: str
) -> None:
    seen = one(app, path)
    assert (seen.response.status if seen.response else None) == status
    assert seen.raised.startswith(raised)
    assert bool(seen.raised) is bool(raised)
    assert "\n" not in seen.raised


junk = st.none() | st.integers() | st.binary() | st.text() | st.floats()
fields = st.tuples(junk, junk) | st.tuples(st.text(), st.text()) | junk


@given(
    status=st.just("200 OK") | junk,
    headers=st.lists(fields, max_size=4) | junk,
    body=st.lists(st.binary() | junk, max_size=3) | junk,
)
def test_no_junk_in_a_response_makes_a_probe_raise(status: Any, headers: Any, body: Any) -> None:
    seen = probe(starts(status, headers, body), [get("/"), get("/again")])
    for each in seen:
        assert (each.response is None) is bool(each.raised)
        sent = each.response.headers if each.response else ()
        assert all(isinstance(text, str) for field in sent for text in field)


def caught(failing: Callable[[], Any]) -> BaseException:
    try:
        failing()
    except Exception as error:
        return error
    raise AssertionError("it did not fail")


def place_in_this_file(error: BaseException) -> str:
    """Where Python's own traceback says it arose, of the lines of this file."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if __file__ in str(each)]
    return f"line {frames[-1].lineno} of test_exchange.py: {frames[-1].line}"


@pytest.mark.parametrize(
    "failing",
    [
        lambda: 1 / 0,
        lambda: requests.get("no address"),  # arises deep in a library
        lambda: web.require("https://nobody.test/"),  # arises in the course's own code
    ],
)
def test_an_error_is_told_with_the_learners_own_line(failing: Callable[[], Any]) -> None:
    error = caught(failing)
    assert describe(error).endswith(place_in_this_file(error))
    assert describe(error).startswith(f"{type(error).__name__}: ")


def test_an_error_with_no_line_of_the_learners_names_no_line() -> None:
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(web.require, "https://nobody.test/").exception()
    assert error
    assert traceback.extract_tb(error.__traceback__)[-1].filename == web.__file__
    assert "web.py" not in describe(error)
    assert ", at line" not in describe(error)


@pytest.mark.parametrize(
    ("filename", "place"),
    [
        ("/tmp/ipykernel_123/456.py", "at line 2 of your cell: shop = 1 / 0"),
        ("<ipython-input-7-abc>", "at line 2 of your cell: shop = 1 / 0"),
        ("/home/me/app.py", "at line 2 of app.py: shop = 1 / 0"),
        # A folder beside the course's own, whose name begins like it.
        (f"{Path(exchange.__file__).parent}-of-mine/app.py", "at line 2 of app.py: shop = 1 / 0"),
    ],
)
def test_a_line_of_a_cell_is_told_apart_from_one_of_a_file(filename: str, place: str) -> None:
    source = "# a shop\nshop = 1 / 0\n"
    # IPython puts the source of each cell there, under the name its code is compiled with.
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    error = caught(lambda: exec(compile(source, filename, "exec")))
    assert describe(error) == f"ZeroDivisionError: division by zero, {place}"


class Untold(Exception):
    def __str__(self) -> str:
        raise ValueError("even this fails")


class Long(Exception):
    def __str__(self) -> str:
        return "first\nsecond"


OF_A_FILE = ImportError("cannot import name 'A' from 'a' (/home/ann/a.py)", path="/home/ann/a.py")
"""As Python says it, with a path of the machine."""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Untold(), "Untold"),
        (Long(), "Long: first"),
        (OF_A_FILE, "ImportError: cannot import name 'A' from 'a'"),
    ],
)
def test_any_error_can_be_told_in_one_line(error: Exception, told: str) -> None:
    assert describe(error) == told


def test_start_response_takes_its_arguments_by_position() -> None:
    """PEP 3333, the start_response() callable: they are positional."""

    def app(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [], exc_info=None)
        return [b"coffee"]

    assert one(app).raised.startswith("TypeError: start_response takes its arguments by position")


def test_an_application_can_ask_its_server_while_it_is_asked() -> None:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        if environ["PATH_INFO"] == "/coffee":
            return [b"coffee"]
        return [once(served(), get("/coffee")).body, b" and cake"]

    response = one(app).response
    assert response
    assert response.body == b"coffee and cake"


def test_a_response_may_be_started_again_with_exc_info_until_its_body_has_begun() -> None:
    """PEP 3333, the start_response() callable: from then on, the server raises it."""
    changed = one(starts_again(because=LookupError("no such coffee")))
    assert changed.response
    assert (changed.response.status, changed.response.body) == (500, b"sorry")
    under_way = one(starts_again(b"coffee:", because=LookupError("no such coffee")))
    assert under_way.response is None
    assert under_way.raised.startswith("LookupError: no such coffee")
