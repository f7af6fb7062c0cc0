"""The lab's internet: real names, real TLS, no port in sight, and nothing left behind."""

from __future__ import annotations

import gc
import re
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from flask import Flask, request, session, url_for

from helpers import web
from helpers.lab import Certificates, Lab

GENEROUS = 30.0
"""Seconds a test waits for what should happen at once, before it fails."""


def shop() -> Flask:
    app = Flask("shop")
    app.secret_key = "k"
    app.add_url_rule("/", "home", lambda: f"hello {request.host}")
    app.add_url_rule("/external", "external", lambda: url_for("here", _external=True))
    app.add_url_rule("/here", "here", lambda: request.url)
    app.add_url_rule("/server", "server", lambda: "{}:{}".format(*request.server or ()))

    @app.get("/raises")
    def raises() -> str:
        return str(1 / 0)

    @app.get("/count")
    def count() -> str:
        session["times"] = session.get("times", 0) + 1
        return str(session["times"])

    return app


def redirecting(target: str) -> Callable[..., list[bytes]]:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("302 Found", [("Location", target)])
        return [b""]

    return app


@pytest.fixture(autouse=True)
def no_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has the internet to itself."""
    monkeypatch.setattr(web, "_sites", {})
    monkeypatch.setattr(web, "_asked", type(web._asked)(maxlen=web._asked.maxlen))
    monkeypatch.delitem(vars(web), "session", raising=False)


def ports() -> tuple[int, int]:
    return web.lab().port("http"), web.lab().port("https")


def finished_threads() -> None:
    """Wait until the servers' threads are done with what they were asked."""
    for thread in threading.enumerate():
        if "process_request" in thread.name:
            thread.join(GENEROUS)


# Names and certificates


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_site_answers_under_its_own_name(scheme: str) -> None:
    web.site("shop.test", shop())
    response = web.get(f"{scheme}://shop.test/")
    assert (response.url, response.text) == (f"{scheme}://shop.test/", "hello shop.test")


def test_two_sites_are_told_apart() -> None:
    for name in ("one.test", "two.test"):
        web.site(name, shop())
    assert [web.get(f"http://{name}.test/").text for name in ("two", "one")] == [
        "hello two.test",
        "hello one.test",
    ]


@pytest.mark.parametrize(
    ("scheme", "port"),
    [("http", 80), ("https", 443)],  # RFC 9110, section 4.2: the schemes' own ports
)
def test_an_app_sees_no_port_of_the_labs(scheme: str, port: int) -> None:
    web.site("shop.test", shop())
    assert web.get(f"{scheme}://shop.test/server").text == f"shop.test:{port}"
    assert web.get(f"{scheme}://shop.test/external").text == f"{scheme}://shop.test/here"
    assert web.get(f"{scheme}://shop.test/here").text == f"{scheme}://shop.test/here"


def shake_hands(context: ssl.SSLContext, name: str) -> Any:
    """The certificate a TLS client is shown that asks for that name."""
    with (
        socket.create_connection(("127.0.0.1", ports()[1])) as plain,
        context.wrap_socket(plain, server_hostname=name) as shaken,
    ):
        return shaken.getpeercert()


@pytest.mark.parametrize("name", ["shop.test", "code.jquery.com", "a.b.c.example"])
def test_a_certificate_is_for_the_name_the_client_asks_for(name: str) -> None:
    shown = shake_hands(web.lab().certificates.client, name)
    assert shown["subjectAltName"] == (("DNS", name),)


def test_nobody_trusts_a_certificate_of_the_lab_who_does_not_trust_the_lab() -> None:
    with pytest.raises(ssl.SSLCertVerificationError) as refused:
        shake_hands(ssl.create_default_context(), "shop.test")
    # OpenSSL, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: the chain ends in an authority not trusted.
    assert refused.value.verify_code == 19
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"https://localhost:{ports()[1]}/")


def test_the_lab_trusts_no_authority_but_its_own() -> None:
    assert len(web.lab().certificates.client.get_ca_certs()) == 1


@pytest.mark.parametrize(
    "forge",
    [lambda lab: Certificates()._issue("shop.test"), lambda lab: lab.certificates._issue("b.test")],
    ids=["of another authority", "of another name"],
)
def test_a_certificate_that_is_wrong_is_refused(
    forge: Callable[[Lab], ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    web.site("shop.test", shop())
    assert web.get("https://shop.test/").ok
    monkeypatch.setitem(web.lab().certificates._of, "shop.test", forge(web.lab()))
    with pytest.raises(requests.ConnectionError):
        web.get("https://shop.test/")


# What cannot go online


def test_a_name_that_is_not_online_is_an_error_that_says_which_are() -> None:
    web.site("shop.test", shop())
    web.site("away.test", redirecting("https://nobody.test/"))
    for asking in (
        lambda: web.get("https://nobody.test/"),
        lambda: web.get("https://away.test/"),
        lambda: web.log("nobody.test"),
    ):
        # As requests itself does where a name is not known.
        with pytest.raises(requests.ConnectionError, match=r"nobody\.test.*away\.test, shop\.test"):
            asking()


@pytest.mark.parametrize(
    "name",
    [
        # RFC 1123, section 2.1, and RFC 952: letters, digits and hyphens, joined by dots.
        *("", "shop test", "my_shop.test", "*", "*.test", "a..b", "-a.test", "a-.test", "a\n.test"),
        *("é.test", "shop.test.", f"{'a' * 64}.test", "[::1]", "127.0.0.1"),
        *("https://shop.test", "shop.test/", "shop.test:80", "user@shop.test", "SHOP.test"),
        *(None, 5, b"shop.test"),
    ],
)
def test_what_is_no_host_name_cannot_go_online(name: Any) -> None:
    with pytest.raises(ValueError, match="is no host name") as refused:
        web.site(name, shop())
    assert repr(name) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("thing", "kind"), [(None, "NoneType"), ("app", "str"), (5, "int"), ([], "list")]
)
def test_what_is_no_application_cannot_go_online(thing: Any, kind: str) -> None:
    with pytest.raises(ValueError, match=f"type {kind}, no application") as refused:
        web.site("shop.test", thing)
    assert "\n" not in str(refused.value)


def test_a_notebook_shows_an_error_of_the_lab_in_one_line_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    with pytest.raises(ValueError, match="no host name") as refused:
        web.site("no name", shop())
    shell = InteractiveShell()
    shown: list[str] = []
    shell._showtraceback = lambda kind, error, lines: shown.extend(lines)
    shell.showtraceback((refused.type, refused.value, refused.tb))
    assert shown == [f"BadSite: {refused.value}"]


def cell(source: str, **names: Any) -> Any:
    """Run a cell's source, whose code has a name of its own, and give what it calls ``said``."""
    exec(compile(source, f"<cell {hash(source)}>", "exec"), names)
    return names["said"]


def test_an_app_replaced_by_other_code_is_said_and_by_the_same_code_is_not() -> None:
    mine, other = ("said = str(web.site('shop.test', app)) # " + who for who in ("me", "other"))
    first = cell(mine, web=web, app=shop())
    assert first == "online: http://shop.test/ and https://shop.test/"
    assert cell(mine, web=web, app=shop()) == first
    app = shop()
    replaced = cell(other, web=web, app=app)
    assert replaced.splitlines() == [first, "It replaces the app that another cell put there."]
    assert cell(mine, web=web, app=app) == first  # the same app again: nothing is replaced


def test_the_app_put_there_last_answers() -> None:
    web.site("shop.test", shop())
    web.site("shop.test", redirecting("https://shop.test/new"))
    assert web.get("https://shop.test/", allow_redirects=False).status_code == 302


def says(body: bytes) -> Callable[..., list[bytes]]:
    return starts("200 OK", [], [body])


def both(name: str) -> list[bytes]:
    return [web.get(f"{scheme}://{name}/").content for scheme in ("http", "https")]


def test_an_attacker_on_the_wire_answers_plain_http_alone_until_the_site_is_put_there_anew() -> (
    None
):
    web.site("shop.test", says(b"shop"))
    online = web.site("shop.test", says(b"thief"), scheme="http")
    assert repr(online) == "online: http://shop.test/"
    assert both("shop.test") == [b"thief", b"shop"]
    assert [each.url for each in web.log("shop.test")] == [
        "http://shop.test/",
        "https://shop.test/",
    ]
    web.site("shop.test", says(b"shop"))
    assert both("shop.test") == [b"shop", b"shop"]


def test_the_same_cells_run_again_say_the_same_about_an_attacker() -> None:
    shop_cell = "said = str(web.site('shop.test', app))"
    wire_cell = "said = str(web.site('shop.test', app, scheme='http'))"
    said = [
        [cell(source, web=web, app=shop()) for source in (shop_cell, wire_cell)] for _ in range(2)
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize("scheme", ["ftp", "HTTP", "http:", None, 80])
def test_what_is_no_scheme_of_the_lab_is_refused(scheme: Any) -> None:
    with pytest.raises(ValueError, match="is no scheme") as refused:
        web.site("shop.test", shop(), scheme=scheme)
    assert repr(scheme) in str(refused.value)


def test_a_site_may_show_a_certificate_that_nobody_trusts() -> None:
    assert "No browser trusts" in repr(web.site("shop.test", shop(), trusted=False))
    web.site("shop.test", shop(), scheme="http")  # says nothing of the certificate
    with pytest.raises(requests.ConnectionError, match=r"^https://shop\.test/ shows a certificate"):
        web.get("https://shop.test/")
    with pytest.raises(ssl.SSLCertVerificationError) as refused:
        shake_hands(web.lab().certificates.client, "shop.test")
    # OpenSSL, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: the chain ends in an authority not trusted.
    assert refused.value.verify_code == 19
    assert web.get("http://shop.test/").ok
    web.site("shop.test", shop())
    assert web.get("https://shop.test/").ok


# Sessions


def test_a_session_keeps_cookies_and_a_single_request_does_not() -> None:
    web.site("shop.test", shop())
    assert isinstance(web.session, requests.Session)
    assert [web.session.get("https://shop.test/count").text for _ in range(3)] == ["1", "2", "3"]
    assert [web.get("https://shop.test/count").text for _ in range(3)] == ["1", "1", "1"]


def test_requests_itself_knows_no_name_of_the_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", unknown_name)  # asks no name server
    web.site("shop.test", shop())
    with pytest.raises(requests.ConnectionError):
        requests.get("http://shop.test/")
    assert web.get("http://shop.test/").text == "hello shop.test"


def unknown_name(host: str, *rest: Any, **options: Any) -> Any:
    if host == "127.0.0.1":
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, rest[0]))]
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_proxy_of_the_machine_is_no_part_of_the_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # RFC 863: nobody listens there
    web.site("shop.test", shop())
    assert web.get("http://shop.test/").ok
    assert web.get("https://shop.test/").ok


# The log


def test_the_log_says_who_asked_for_what_in_order() -> None:
    web.site("shop.test", shop())
    web.site("evil.test", shop())
    web.get("http://shop.test/?q=%3Cb%3E")
    web.get("https://evil.test/missing", headers={"User-Agent": "curl/8.5.0"})
    web.get("https://shop.test/")
    # The default User-Agent of requests begins with python-requests.
    assert [(each.who, each.method, each.url, each.status) for each in web.log()] == [
        ("requests", "GET", "http://shop.test/?q=%3Cb%3E", "200"),
        ("curl", "GET", "https://evil.test/missing", "404"),
        ("requests", "GET", "https://shop.test/", "200"),
    ]
    assert [each.url for each in web.log("evil.test")] == ["https://evil.test/missing"]
    assert len(repr(web.log()).splitlines()) == 3


def test_the_log_can_begin_now_and_begins_anew_when_a_site_does() -> None:
    web.site("shop.test", shop())
    web.get("https://shop.test/")
    now = time.monotonic()
    web.get("https://shop.test/here")
    assert [each.url for each in web.log("shop.test", since=now)] == ["https://shop.test/here"]
    web.site("shop.test", shop())
    assert repr(web.log("shop.test")) == "nobody asked for anything"
    assert len(web.log()) == 2


@pytest.mark.parametrize("path", ["/a b", "/caf\u00e9", "/a%0Abrowser GET", "/%3Cscript%3E?a=%0A"])
def test_the_log_writes_an_address_as_requests_does_in_one_line(path: str) -> None:
    web.site("shop.test", shop())
    asked = web.get(f"https://shop.test{path}")
    assert [each.url for each in web.log()] == [asked.request.url]
    assert len(repr(web.log()).splitlines()) == 1


def test_a_browsers_question_for_an_icon_is_no_news() -> None:
    web.site("shop.test", shop())
    assert web.get("https://shop.test/favicon.ico").status_code == 204
    assert not web.log()


def starts(*response: Any) -> Callable[..., Any]:
    """An application that starts this response, and gives this body."""

    def app(environ: Any, start_response: Any) -> Any:
        start_response(*response[:2])
        return response[2]

    return app


def exits(environ: Any, start_response: Any) -> Any:
    sys.exit(3)


def fails_late(environ: Any, start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Length", "1")])
    yield b"x"
    raise ValueError("too late for a 500")


@pytest.mark.parametrize(
    ("app", "status"),
    [
        (exits, "500 SystemExit: 3"),
        (fails_late, "200"),
        # PEP 3333, as in test_exchange. A server breaks off, or answers nothing at all, where an
        # app does not keep to it.
        (starts(200, [], [b""]), "500 ValueError: a status is text such as '200 OK', not 200"),
        (starts("200 OK", [("X", None)], [b""]), "500 TypeError: header 'X' is no text: None"),
        (
            starts("200 OK", [("X", "\u2018self\u2019")], [b""]),
            "500 ValueError: header 'X' has a character no header may have: '\u2018self\u2019'",
        ),
        (starts("200 OK", [], ["x"]), "500 TypeError: a body is made of bytes, this one of str"),
        (starts("200 OK", [], None), "500 TypeError: 'NoneType' object is not iterable"),
        (lambda *_: [b"x"], "500 TypeError: the application did not call start_response"),
    ],
)
def test_an_app_that_fails_is_answered_for_and_logged_and_writes_into_no_cell(
    app: Any, status: str, capfd: pytest.CaptureFixture[str]
) -> None:
    web.site("shop.test", app)
    assert web.get("https://shop.test/", timeout=GENEROUS).status_code == int(status[:3])
    assert [each.status for each in web.log()] == [status]
    finished_threads()
    assert capfd.readouterr() == ("", "")


def test_an_error_flask_handles_is_logged_with_its_reason(
    capfd: pytest.CaptureFixture[str],
) -> None:
    web.site("shop.test", shop())
    assert web.get("https://shop.test/raises").status_code == 500
    assert [each.status for each in web.log()] == ["500 ZeroDivisionError: division by zero"]
    assert capfd.readouterr() == ("", "")


# Ports, and clients that misbehave


def waits_for(event: threading.Event, *, begins: bool) -> Callable[..., Iterator[bytes]]:
    """An app that answers only when told to; ``begins`` says whether it sends a first byte."""

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        if not begins:
            event.wait(GENEROUS)
        start_response("200 OK", [])
        yield b"x"
        event.wait(GENEROUS)

    return app


@pytest.mark.parametrize("begins", [True, False])
def test_an_answer_that_does_not_come_in_time_is_requests_own_timeout(begins: bool) -> None:
    event = threading.Event()
    web.site("slow.test", waits_for(event, begins=begins))
    with pytest.raises(requests.Timeout, match=r"^https://slow\.test/ did not answer in time$"):
        web.get("https://slow.test/", timeout=0.2)
    event.set()


def kills_the_connection(environ: Any, start_response: Any) -> list[bytes]:
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return starts("200 OK", [], [b"x"])(environ, start_response)  # type: ignore[no-any-return]


def test_no_port_shows_in_any_output_or_error() -> None:
    event = threading.Event()
    seen = [repr(web.site("shop.test", shop()))]
    web.site("slow.test", waits_for(event, begins=True))
    web.site("dead.test", kills_the_connection)
    web.site("loop.test", redirecting("https://loop.test/"))
    for url in ("http://shop.test/external", "https://shop.test/raises", "https://shop.test/no"):
        response = web.get(url)
        seen += [response.text, response.url, str(response.headers), repr(response)]
    for url in ("nobody.test/", "slow.test/", "dead.test/", "loop.test/"):
        for scheme in ("http", "https"):
            with pytest.raises(requests.RequestException) as failed:
                web.get(f"{scheme}://{url}", timeout=0.1 if "slow" in url else GENEROUS)
            seen.append(str(failed.value))
    seen.append(repr(web.log()))
    event.set()
    digits = {int(number) for text in seen for number in re.findall(r"\d+", text)}
    assert not digits & set(ports())


def test_a_client_that_never_shakes_hands_holds_up_nobody() -> None:
    web.site("shop.test", shop())
    with ExitStack() as stack:
        for _ in range(3):
            silent = socket.create_connection(("127.0.0.1", ports()[1]))
            stack.enter_context(silent)
            half = socket.create_connection(("127.0.0.1", ports()[1]))
            stack.enter_context(half).sendall(b"\x16\x03\x01")  # RFC 8446: a handshake begins so
        assert web.get("https://shop.test/", timeout=GENEROUS).ok


def test_clients_that_break_off_write_into_no_cell(capfd: pytest.CaptureFixture[str]) -> None:
    for said in (b"", b"\x16\x03\x01", b"GET / HTTP/1.1\r\n\r\n", b"GET http://[ HTTP/1.1\r\n\r\n"):
        for port in ports():
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(said)
    with pytest.raises(ssl.SSLError):
        shake_hands(ssl.create_default_context(), "shop.test")
    web.site("shop.test", shop())
    assert web.get("https://shop.test/").ok  # the connections before this one were accepted
    finished_threads()
    assert capfd.readouterr() == ("", "")


def held() -> tuple[int, int, int]:
    """The threads, file descriptors and sockets of this process."""
    gc.collect()
    this = psutil.Process()
    return this.num_threads(), this.num_fds(), len(this.net_connections("all"))


def test_a_thousand_sites_and_requests_leave_nothing_behind() -> None:
    before = (0, 0, 0)
    for cycle in range(1_000):
        name = f"site{cycle % 10}.test"
        web.site(name, shop() if cycle < 20 else starts("200 OK", [], [b"x"]))
        assert web.get(f"{('http', 'https')[cycle % 2]}://{name}/").ok
        if cycle == 10:
            finished_threads()
            before = held()
    finished_threads()
    assert all(after <= ten for after, ten in zip(held(), before, strict=True))
