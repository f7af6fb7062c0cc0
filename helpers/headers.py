"""The catalogue of headers: what each is for, whether it still counts, what to send, who says so.

Status and advice as of November 2026. Where the authorities (OWASP, MDN, Helmet, the HTTP
Observatory) disagree, ``recommended`` holds each of their answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How much a header still counts."""

    STANDARD = "standard"
    LIMITED = "not in every browser"
    EXPERIMENTAL = "experimental"
    REPLACED = "replaced"
    REMOVED = "removed from browsers"
    HARMFUL = "tells attackers something"


class Scope(StrEnum):
    """Which responses a header belongs on."""

    EVERY = "every response"
    SOME = "some responses"
    NONE = "no response"
    REQUEST = "sent by the browser"


@dataclass(frozen=True)
class Header:
    """A header field: its name, what one sentence says it does, and what to send today."""

    name: str
    status: Status
    scope: Scope
    specification: str
    purpose: str
    recommended: tuple[str, ...] = ()


def find(name: str) -> Header | None:
    """The catalogue's entry for a field name, in any case; None where it has none."""
    return _BY_NAME.get(name.lower())


_STANDARD, _LIMITED, _TRIAL = Status.STANDARD, Status.LIMITED, Status.EXPERIMENTAL
_REPLACED, _REMOVED, _HARMFUL = Status.REPLACED, Status.REMOVED, Status.HARMFUL
_EVERY, _SOME, _NONE, _REQUEST = Scope.EVERY, Scope.SOME, Scope.NONE, Scope.REQUEST

CATALOGUE = (
    Header("Content-Security-Policy", _STANDARD, _EVERY, "CSP Level 3",
           "Says which scripts, styles, images, frames and form targets a page may use.",
           (
               "script-src 'nonce-…' 'strict-dynamic'; object-src 'none'; base-uri 'none'; "
               "form-action 'self'; frame-ancestors 'none'",
               "default-src 'self'; form-action 'self'; base-uri 'self'; "
               "object-src 'none'; frame-ancestors 'none'; upgrade-insecure-requests",
           )),
    Header("Strict-Transport-Security", _STANDARD, _EVERY, "RFC 6797",
           "Makes the browser use https for this site from now on, whatever a link says.",
           ("max-age=31536000; includeSubDomains", "max-age=63072000; includeSubDomains")),
    Header("X-Content-Type-Options", _STANDARD, _EVERY, "Fetch",
           "Makes the browser believe the Content-Type instead of guessing one.",
           ("nosniff",)),
    Header("X-Frame-Options", _STANDARD, _EVERY, "HTML",
           "Keeps other sites from showing this page in a frame.",
           ("DENY", "SAMEORIGIN")),
    Header("Referrer-Policy", _STANDARD, _EVERY, "Referrer Policy",
           "Limits how much of this page's address other sites are told.",
           ("strict-origin-when-cross-origin", "no-referrer", "same-origin", "strict-origin")),
    Header("Content-Security-Policy-Report-Only", _STANDARD, _SOME, "CSP Level 3",
           "Reports what a policy would block, and blocks nothing.",
           ("the policy you are about to enforce, with report-uri and report-to",)),
    Header("Reporting-Endpoints", _STANDARD, _SOME, "Reporting API",
           "Names the addresses that report-to in a policy refers to.",
           ('csp="https://…"',)),
    Header("Permissions-Policy", _LIMITED, _SOME, "Permissions Policy",
           "Switches off features such as camera and geolocation, for the page and its frames.",
           ("geolocation=(), camera=(), microphone=(), payment=(), usb=()",)),
    Header("Permissions-Policy-Report-Only", _TRIAL, _SOME, "Permissions Policy",
           "Reports what a Permissions-Policy would switch off."),
    Header("Cross-Origin-Opener-Policy", _STANDARD, _SOME, "HTML",
           "Cuts the link between this page and the windows of other origins.",
           ("same-origin", "same-origin-allow-popups", "noopener-allow-popups")),
    Header("Cross-Origin-Embedder-Policy", _STANDARD, _SOME, "HTML",
           "Admits only resources that agreed to be embedded: one half of isolation.",
           ("require-corp", "credentialless")),
    Header("Cross-Origin-Resource-Policy", _STANDARD, _SOME, "Fetch",
           "Keeps other sites from embedding this resource.",
           ("same-origin", "same-site", "cross-origin")),
    Header("Document-Isolation-Policy", _TRIAL, _SOME, "WICG draft",
           "Isolates one document without asking anything of its popups.",
           ("isolate-and-require-corp", "isolate-and-credentialless")),
    Header("Origin-Agent-Cluster", _LIMITED, _SOME, "HTML",
           "Asks for a process of the origin's own; document.domain stops working.",
           ("?1",)),
    Header("Cache-Control", _STANDARD, _SOME, "RFC 9111",
           "Says who may keep a copy of this response, and for how long.",
           ("no-store",)),
    Header("Clear-Site-Data", _STANDARD, _SOME, "Clear Site Data",
           "Makes the browser forget this site's cookies and storage: for logout only.",
           ('"cookies", "storage"',)),
    Header("Set-Cookie", _STANDARD, _SOME, "RFC 6265, and the draft 6265bis",
           "Gives the browser a cookie; its attributes say who may read and send it.",
           ("__Host-session=…; Secure; HttpOnly; Path=/; SameSite=Lax",)),
    Header("Access-Control-Allow-Origin", _STANDARD, _SOME, "Fetch",
           "Lets another site's scripts read this response: it opens a door.",
           ("one exact origin, with Vary: Origin",)),
    Header("Access-Control-Allow-Credentials", _STANDARD, _SOME, "Fetch",
           "Lets that other site read it with the visitor's cookies.",
           ("true, beside one exact origin",)),
    Header("Vary", _STANDARD, _SOME, "RFC 9110",
           "Tells caches which request fields the response depends on.",
           ("Origin, Cookie, Sec-Fetch-Site: those your app reads",)),
    Header("Integrity-Policy", _LIMITED, _SOME, "Subresource Integrity",
           "Blocks scripts whose tag carries no integrity hash.",
           ("blocked-destinations=(script)",)),
    Header("Content-Disposition", _STANDARD, _SOME, "RFC 6266",
           "Makes the browser save a response instead of showing it.",
           ("attachment",)),
    Header("Content-Type", _STANDARD, _SOME, "RFC 9110",
           "Says what the body is, and in which character encoding.",
           ("text/html; charset=utf-8", "application/json")),
    Header("X-Robots-Tag", _LIMITED, _SOME, "Google Search Central",
           "Asks search engines not to list a page; it protects nothing.",
           ("noindex",)),
    Header("X-DNS-Prefetch-Control", _LIMITED, _SOME, "no specification",
           "Keeps the browser from looking up the names in a page's links ahead of a click.",
           ("off",)),
    Header("X-Permitted-Cross-Domain-Policies", _REPLACED, _SOME, "Adobe",
           "Told Flash and Acrobat whether they may read this site.",
           ("none",)),
    Header("NEL", _TRIAL, _SOME, "Network Error Logging",
           "Asks the browser to report network errors."),
    Header("Speculation-Rules", _TRIAL, _SOME, "HTML",
           "Names files that say which pages the browser may load ahead of a click."),
    Header("No-Vary-Search", _TRIAL, _SOME, "HTTP caching draft",
           "Says which query parameters do not change the response."),
    Header("Secure-Session-Registration", _TRIAL, _SOME, "Device Bound Session Credentials",
           "Binds a session to the device, so that a stolen cookie soon is worth nothing."),
    Header("Sec-Fetch-Site", _STANDARD, _REQUEST, "Fetch Metadata",
           "Tells the server whether a request comes from its own site or from another."),
    Header("Sec-Fetch-Mode", _STANDARD, _REQUEST, "Fetch Metadata",
           "Tells the server whether a request is a navigation, a fetch or a resource."),
    Header("Sec-Fetch-Dest", _STANDARD, _REQUEST, "Fetch Metadata",
           "Tells the server what a request is for: a document, a frame, an image."),
    Header("Sec-Fetch-User", _LIMITED, _REQUEST, "Fetch Metadata",
           "Tells the server that a person started the navigation."),
    Header("Report-To", _REPLACED, _NONE, "Reporting API, first edition",
           "Named report addresses before Reporting-Endpoints did; only NEL still needs it."),
    Header("X-XSS-Protection", _REMOVED, _NONE, "no specification",
           "Steered a filter that browsers no longer have. It stops nothing.",
           ("0",)),
    Header("Expect-CT", _REMOVED, _NONE, "RFC 9163",
           "Asked for Certificate Transparency, which browsers now always require."),
    Header("Public-Key-Pins", _REMOVED, _NONE, "RFC 7469",
           "Tied a site to its keys, and locked out sites that lost them."),
    Header("Feature-Policy", _REPLACED, _NONE, "Permissions Policy",
           "Became Permissions-Policy, with another syntax."),
    Header("X-Download-Options", _REMOVED, _NONE, "no specification",
           "Spoke to Internet Explorer alone."),
    Header("X-Content-Security-Policy", _REMOVED, _NONE, "no specification",
           "The trial name of Content-Security-Policy in old Firefox. Ignored today."),
    Header("X-WebKit-CSP", _REMOVED, _NONE, "no specification",
           "The trial name of Content-Security-Policy in old WebKit. Ignored today."),
    Header("Pragma", _REPLACED, _NONE, "RFC 9111",
           "Never had a meaning in a response. Cache-Control says it."),
    Header("Server", _HARMFUL, _NONE, "RFC 9110",
           "Names the server's software and often its version."),
    Header("X-Powered-By", _HARMFUL, _NONE, "no specification",
           "Names the framework and often its version."),
)  # fmt: skip

_BY_NAME = {header.name.lower(): header for header in CATALOGUE}
