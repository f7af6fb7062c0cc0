"""Every result a test of Mozilla's HTTP Observatory can have: its points, in words, and what to do.

The codes, the points and which of them pass are those of @mdn/mdn-http-observatory 1.4.8. The
words are the course's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One result: its code, the points it adds or takes, whether the test is passed with it."""

    code: str
    points: int
    passed: bool
    found: str
    advice: str = ""


@dataclass(frozen=True)
class Test:
    """One test: the Observatory's name for it, and the course's."""

    name: str
    title: str
    results: tuple[Result, ...]


_POLICY = "Send one with every page; begin with default-src 'self'."
_SAFE_POLICY = "Nonces alone, and object-src 'none'."
_SECURE = "Set Secure; in Flask SESSION_COOKIE_SECURE = True."
_SAME_SITE = 'Set SameSite=Lax; in Flask SESSION_COOKIE_SAMESITE = "Lax".'
_HSTS = "Climb to max-age=31536000, over https."
_TLS = "Serve the site by https, with a certificate browsers trust."
_REDIRECT = "Redirect http to https on the same host first."
_REFERRER = "Send strict-origin-when-cross-origin."
_SRI = "Load it by https, with integrity and crossorigin."
_NOSNIFF = "Send nosniff."
_FRAMING = "Send frame-ancestors 'none' in the policy, and DENY."
_CORP = "Send same-origin."

TESTS = (
    Test("content-security-policy", "Content-Security-Policy", (
        Result("csp-implemented-with-no-unsafe-default-src-none", 10, True,
               "nothing unsafe, and default-src is 'none'"),
        Result("csp-implemented-with-no-unsafe", 5, True,
               "nothing unsafe", "Five points more: default-src 'none', each kind named."),
        Result("csp-implemented-with-unsafe-inline-in-style-src-only", 0, True,
               "safe for scripts; styles may be inline or from anywhere",
               "Name the styles' sources; take out 'unsafe-inline'."),
        Result("csp-implemented-but-duplicate-directives", 0, True,
               "safe, but report-uri or report-to stands there twice", "Keep the first of them."),
        Result("csp-implemented-with-insecure-scheme-in-passive-content-only", -10, True,
               "images or media may come by http", "Allow https sources only."),
        Result("csp-implemented-with-unsafe-eval", -10, False,
               "'unsafe-eval' lets text run as code", "Take out 'unsafe-eval'."),
        Result("csp-implemented-with-unsafe-inline", -20, False,
               "injected or foreign scripts and plug-ins may run", _SAFE_POLICY),
        Result("csp-implemented-with-insecure-scheme", -20, False,
               "an https page allows an http or ftp source", "Allow https sources only."),
        Result("csp-header-invalid", -25, False,
               "too short, a directive twice (in all headers), or 'strict-dynamic' without a nonce",
               "Name each directive once; give 'strict-dynamic' a nonce."),
        Result("csp-not-implemented", -25, False, "no policy in force", _POLICY),
        Result("csp-not-implemented-but-reporting-enabled", -25, False,
               "Report-Only reports, and blocks nothing", "Send it without -Report-Only."),
    )),
    Test("cookies", "Cookies", (
        Result("cookies-secure-with-httponly-sessions-and-samesite", 5, True,
               "all Secure and SameSite, the session's HttpOnly"),
        Result("cookies-secure-with-httponly-sessions", 0, True,
               "all Secure, the session's HttpOnly; one has no SameSite", _SAME_SITE),
        Result("cookies-not-found", 0, True, "none set by this page"),
        Result("cookies-without-secure-flag-but-protected-by-hsts", -5, False,
               "one without Secure, which HSTS makes up for", _SECURE),
        Result("cookies-session-without-secure-flag-but-protected-by-hsts", -10, False,
               "a session's without Secure, which HSTS makes up for", _SECURE),
        Result("cookies-without-secure-flag", -20, False, "one without Secure", _SECURE),
        Result("cookies-samesite-flag-invalid", -20, False,
               "SameSite is misspelt, or None without Secure", _SAME_SITE),
        Result("cookies-anticsrf-without-samesite-flag", -20, False,
               "a CSRF token without SameSite", _SAME_SITE),
        Result("cookies-session-without-httponly-flag", -30, False,
               "a script can read a session's", "Set HttpOnly, as Flask's own session does."),
        Result("cookies-session-without-secure-flag", -40, False,
               "a session's travels by http as well", _SECURE),
    )),
    Test("cross-origin-resource-sharing", "CORS", (
        Result("cross-origin-resource-sharing-not-implemented", 0, True,
               "other origins cannot read this page"),
        Result("cross-origin-resource-sharing-implemented-with-public-access", 0, True,
               "every origin can read it, without cookies"),
        Result("cross-origin-resource-sharing-implemented-with-restricted-access", 0, True,
               "origins you named can read it"),
        Result("cross-origin-resource-sharing-implemented-with-universal-access", -50, False,
               "every origin can read it, with the user's cookies",
               "Name the origins; never send back whichever one asks."),
    )),
    Test("redirection", "Redirection to https", (
        Result("redirection-all-redirects-preloaded", 0, True,
               "every host on the way is preloaded"),
        Result("redirection-to-https", 0, True, "http leads to https on the same host"),
        Result("redirection-not-needed-no-http", 0, True, "nothing answers by http"),
        Result("redirection-off-host-from-http", -5, False,
               "http leads to another host at once, so HSTS is not learnt", _REDIRECT),
        Result("redirection-not-to-https-on-initial-redirection", -10, False,
               "http leads to http first, then to https", _REDIRECT),
        Result("redirection-not-to-https", -20, False, "http leads to http", _REDIRECT),
        Result("redirection-missing", -20, False, "http stays http", _REDIRECT),
        Result("redirection-invalid-cert", -20, False,
               "a certificate on the way is not trusted", _TLS),
    )),
    Test("referrer-policy", "Referrer-Policy", (
        Result("referrer-policy-private", 5, True, "other sites learn the origin at most"),
        Result("referrer-policy-not-implemented", 0, True,
               "not sent; browsers use strict-origin-when-cross-origin", _REFERRER),
        Result("referrer-policy-unsafe", -5, False,
               "other sites learn too much, or http does", _REFERRER),
        Result("referrer-policy-header-invalid", -5, False, "no value browsers know", _REFERRER),
    )),
    Test("strict-transport-security", "Strict-Transport-Security", (
        Result("hsts-preloaded", 5, True, "built into the browsers"),
        Result("hsts-implemented-max-age-at-least-six-months", 0, True, "for six months or more"),
        Result("hsts-implemented-max-age-less-than-six-months", -10, False,
               "for less than six months", _HSTS),
        Result("hsts-not-implemented", -20, False, "not sent", _HSTS),
        Result("hsts-header-invalid", -20, False, "no max-age, or a comma", _HSTS),
        Result("hsts-not-implemented-no-https", -20, False, "nothing answers by https", _TLS),
        Result("hsts-invalid-cert", -20, False, "not heeded: the certificate is no good", _TLS),
    )),
    Test("subresource-integrity", "Subresource Integrity", (
        Result("sri-implemented-and-all-scripts-loaded-securely", 5, True,
               "even the site's own scripts have integrity"),
        Result("sri-implemented-and-external-scripts-loaded-securely", 5, True,
               "foreign scripts come by https and have integrity"),
        Result("sri-not-implemented-response-not-html", 0, True, "not looked at: no HTML"),
        Result("sri-not-implemented-but-no-scripts-loaded", 0, True, "no scripts"),
        Result("sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 0, True,
               "only the site's own scripts"),
        Result("sri-implemented-but-external-scripts-not-loaded-securely", -20, False,
               "a foreign script with integrity may come by http", _SRI),
        Result("sri-not-implemented-but-external-scripts-loaded-securely", -5, False,
               "a foreign script has no integrity", "Add integrity and crossorigin."),
        Result("sri-not-implemented-and-external-scripts-not-loaded-securely", -50, False,
               "a foreign script may come by http, without integrity", _SRI),
        Result("html-not-parseable", -20, False, "called HTML, and is none"),
    )),
    Test("x-content-type-options", "X-Content-Type-Options", (
        Result("x-content-type-options-nosniff", 0, True, "nosniff"),
        Result("x-content-type-options-not-implemented", -5, False, "not sent", _NOSNIFF),
        Result("x-content-type-options-header-invalid", -5, False, "not nosniff alone", _NOSNIFF),
    )),
    Test("x-frame-options", "X-Frame-Options", (
        Result("x-frame-options-implemented-via-csp", 5, True,
               "the policy's frame-ancestors decides"),
        Result("x-frame-options-sameorigin-or-deny", 0, True, "DENY or SAMEORIGIN",
               "Five points more: frame-ancestors in the policy."),
        Result("x-frame-options-allow-from-origin", 0, True,
               "ALLOW-FROM, which no browser heeds", _FRAMING),
        Result("x-frame-options-not-implemented", -20, False, "every site may frame it", _FRAMING),
        Result("x-frame-options-header-invalid", -20, False, "not DENY or SAMEORIGIN", _FRAMING),
    )),
    Test("cross-origin-resource-policy", "Cross-Origin-Resource-Policy", (
        Result("corp-implemented-with-same-origin", 10, True, "same-origin"),
        Result("corp-implemented-with-same-site", 10, True, "same-site"),
        Result("corp-implemented-with-cross-origin", 0, True, "cross-origin, as without it"),
        Result("corp-not-implemented", 0, True, "not sent", "Ten points more: same-origin."),
        Result("corp-header-invalid", -5, False, "no value browsers know", _CORP),
    )),
)  # fmt: skip
"""In the Observatory's order; within a test from best to worst, as it ranks them."""

RESULTS = {result.code: result for test in TESTS for result in test.results}

_RANKS = {code: rank for rank, code in enumerate(RESULTS)}

FULL_SCORE = 100
CREDIT_FROM = 90
"""Points from which on extra credit counts."""

GRADES = (
    (100, "A+"), (90, "A"), (85, "A-"),
    (80, "B+"), (70, "B"), (65, "B-"),
    (60, "C+"), (50, "C"), (45, "C-"),
    (40, "D+"), (30, "D"), (25, "D-"),
    (0, "F"),
)  # fmt: skip
"""The least score for each grade, best first."""


def worst(codes: Iterable[str]) -> str | None:
    """The worst of a test's result codes, as the Observatory ranks them; None of none."""
    return max(codes, key=_RANKS.__getitem__, default=None)


def total(points: list[int]) -> int:
    """The score: from 100 down; what is earned on top counts from 90 points on; never below 0."""
    score = FULL_SCORE + sum(each for each in points if each < 0)
    if score >= CREDIT_FROM:
        score += sum(each for each in points if each > 0)
    return max(score, 0)


def grade(score: int) -> str:
    """The grade for a score."""
    return next(name for least, name in GRADES if score >= least)
