"""``scan`` judges a site of the lab and a running app, and ends in time whatever that does.

The points are those of Mozilla's chart, to which test_observatory.py holds ours.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO, TextIOWrapper
from itertools import repeat
from pathlib import Path

import pytest
import trustme
from flask import Flask, Response, redirect
from werkzeug.serving import make_server

from helpers import observatory_visit, scan, web
from helpers.__main__ import run
from helpers.observatory import judge_json
from helpers.scan import NoScore, examine
from tests.oracle.observatory_sites import random_sites

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def shop(status: int = 200, **headers: str) -> Flask:
    """A shop whose page has this status and these headers."""
    app = Flask("shop")
    app.add_url_rule("/", "home", lambda: ("<h1>Shop</h1>", status))

    @app.after_request
    def send(response: Response) -> Response:
        response.headers.update({name.replace("_", "-"): text for name, text in headers.items()})
        return response

    return app


@pytest.fixture(autouse=True)
def no_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has the lab to itself."""
    monkeypatch.setattr(web, "_sites", {})


# In a notebook


def test_a_table_says_of_each_test_what_it_found_what_it_costs_and_what_to_do() -> None:
    web.site("shop.test", shop(X_Content_Type_Options="nosniff", Referrer_Policy="no-referrer"))
    shown = scan("https://shop.test/")
    assert shown.title == "https://shop.test/: F, 15 points"
    rows = {row[0]: row[1:] for row in shown.rows}
    assert len(rows) == 10
    assert rows["X-Content-Type-Options"] == ("0", "nosniff", "")
    assert rows["Strict-Transport-Security"][:2] == ("-20", "not sent")
    assert "Send" in rows["Content-Security-Policy"][2]
    assert rows["Referrer-Policy"][0] == "(+5)"  # below 90 it does not count
    assert "100 - 85 = 15." in shown.note
    assert max(map(len, repr(shown).splitlines())) <= 100


def test_a_table_says_what_of_the_observatory_is_not_here() -> None:
    web.site("shop.test", shop())
    note = scan("https://shop.test/").note
    assert "hosts built into browsers" in note
    assert "public suffixes" in note


def test_a_scan_asks_by_http_and_https_and_for_a_stranger_and_shows_the_same_again() -> None:
    web.site("shop.test", shop())
    first = scan("shop.test")
    asked = [(each.who, each.method, each.url) for each in web.log("shop.test")]
    assert asked == [
        ("scan", "GET", "http://shop.test/"),
        ("scan", "GET", "https://shop.test/"),
        ("scan", "OPTIONS", "https://shop.test/"),
    ]
    assert repr(scan("shop.test")) == repr(first)


def test_a_site_that_is_not_online_is_named_with_those_that_are() -> None:
    web.site("shop.test", shop())
    with pytest.raises(web.NotOnline, match=r"shop\.test"):
        scan("https://shopp.test/")


def test_a_page_that_fails_has_no_score() -> None:
    web.site("shop.test", shop(status=500))
    with pytest.raises(NoScore, match="its page is an error, 500"):
        scan("https://shop.test/")


def test_a_redirect_to_where_nobody_is_is_told() -> None:
    app = Flask("shop")
    app.add_url_rule("/", "home", lambda: redirect("https://gone.test/"))
    web.site("shop.test", app)
    with pytest.raises(NoScore, match=r"redirects to https://gone\.test/: no site of the lab"):
        scan("https://shop.test/")


# On the network


@contextmanager
def listening(behave: Callable[[socket.socket], object]) -> Iterator[str]:
    """The address of a server that does this with each connection, each in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                behave(connection)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def saying(*parts: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    """Reads a request, then says these parts, with a pause after each; not to a TLS client."""

    def behave(connection: socket.socket) -> None:
        if connection.recv(65536)[:1] != b"\x16":  # TLS, a handshake record
            for part in parts:
                connection.sendall(part)
                if pause:
                    threading.Event().wait(pause)

    return behave


def endlessly(part: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    return lambda connection: saying(OK + b"\r\n", *repeat(part, 100_000), pause=pause)(connection)


def hang(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def reset(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def moved(to: bytes) -> Callable[[socket.socket], None]:
    return saying(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (hang, "no answer comes in time"),
        (saying(*repeat(b"HTTP/1.1 200 OK\r\nA", 1), *repeat(b"a", 600), pause=0.05), "in time"),
        (endlessly(b"a", pause=0.05), "no answer comes in time"),
        (saying(b"SSH-2.0-OpenSSH_9.9\r\n"), "its answer is no HTTP"),
        (saying(OK + b"".join(b"A%d: 1\r\n" % n for n in range(200)) + b"\r\n"), "is no HTTP"),
        (saying(), "it hangs up without an answer"),
        (reset, "it breaks off the connection"),
        (saying(OK + b"Content-Length: 99\r\n\r\n<h1>"), "its page breaks off"),
        (saying(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "its page breaks off"),
        (saying(OK + b"Content-Encoding: gzip\r\n\r\nplain"), "is not encoded as it says"),
        (moved(b"/"), "it redirects without end"),
        (moved(b"ftp://127.0.0.1/"), "it redirects to ftp://127.0.0.1/: that is no address"),
        (moved(b"http://127.0.0.1:1/"), "it redirects to .*: nothing listens there"),
        (moved(b"http://[::bad/"), "that is no address"),
        (saying(b"HTTP/1.1 404 Not Found\r\n\r\n"), "its page is an error, 404"),
    ],
)
@pytest.mark.timeout(30)
def test_a_server_that_misbehaves_is_told_of_in_one_line(
    behave: Callable[[socket.socket], object], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "in time" in why:
        monkeypatch.setattr(observatory_visit, "SECONDS", 0.6)
    with listening(behave) as url, pytest.raises(NoScore, match=why) as told:
        examine(url)
    assert str(told.value).startswith(url)
    assert "\n" not in str(told.value)


def test_where_nothing_listens_one_is_told_to_start_the_app() -> None:
    with listening(hang) as url:
        pass
    with pytest.raises(NoScore, match="nothing listens there: start the app first"):
        examine(url)


def test_of_a_page_without_end_the_beginning_is_judged() -> None:
    page = OK + b"X-Frame-Options: DENY\r\n\r\n"
    with listening(saying(page, *repeat(b"<p>" * 20_000, 40))) as url:
        scanned = examine(url)
    assert scanned.verdict.results["x-frame-options"].code == "x-frame-options-sameorigin-or-deny"
    assert "Of its page, the first 1,000,000 bytes were read." in scanned.notes


@contextmanager
def running(app: Flask, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """The address of an app that runs, as ``flask run`` would have it."""
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http{'s' if context else ''}://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_app_without_tls_is_judged_and_told_of() -> None:
    with running(shop(X_Frame_Options="DENY")) as url:
        scanned = examine(url)
    codes = {result.code for result in scanned.verdict.results.values()}
    assert {"hsts-not-implemented-no-https", "redirection-missing"} <= codes
    assert any("speaks no TLS" in note for note in scanned.notes)


@pytest.mark.parametrize("trusted", [True, False])
def test_hsts_counts_where_the_certificate_is_trusted(
    trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    if trusted:
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    with running(shop(Strict_Transport_Security="max-age=31536000"), context) as url:
        scanned = examine(url)
    code = scanned.verdict.results["strict-transport-security"].code
    wanted = "hsts-implemented-max-age-at-least-six-months" if trusted else "hsts-invalid-cert"
    assert code == wanted
    assert any("certificate is not trusted" in note for note in scanned.notes) is not trusted


# On the command line


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[object, str, str]]:
    """Runs ``python -m helpers scan`` with these arguments: exit code, output, errors."""

    def running(*arguments: str, given: str = "") -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["helpers", "scan", *arguments])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given.encode())))
        code: object = 0
        try:
            run()
        except SystemExit as exit:
            code = exit.code or 0
        return code, *capsys.readouterr()

    return running


Command = Callable[..., tuple[object, str, str]]


def test_a_running_app_is_scanned_as_a_table_or_as_json(command: Command) -> None:
    with running(shop()) as url:
        code, table, errors = command(url)
        assert (code, errors) == (0, "")
        assert table.startswith(f"{url}: F, 10 points\n")
        code, text, errors = command("--json", url.removeprefix("http://"))
    assert (code, errors) == (0, "")
    given = json.loads(text)
    assert (given["url"], given["score"], given["grade"]) == (url, 10, "F")
    assert len(given["tests"]) == 10
    assert given["notes"]


def test_an_app_that_is_not_there_is_one_line_and_exit_code_1(command: Command) -> None:
    with listening(hang) as url:
        pass
    code, out, errors = command(url)
    assert (code, out, errors.count("\n")) == (1, "", 1)
    assert errors.startswith(url)


@pytest.mark.parametrize(
    "arguments",
    [[], ["--jsonl", "http://127.0.0.1"], ["--json"], ["--jsonl", "--json"]]
    + [[url] for url in ("ftp://127.0.0.1", "http://", "http://a:b:c", "http://127.0.0.1:99999")],
)
def test_bad_use_is_one_line_and_exit_code_2(command: Command, arguments: list[str]) -> None:
    code, out, errors = command(*arguments)
    assert (code, out, errors.count("\n")) == (2, "", 1)


def test_sites_as_json_lines_are_answered_in_order_and_what_is_none_with_an_error(
    command: Command,
) -> None:
    sites = list(random_sites(5, seed=3))
    lines = [*map(json.dumps, sites[:3]), "no JSON", "{}", "[]", *map(json.dumps, sites[3:])]
    code, out, errors = command("--jsonl", given="\n".join(lines))
    answers = list(map(json.loads, out.splitlines()))
    assert (code, errors, len(answers)) == (0, "", len(lines))
    assert [answers[index] for index in (0, 1, 2, 6, 7)] == list(map(judge_json, sites))
    assert all(set(answers[index]) == {"error"} for index in (3, 4, 5))
