"""The cookies a site sets, as the Observatory's cookie jar keeps them (RFC 6265, section 5).

It keeps what browsers would not: cookies long expired, and those for a whole top-level domain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from helpers.csp_match import parse_host
from helpers.observatory_results import worst
from helpers.observatory_site import Site, cleaned
from helpers.observatory_text import trim

SAME_SITE = frozenset({"strict", "lax", "none"})

_ADDRESS = re.compile(r"[0-9.]+|.*:.*")
_CONTROLS = re.compile("[\x00-\x1f]")
_LINE_END = re.compile("[\n\r\0]")


NOT_JUDGED = frozenset({"heroku-session-affinity"})
"""Cookies no site can do anything about."""

SESSION_NAMES = ("login", "sess")


@dataclass(frozen=True)
class Cookie:
    """A cookie: its name, and those of its attributes that are judged."""

    name: str
    secure: bool
    http_only: bool
    same_site: str | None


def result(site: Site, hsts: bool) -> str:
    """The result of the test "cookies". ``hsts``: whether the site is never asked by http."""
    cookies = [cookie for cookie in kept(site.cookies) if cookie.name not in NOT_JUDGED]
    if not cookies:
        return "cookies-not-found"
    found = {code for cookie in cookies for code in _findings(cookie, hsts)}
    if any(_has_bad_same_site(cleaned(sent)) for sent in site.page.all("Set-Cookie")):
        found.add("cookies-samesite-flag-invalid")
    same_site = "-and-samesite" if all(cookie.same_site for cookie in cookies) else ""
    return worst(found) or f"cookies-secure-with-httponly-sessions{same_site}"


def _findings(cookie: Cookie, hsts: bool) -> Iterator[str]:
    name = cookie.name.lower()
    is_session = any(part in name for part in SESSION_NAMES)
    if not cookie.secure:
        subject = "cookies-session-" if is_session else "cookies-"
        yield f"{subject}without-secure-flag{'-but-protected-by-hsts' if hsts else ''}"
        if cookie.same_site == "none":
            yield "cookies-samesite-flag-invalid"
    if "csrf" in name and not cookie.same_site:
        yield "cookies-anticsrf-without-samesite-flag"
    if is_session and not cookie.http_only:
        yield "cookies-session-without-httponly-flag"


def _has_bad_same_site(text: str) -> bool:
    """Whether a part called SameSite, even the cookie itself, has a value that browsers ignore."""
    for part in trim(text).split(";"):
        name, *values = trim(part).split("=")
        known = values and trim(values[0]).lower() in SAME_SITE
        if trim(name).lower() == "samesite" and not known:
            return True
    return False


def kept(set_cookies: Iterable[tuple[str, str]]) -> list[Cookie]:
    """The cookies in the jar, after Set-Cookie fields that came from these addresses, in turn.

    RFC 6265, section 5.3: of the same name, domain and path the last one stays.
    """
    jar: dict[tuple[str, str, str], Cookie] = {}
    for url, text in set_cookies:
        stored = _parse(url, text)
        if stored:
            place, cookie = stored
            jar[place] = cookie
    return list(jar.values())


def _parse(url: str, text: str) -> tuple[tuple[str, str, str], Cookie] | None:
    """RFC 6265, section 5.2; the place of the cookie in the jar, and the cookie."""
    pair, _, rest = trim(text).partition(";")
    name, equals, content = _LINE_END.split(pair)[0].partition("=")
    name, content = trim(name), trim(content)
    if not (name and equals) or _CONTROLS.search(name + content):
        return None
    attributes = _attributes(rest)
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    domain = attributes.get("domain", "")
    if domain and not _matches(host, domain.removeprefix(".")):
        return None
    path = attributes.get("path") or _default_path(parts.path)
    cookie = Cookie(
        name, "secure" in attributes, "httponly" in attributes, attributes.get("samesite")
    )
    if not _keeps_its_prefix(cookie, host_only=not domain, path=path):
        return None
    return (domain or host, path, name), cookie


def _attributes(text: str) -> dict[str, str]:
    """Those that count, by lower-case name. The last one of a name counts, unless it is no use."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, _, content = map(trim, part.partition("="))
        name = name.lower()
        if name in ("secure", "httponly"):
            found[name] = ""
        elif name == "domain" and content.removeprefix("."):
            found[name] = content.removeprefix(".").lower()
        elif name == "path":
            found[name] = content if content.startswith("/") else ""
        elif name == "samesite":
            found.pop(name, None)
            if content.lower() in SAME_SITE:
                found[name] = content.lower()
    return found


def _matches(host: str, domain: str) -> bool:
    """RFC 6265, section 5.1.3, domain matching."""
    domain = domain if domain.isascii() else parse_host(domain)
    return host == domain or (host.endswith(f".{domain}") and not _ADDRESS.fullmatch(host))


def _default_path(path: str) -> str:
    """RFC 6265, section 5.1.4."""
    return path[: path.rfind("/")] if path.rfind("/") > 0 else "/"


def _keeps_its_prefix(cookie: Cookie, host_only: bool, path: str) -> bool:
    """RFC 6265bis, section 4.1.3: what a name that begins with __Host- or __Secure- promises."""
    if cookie.name.startswith("__Host-"):
        return cookie.secure and host_only and path == "/"
    return cookie.secure or not cookie.name.startswith("__Secure-")
