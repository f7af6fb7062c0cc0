"""What the judge says a browser takes a response for is what Chromium takes it for.

The cases are those of browser-facts.md, on sniffing, and some around them. Chromium is asked about
each of them here; without a browser the expected values, measured in Chromium 156, still hold.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from helpers import browser, web
from helpers.exchange import Response
from helpers.sniffing import (
    computed_type,
    decoded,
    opens_as_page,
    runs_as_script,
    runs_when_opened,
    saved,
)
from tests.chromium.content_type import PAGES, READS, SAVED, as_script, opened

URL = "https://shop.test/upload"
HTML = f"<p>sea<script>{READS}</script>"
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><title/><script>{READS}</script></html>'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><script>{READS}</script></svg>'


def response(body: str, claimed: str | None, **fields: str) -> Response:
    sent = {} if claimed is None else {"Content-Type": claimed}
    sent |= {name.replace("_", "-"): value for name, value in fields.items()}
    return Response(headers=tuple(sent.items()), body=body.encode())


def sniffed(value: str) -> Response:
    return Response(headers=(("X-Content-Type-Options", value),), body=HTML.encode())


RUNS_WHEN_OPENED = [
    (response(HTML, None), True),
    (response(HTML, ""), True),
    (response(HTML, "html"), True),
    (response(HTML, "*/*"), True),
    (response(HTML, "unknown/unknown"), True),
    (response(HTML, "text/html"), True),
    (response(HTML, "TEXT/HTML; charset=utf-8"), True),
    (response(HTML, "text/plain, text/html"), True),
    (response(HTML, "text/html, text/plain"), False),
    (response(XHTML, "application/xhtml+xml"), True),
    (response(XHTML, "text/xml"), True),
    (response(XHTML, "application/xml"), True),
    (response("<?xml version='1.0'?>" + XHTML, None), True),
    (response(SVG, "image/svg+xml"), True),
    (response(SVG, None), False),
    (response("hello " + HTML, None), False),
    (response(f"<img src=x onerror='{READS}'>", None), False),
    (response(HTML, "text/plain"), False),
    (response(HTML, "image/png"), False),
    *[(response(HTML, kind), True) for kind in ("text/html image/png", "text/html(image/png")],
    (response(HTML, "image/png text/html"), False),
    (response(HTML, "application/json"), False),
    (response(HTML, "application/octet-stream"), False),
    (response(HTML, "text/html", X_Content_Type_Options="nosniff"), True),
    *[(sniffed(value), False) for value in ("nosniff", "NoSniff", " nosniff ", "nosniff, x")],
    *[(sniffed(value), True) for value in ("no-sniff", "'nosniff'", "nosniff;", "x, nosniff")],
    (response(HTML, "text/html", Content_Disposition="attachment"), False),
    (response(HTML, "text/html", Content_Disposition="attachement; filename=x"), False),
    (response(HTML, "text/html", Content_Disposition="inline"), True),
    (response(HTML, "text/html", Content_Disposition="filename=x"), True),
    (response(HTML, "text/html", Content_Disposition='"attachment"'), True),
    (response(HTML, "text/html", Content_Security_Policy="sandbox"), False),
    (response(HTML, "text/html", Content_Security_Policy="sandbox allow-scripts"), False),
    (
        response(
            HTML, "text/html", Content_Security_Policy="sandbox allow-scripts allow-same-origin"
        ),
        True,
    ),
    (response(HTML, "text/html", Content_Security_Policy="default-src 'self'"), False),
    (response(SVG, "image/svg+xml", Content_Security_Policy="script-src 'none'"), False),
    (response(HTML, "text/html", Content_Security_Policy="img-src 'none'"), True),
]

ALWAYS = ("text/javascript", "application/x-javascript", "text/javascript1.5", "text/livescript")
NEVER = ("image/png", "image/svg+xml", "audio/x", "video/mp4", "text/csv")
SNIFFED = (
    *("text/plain", "application/json", "application/octet-stream", "text/html", "", "text"),
    *("text/css", "application/pdf", "application/xml", "font/woff", "foo/bar"),
)
RUNS_AS_SCRIPT = [
    *[(response(READS, kind), kind not in NEVER) for kind in (*ALWAYS, *NEVER, *SNIFFED)],
    *[
        (response(READS, kind, X_Content_Type_Options="nosniff"), kind in ALWAYS)
        for kind in (*ALWAYS, *NEVER, *SNIFFED)
    ],
    (response(READS, "text/plain", X_Content_Type_Options="nosniff;"), True),
    (response(READS, "text/plain", X_Content_Type_Options="NOSNIFF"), False),
    (response(READS, "text/javascript image/png", X_Content_Type_Options="nosniff"), True),
    (response(READS, "text/plain", Content_Disposition="attachment"), True),
    (response(READS, "text/plain", Content_Security_Policy="sandbox"), True),
    (Response(status=404, headers=(("Content-Type", "text/javascript"),), body=b"1"), False),
]


@pytest.mark.parametrize(("given", "runs"), RUNS_WHEN_OPENED, ids=lambda each: str(each)[:90])
def test_a_script_in_what_is_opened(given: Response, runs: bool) -> None:
    assert bool(runs_when_opened(given, URL)) is runs


@pytest.mark.parametrize(("given", "runs"), RUNS_AS_SCRIPT, ids=lambda each: str(each)[:90])
def test_a_response_named_by_a_script_tag(given: Response, runs: bool) -> None:
    assert bool(runs_as_script(given)) is runs


def test_chromium_opens_each_as_expected() -> None:
    responses = [given for given, _ in RUNS_WHEN_OPENED]
    for given, (kind, ran) in zip(responses, opened(responses), strict=True):
        assert ran is bool(runs_when_opened(given, URL)), (given, kind)
        assert (kind == SAVED) is saved(given), (given, kind)
        assert (kind in PAGES) is bool(opens_as_page(given)), (given, kind)
        assert kind == SAVED or kind == computed_type(given), (given, kind)


def test_chromium_runs_each_script_as_expected() -> None:
    responses = [given for given, _ in RUNS_AS_SCRIPT]
    assert as_script(responses) == [runs for _, runs in RUNS_AS_SCRIPT]


WRITTEN = "<p>Gr\u00fc\u00dfe"
CHARSETS = {
    "text/html": WRITTEN.encode(),
    "text/html; charset=latin-1": WRITTEN.encode(),
    "text/html; charset=iso-8859-1": WRITTEN.encode("latin-1"),
    "text/html; charset=UTF8": WRITTEN.encode(),
    'text/html; charset="utf-8"': WRITTEN.encode(),
    "text/html; charset=utf-16": WRITTEN.encode("utf-16"),
    "text/html; charset=nonsense": WRITTEN.encode(),
    "text/html; x=1": b"<meta charset=utf-8>" + WRITTEN.encode(),
}


def test_a_body_is_read_in_the_charset_in_which_chromium_reads_it() -> None:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        kind = list(CHARSETS)[int(environ["PATH_INFO"].strip("/"))]
        start_response("200 OK", [("Content-Type", kind)])
        return [CHARSETS[kind]]

    web.site("charset.test", app)

    def story(page: Page) -> Any:
        read = {}
        for number, kind in enumerate(CHARSETS):
            page.goto(f"https://charset.test/{number}")
            read[kind] = page.text_content("p")
        return read

    played = browser.play(story)
    assert not played.problem
    for kind, body in CHARSETS.items():
        text = decoded(Response(headers=(("Content-Type", kind),), body=body))
        assert text.rpartition(">")[2] == played.facts[kind], kind
