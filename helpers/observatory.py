"""A site's score as Mozilla's HTTP Observatory gives it, from exchanges alone.

``score(probe(app, requests_to("shop.test"))).grade`` is the grade of an app.

The ten tests are those of @mdn/mdn-http-observatory 1.4.8, a function each. The verdicts are its
own, but for two lists that it has and the course has not: the hosts built into browsers, so that
nothing is ever ``hsts-preloaded``, and all public suffixes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers import observatory_cookies, observatory_csp, observatory_scripts
from helpers.csp_match import parse_url
from helpers.exchange import Exchange
from helpers.observatory_results import RESULTS, TESTS, Result, grade, total
from helpers.observatory_site import (
    NotScored,
    Site,
    requests_to,
    site_from_exchanges,
    site_from_json,
    value,
)
from helpers.observatory_text import parse_int, trim

__all__ = ["NotScored", "Verdict", "judge", "judge_json", "requests_to", "score"]

SIX_MONTHS = 15_552_000
"""Seconds: 180 days."""

PRIVATE = frozenset(
    {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
)
UNSAFE = frozenset(
    {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
)


@dataclass(frozen=True)
class Verdict:
    """The result of each test by its name, and what they come to.

    score: from 0 upwards; 100 is what one starts with
    grade: from "A+" for 100 and more to "F"
    """

    results: Mapping[str, Result]
    score: int
    grade: str

    def as_json(self) -> dict[str, Any]:
        """As a line of ``scan --jsonl`` has it."""
        tests = {
            name: {"result": each.code, "pass": each.passed, "modifier": each.points}
            for name, each in self.results.items()
        }
        return {"score": self.score, "grade": self.grade, "tests": tests}


def score(exchanges: Iterable[Exchange]) -> Verdict:
    """The verdict on the site that answered ``requests_to`` so.

    Raises ``NotScored`` where it answered with no page, or with an error.
    """
    return judge(site_from_exchanges(exchanges))


def judge(site: Site) -> Verdict:
    """The verdict on a site."""
    results = {test.name: RESULTS[JUDGES[test.name](site)] for test in TESTS}
    points = total([result.points for result in results.values()])
    return Verdict(results, points, grade(points))


def judge_json(given: dict[str, Any]) -> dict[str, Any]:
    """A line of ``scan --jsonl``: a site in, the verdict out. Raises ``ValueError`` for no site."""
    return judge(site_from_json(given)).as_json()


def content_security_policy(site: Site) -> str:
    return observatory_csp.read(site).code


def cookies(site: Site) -> str:
    return observatory_cookies.result(site, RESULTS[strict_transport_security(site)].passed)


def cross_origin_resource_sharing(site: Site) -> str:
    allowed = asking = with_credentials = None
    if site.cors and site.cors.response:
        allowed = value(site.cors.response, "Access-Control-Allow-Origin")
        with_credentials = value(site.cors.response, "Access-Control-Allow-Credentials")
        asking = value(site.cors.request, "Origin")
    if not allowed:
        return "cross-origin-resource-sharing-not-implemented"
    if _first_word(allowed) == "*":
        return "cross-origin-resource-sharing-implemented-with-public-access"
    if allowed == asking and with_credentials and trim(with_credentials.lower()) == "true":
        return "cross-origin-resource-sharing-implemented-with-universal-access"
    return "cross-origin-resource-sharing-implemented-with-restricted-access"


def redirection(site: Site) -> str:
    if not site.http:
        return "redirection-not-needed-no-http"
    if not site.http_verified:
        return "redirection-invalid-cert"
    route = [parse_url(url) for url in site.http_redirects]
    if not route:  # nowhere to go, so every host on the way is preloaded
        return "redirection-all-redirects-preloaded"
    if len(route) == 1:
        return "redirection-missing"
    if route[-1].scheme != "https":
        return "redirection-not-to-https"
    if route[1].scheme == "http":
        return "redirection-not-to-https-on-initial-redirection"
    if (route[0].scheme, route[1].scheme) == ("http", "https") and route[0].host != route[1].host:
        return "redirection-off-host-from-http"
    return "redirection-to-https"


def referrer_policy(site: Site) -> str:
    sent = [value(site.page, "Referrer-Policy"), site.markup.referrer]
    policies = ",".join(policy for policy in sent if policy is not None)
    if sent == [None, None]:
        return "referrer-policy-not-implemented"
    tokens = [trim(token.lower()) for token in policies.split(",")]
    known = [token for token in tokens if token in PRIVATE | UNSAFE]
    if not known:
        return "referrer-policy-header-invalid"
    return "referrer-policy-private" if known[-1] in PRIVATE else "referrer-policy-unsafe"


def strict_transport_security(site: Site) -> str:
    if not site.https:
        return "hsts-not-implemented-no-https"
    if not site.https_verified:
        return "hsts-invalid-cert"
    sent = value(site.https, "Strict-Transport-Security")
    if sent is None:
        return "hsts-not-implemented"
    sent = sent[:1024]
    directives = [trim(directive).lower() for directive in sent.split(";")]
    ages = [each[8:128] for each in directives if each.startswith("max-age=")]
    if not ages or "," in sent:
        return "hsts-header-invalid"
    seconds = parse_int(ages[-1])
    if seconds is not None and seconds < SIX_MONTHS:
        return "hsts-implemented-max-age-less-than-six-months"
    return "hsts-implemented-max-age-at-least-six-months"  # also for what is no number


def subresource_integrity(site: Site) -> str:
    return observatory_scripts.result(site)


def x_content_type_options(site: Site) -> str:
    sent = value(site.page, "X-Content-Type-Options")
    if not sent:
        return "x-content-type-options-not-implemented"
    known = _first_word(sent) == "nosniff"
    return f"x-content-type-options-{'nosniff' if known else 'header-invalid'}"


def x_frame_options(site: Site) -> str:
    if "frame-ancestors" in observatory_csp.read(site).directives:
        return "x-frame-options-implemented-via-csp"
    sent = value(site.page, "X-Frame-Options")
    if not sent:
        return "x-frame-options-not-implemented"
    word = trim(sent[:1024]).lower()
    if word in ("deny", "sameorigin"):
        return "x-frame-options-sameorigin-or-deny"
    known = word.startswith("allow-from")
    return f"x-frame-options-{'allow-from-origin' if known else 'header-invalid'}"


def cross_origin_resource_policy(site: Site) -> str:
    sent = value(site.page, "Cross-Origin-Resource-Policy")
    word = sent and _first_word(sent)
    if not word:
        return "corp-not-implemented"
    known = word in ("same-origin", "same-site", "cross-origin")
    return f"corp-implemented-with-{word}" if known else "corp-header-invalid"


JUDGES: dict[str, Callable[[Site], str]] = {
    judge.__name__.replace("_", "-"): judge
    for judge in (
        content_security_policy,
        cookies,
        cross_origin_resource_sharing,
        redirection,
        referrer_policy,
        strict_transport_security,
        subresource_integrity,
        x_content_type_options,
        x_frame_options,
        cross_origin_resource_policy,
    )
}
"""The function for each test, by the test's name."""


def _first_word(sent: str) -> str:
    """Of a value of many words more than any that is known."""
    return trim(sent[:256]).lower()
