"""The sites of lesson 08's exercises, and what is sent to the first of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random
from typing import Any

from flask import Flask, request

from helpers.exchange import BROWSER, Exchange, Request, get
from helpers.exercises import Evidence
from helpers.exercises.drawn import drawn
from helpers.exercises.no_reports import HALF_REPORTS, NO_ADDRESS, NO_REPORTS

SHOP = "https://shop.test"
REPORT_URI = "application/csp-report"
REPORT_TO = "application/reports+json"
LARGEST = 65_536
"""Bytes: what is larger is no report."""

BUSY, QUIET = "https://busy.test", "https://quiet.test"
"""Two more shops, each with a collector of its own."""

SHORTENED = 100
"""Characters of a long value that are kept at least."""

ORDINARY = 40
FLOOD = 100
KEPT = 50
"""So many reports in a row are kept; of so many, so many may be."""

MENU = f"{SHOP}/menu.js"
STYLES = f"{SHOP}/style.css"
MOCHA = "https://images.test/mocha.png"


@dataclass(frozen=True)
class Violation:
    """What a report says: the page, the directive, and what was blocked."""

    page: str
    directive: str
    blocked: str

    def __str__(self) -> str:
        blocked, page = map(_short, (self.blocked, self.page))
        return f"{self.directive} blocked {blocked} on {page}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}… ({len(text)} characters)"


def by_report_uri(violation: Violation) -> dict[str, Any]:
    """The body a browser sends to a report-uri (CSP Level 3, section 5.3)."""
    report = {
        "document-uri": violation.page,
        "referrer": "",
        "violated-directive": violation.directive,
        "effective-directive": violation.directive,
        "original-policy": "default-src 'self'; report-uri /reports",
        "disposition": "enforce",
        "blocked-uri": violation.blocked,
        "status-code": 200,
        "script-sample": "",
    }
    return {"csp-report": report}


OTHERS = (
    {"type": "deprecation", "url": f"{SHOP}/", "age": 9, "body": {"id": "unload"}},
    {
        "type": "integrity-violation",
        "url": f"{SHOP}/",
        "age": 8,
        "body": {
            "documentURL": f"{SHOP}/",
            "blockedURL": "https://without-integrity.test/x.js",
            "destination": "script",
            "reportOnly": False,
        },
    },
)
"""Reports of other types, the second with two names that a violation has too (SRI, 3.9)."""

HASHED = {
    "type": "csp-hash",
    "url": f"{SHOP}/",
    "age": 8,
    "body": {
        "documentURL": f"{SHOP}/",
        "subresourceURL": f"{SHOP}/shop.js",
        "hash": "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=",
        "destination": "script",
        "type": "subresource",
    },
}
"""What a policy with 'report-sha256' sends: its type begins like a violation's."""

OTHER_HOST = "without-integrity.test"


def by_report_to(*violations: Violation) -> list[dict[str, Any]]:
    """The body a browser sends by report-to, others first (Reporting API, "serialize reports")."""
    told = map(_by_report_to, violations, cycle(("report", "enforce")))
    return [*OTHERS, *(told if violations else [HASHED])]


def _by_report_to(violation: Violation, disposition: str) -> dict[str, Any]:
    body = {
        "documentURL": violation.page,
        "effectiveDirective": violation.directive,
        "blockedURL": violation.blocked,
        "originalPolicy": "default-src 'self'; report-to csp",
        "disposition": disposition,
        "referrer": "",
        "statusCode": 200,
        "sample": "",
    }
    kept = {"type": "csp-violation", "url": violation.page, "age": 7}
    return {**kept, "user_agent": BROWSER[0][1], "body": body}


def violations(sent: Request) -> tuple[Violation, ...]:
    """What one of our requests reports; nothing where it is no whole report, or too large."""
    try:
        document = json.loads(sent.body) if len(sent.body) <= LARGEST else []
        if isinstance(document, dict):
            bodies = [document["csp-report"]]
            names = "document-uri", "effective-directive", "blocked-uri"
        else:
            bodies = [each["body"] for each in document if each["type"] == "csp-violation"]
            names = "documentURL", "effectiveDirective", "blockedURL"
        found = [[body[name] for name in names] for body in bodies]
        json.dumps(found, ensure_ascii=False).encode()  # fails where there is half a character
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
    texts = [said for said in found if all(isinstance(one, str) for one in said)]
    return tuple(Violation(*said) for said in texts if NO_ADDRESS not in said)


def _post(kind: str, body: bytes, site: str = SHOP) -> Request:
    fields = (("Content-Type", kind), ("Origin", site))
    return Request(method="POST", url=f"{site}/reports", headers=fields, body=body)


def report(kind: str, *said: Violation, site: str = SHOP) -> Request:
    """A report as a browser sends it, of either kind; by report-to it may name no violation."""
    document = by_report_to(*said) if kind == REPORT_TO else by_report_uri(said[0])
    return _post(kind, json.dumps(document).encode(), site)


def _violation(random: Random, site: str = SHOP) -> Violation:
    directive = random.choice(["img-src", "font-src", "connect-src", "script-src-elem"])
    return Violation(f"{site}/{drawn(random)}", directive, f"https://{drawn(random)}.test/x")


def _long_violation(random: Random) -> Violation:
    """One whose page has an address of ``SHORTENED`` characters, of which the last count."""
    word = drawn(random)
    page = f"{SHOP}/{'x' * (SHORTENED - len(SHOP) - len(word) - 1)}{word}"
    return replace(_violation(random), page=page)


HOSTILE = (
    "<script id={0}>document.title = '{0}'</script>",
    "--> '\"></textarea></title></style></script></pre><img id={0} src=x onerror=alert()>",
    "x id={0} onmouseover=alert()",
    "\tJaVaScript:alert('{0}')",
    "<svg id={0} onload=alert()>",
    "document.body.id=/{0}/.source",
    "{0} &lt;b&gt; {{{{ {1} * 3 }}}}",
)
"""Texts that are more than text where a page is built without care.

{0} is a word to find, {1} a number that a template would multiply.
"""


def hostile_reports(random: Random) -> Iterator[Request]:
    """Each of those texts in each field, in the shapes and types that an attacker can choose."""
    for number, pattern in enumerate(HOSTILE):
        text = pattern.format("w" + drawn(random), random.randrange(10**8, 10**9))
        kind = (REPORT_URI, REPORT_TO, "application/json")[number % 3]
        yield report(kind, Violation(text, "img-src", "https://x.test/"))
        yield report(kind, Violation(f"{SHOP}/", text, "https://x.test/"))
        yield report(REPORT_URI, Violation(f"{SHOP}/", "img-src", text))


def visits(random: Random) -> Sequence[Request]:
    """What three shops are asked, each with a collector of its own.

    The first gets reports of both formats and what attackers send, fewer than ``ORDINARY`` in all;
    the second gets ``ORDINARY`` reports in a row, then more, to ``FLOOD`` and beyond; the third
    gets as many at once.
    """
    photo = Request(method="POST", url=f"{SHOP}/photo", body=b"x" * (2 * LARGEST))
    return [*_every_shape(random), *_too_many(random), *_all_at_once(random), get("/"), photo]


def _every_shape(random: Random) -> Sequence[Request]:
    asked = [get("/"), get(f"/{drawn(random)}"), report(REPORT_URI, _violation(random))]
    asked += [report(REPORT_TO, *(_violation(random) for _ in range(3))), report(REPORT_TO)]
    asked += list(hostile_reports(random))
    for body in (*NO_REPORTS, *HALF_REPORTS):
        asked += [_post(REPORT_TO if body.startswith(b"[") else REPORT_URI, body)]
    for size in (LARGEST, LARGEST + 1):
        ordinary = report(REPORT_URI, _violation(random))
        sample = b'"script-sample": "' + b"x" * (size - len(ordinary.body))
        body = ordinary.body.replace(b'"script-sample": "', sample)
        asked += [_post(REPORT_URI, body)]
    wide = by_report_uri(_violation(random))
    wide["csp-report"]["script-sample"] = "\u6f22" * (LARGEST // 3)  # in three bytes each
    asked += [_post(REPORT_URI, json.dumps(wide, ensure_ascii=False).encode())]
    large = report(REPORT_URI, replace(_violation(random), blocked="x" * (2 * LARGEST)))
    asked += [replace(large, headers=(*large.headers, ("Transfer-Encoding", "chunked")))]
    asked += [report(kind, _long_violation(random)) for kind in (REPORT_URI, REPORT_TO)]
    return [*asked, get("/dashboard")]


def _too_many(random: Random) -> Sequence[Request]:
    """Reports in a row; after the ordinary ones a look, and one list with as many again.

    The sender calls himself something else each time: names are free. The ordinary ones come from
    pages of the shop, as their Origin says.
    """
    said = [report(REPORT_URI, _violation(random, BUSY), site=BUSY) for _ in range(FLOOD)]
    pages = [BUSY] * ORDINARY + [f"https://{drawn(random)}.test" for _ in range(FLOOD - ORDINARY)]
    asked = [_as_somebody(each, random, page) for each, page in zip(said, pages, strict=True)]
    many, look = _all_at_once(random, BUSY)
    return [*asked[:ORDINARY], look, many, *asked[ORDINARY:], look]


def _all_at_once(random: Random, site: str = QUIET) -> Sequence[Request]:
    said = [_violation(random, site) for _ in range(FLOOD)]
    return [report(REPORT_TO, *said, site=site), get("/dashboard", site)]


ADDRESSES = ("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP")
"""Fields by which proxies tell whom they ask for, and which anybody can write."""


def _as_somebody(request: Request, random: Random, page: str) -> Request:
    address = f"10.0.{random.randrange(256)}.{random.randrange(256)}"
    claimed = [("User-Agent", drawn(random)), *((name, address) for name in ADDRESSES)]
    claimed += [("Forwarded", f"for={address}"), ("Authorization", f"Basic {drawn(random)}")]
    claimed += [("Cookie", f"sid={drawn(random)}; session={drawn(random)}")]
    claimed += [("Content-Type", REPORT_URI), ("Origin", page), ("Referer", f"{page}/")]
    url = f"{request.url}?{drawn(random)}={drawn(random)}"
    return replace(request, url=url, sender=address, headers=tuple(claimed))


def asked_of(site: str, evidence: Evidence) -> tuple[Exchange, ...]:
    """The exchanges with one of the shops."""
    return tuple(each for each in evidence.exchanges if each.request.url.startswith(f"{site}/"))


def is_dashboard(each: Exchange) -> bool:
    """Whether it is a look at a dashboard."""
    return each.request.url.endswith("/dashboard")


def is_hostile(violation: Violation) -> bool:
    """Whether it holds one of the texts of ``HOSTILE``: no address and no directive is so."""
    texts = f"{violation.page}{violation.directive}{violation.blocked}"
    return any(character in texts for character in "'= ")


def plain_shop() -> Flask:
    """The app of exercise 1, to which a collector is added: it takes photos, of any size."""
    app = Flask("shop")
    app.add_url_rule("/", view_func=lambda: "<h1>Coffee</h1>", endpoint="home")

    @app.post("/photo")
    def photo() -> str:
        return f"{len(request.get_data())} bytes"

    return app
