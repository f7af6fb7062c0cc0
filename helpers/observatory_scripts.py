"""Whether a page's scripts come from its own site, by https, and with integrity."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.csp_match import parse_url
from helpers.observatory_results import worst
from helpers.observatory_site import NotScored, Site

SECOND_LEVEL = {
    "ac": "ae at cn cr id il in ir jp ke kr lk ma mw mu nz pk rs rw se th tz ug uk vn za zm zw",
    "co": "ae ag ao at bw ck cr id il im in ir it je jp ke kr lc ls ma mz nz rs rw th tz ug uk us "
    "uz ve vi za zm zw",
    "com": "af ag ai al ar au az ba bd bh bi bo br bs bz cn co cu cy do dz ec ee eg es et fj fr ge "
    "gh gi gr gt hk hn hr ht im in iq jm jo ki kw ky kz lb lk lr lv ly mg mk ml mo mt mv mx my na "
    "ng ni np nr om pa pe pf pg ph pk pl pr ps pt py qa ro sa sb sc sd sg sv sy tj tn tr tt tw ua "
    "uy uz vc ve vn ws ye zm",
    "edu": "ar au br cn co ec eg es gr hk in it lb mx my ng pe ph pk pl pt sa sg tr tw ua uy vn za",
    "go": "cr id it jp ke kr th tz ug",
    "gob": "ar bo cl ec es gt hn mx ni pa pe sv ve",
    "gov": "ae ar au br cn co eg gr hk ie il in it lk my ng ph pk pl pt sa sg tr tw ua uk vn za",
    "ne": "jp ke kr tz ug us",
    "net": "ar au br cn co eg gr hk id il in mx my ng nz pe ph pk pl sa sg th tr tw ua uk vn za",
    "or": "at cr id it jp ke kr mu th tz ug us",
    "org": "ar au br cn co eg es gr hk il in mx my ng nz pe ph pk pl pt ro sa sg tr tw ua uk vn za",
}
"""Where the registries of the larger countries sell names: under co.uk, not under uk. The
Observatory has the whole Public Suffix List; the names of a course need no more than this."""

_REGISTRIES = {f"{label}.{under}" for label, all in SECOND_LEVEL.items() for under in all.split()}
_LABEL = re.compile(r"(?!-)[a-z0-9_\x80-\U0010ffff-]{1,63}(?<!-)")
_ADDRESS = re.compile(r"\d+(?:\.\d+){3}|.*:.*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

_ABSOLUTE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_WITHOUT_SCHEME = re.compile("//[^/]")
_HIERARCHICAL = frozenset({"file", "ftp", "ws", "wss"})
_WITHOUT_BREAKS = str.maketrans("", "", "\t\n\r")
_SPACE = "".join(map(chr, range(33)))

_NOTHING_FOREIGN = "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"
_FOREIGN_IN_ORDER = "sri-implemented-and-external-scripts-loaded-securely"
_FOREIGN = {
    (True, True): _FOREIGN_IN_ORDER,
    (True, False): "sri-implemented-but-external-scripts-not-loaded-securely",
    (False, True): "sri-not-implemented-but-external-scripts-loaded-securely",
    (False, False): "sri-not-implemented-and-external-scripts-not-loaded-securely",
}
"""For a script of another site, with integrity or not, by https or not."""


@dataclass(frozen=True)
class _Place:
    """Where an address leads: its scheme, and for http and https its host.

    opaque: whether no other address can be relative to it, as with data:
    """

    scheme: str
    host: str = ""
    opaque: bool = False


def result(site: Site) -> str:
    """The result of the test "subresource-integrity".

    Raises ``NotScored`` for a src that begins with http:// or https:// and is no address.
    """
    if not site.is_html:
        return "sri-not-implemented-response-not-html"
    if not site.markup.scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    found = set(_findings(site))
    return worst(found - {_FOREIGN_IN_ORDER}) or next(iter(found), _NOTHING_FOREIGN)


def _findings(site: Site) -> Iterator[str]:
    base = _resolve(site.markup.base or "", None)
    own = registrable_domain(site.hostname)
    for script in site.markup.scripts:
        src = script.src or ""
        place = None if script.src is None else _resolve(src, base)
        if not place and src.startswith(("http://", "https://")):
            raise NotScored(f"the Observatory gives up on a script with src {src!r}")
        if place and place.scheme in ("http", "https"):
            foreign, secure = registrable_domain(place.host) != own, place.scheme == "https"
        else:
            foreign = not place and bool(_WITHOUT_SCHEME.match(src))
            secure = site.is_https and not foreign
        if foreign:
            yield _FOREIGN[script.integrity, secure]
        elif script.integrity and secure and (place or src):
            yield "sri-implemented-and-all-scripts-loaded-securely"


def registrable_domain(host: str) -> str | None:
    """The name that was bought, such as shop.test of www.shop.test; None where there is none."""
    name = host.lower().rstrip(".")
    if "[" not in name and name.count(":") == 1:
        name = name.partition(":")[0]
    labels = name.removeprefix(".").split(".")
    if _ADDRESS.fullmatch(name) or len(name) > 255 or not all(map(_LABEL.fullmatch, labels)):
        return None
    taken = 3 if ".".join(labels[-2:]) in _REGISTRIES else 2
    return ".".join(labels[-taken:]) if len(labels) >= taken else None


def _resolve(reference: str, base: _Place | None) -> _Place | None:
    """URL, section 4.4, as far as it decides the scheme and the host; None for no address.

    Without a base, because the Observatory's parser does not know the page's own address.
    """
    text = reference.strip(_SPACE).translate(_WITHOUT_BREAKS)
    absolute = _ABSOLUTE.fullmatch(text)
    if not absolute:
        return _relative(text, base) if base and not base.opaque else None
    scheme, rest = absolute[1].lower(), absolute[2]
    if scheme not in ("http", "https"):
        hierarchical = scheme in _HIERARCHICAL or rest.startswith("/")
        return _Place(scheme, opaque=not hierarchical)
    if base and base.scheme == scheme and not rest.startswith("//"):
        return _relative(rest, base)
    return _with_host(scheme, rest)


def _relative(reference: str, base: _Place) -> _Place | None:
    if not (len(reference) > 1 and set(reference[:2]) <= {"/", "\\"}):
        return base
    if base.host:
        return _with_host(base.scheme, reference)
    return base if _with_host("http", reference) else None


def _with_host(scheme: str, rest: str) -> _Place | None:
    try:
        host = parse_url(f"{scheme}://{rest.lstrip('/' + chr(92))}").host
        if _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2]):
            host = socket.inet_ntoa(socket.inet_aton(host.removesuffix(".")))
    except (OSError, ValueError):
        return None
    return _Place(scheme, host)
