"""What an attacker tries who reads a policy: the sites it names, strangers, what has no site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from helpers.csp import Policy, Verdict
from helpers.csp_match import parse_url
from helpers.csp_source import an_address, parse_url_source

Thing = tuple[str, str]
"""A kind of ``csp.KINDS`` and an address; "" where it stands in the page."""

LOADED = ("script", "style", "img", "font", "connect", "media", "frame", "object", "manifest")
"""The kinds that can come from another site. Of files, a worker can be made of the page's own."""

LOCAL = ("data:text/plain,x", "blob:https://shop.test/x")
"""Addresses that are asked of no site."""

DOTLESS = ("none", "sandbox", "localhost")
"""Hosts without a dot that a policy may name by mistake, such as ``'none'`` without quotes."""

PLACES = ("form-action", "base-uri", "frame-ancestors")
"""The kinds that do not fall back to default-src."""

OF_NO_SITE: tuple[Thing, ...] = (
    *((kind, "data:") for kind in LOADED if kind not in ("object", "manifest")),
    ("object", "data:image/png"),  # of another type frame-src is asked too
    *((kind, "blob:") for kind in LOADED if kind not in ("object", "manifest")),
    *((kind, "") for kind in ("inline-style", "style-attribute", "eval")),
)
"""What comes from no site. A script that stands in the page is ``running_code``'s."""


def _file_of(kind: str) -> str:
    return ".png" if kind == "object" else ""  # of an image only object-src is asked


STRANGERS: tuple[Thing, ...] = tuple(
    (kind, f"https://evil.test/{kind}{_file_of(kind)}") for kind in LOADED + PLACES
)
"""What evil.test has for each."""

_SCHEMES = ({"http", "https"}, {"http", "https", "ws", "wss"})
"""By which a browser loads most kinds, and by which it connects."""


def attempts(policy: Policy, widest: Policy, page: str) -> list[Thing]:
    """What an attacker would try of that which the widest policy refuses."""
    return [thing for thing in _tried(policy) if _refused(widest, thing, page)]


def let_in(policy: Policy, widest: Policy, page: str) -> list[Thing]:
    """Of these attempts those at an address that the policy allows, and those that have none."""
    return [
        (kind, url)
        for kind, url in _tried(policy)
        if (not url or decided(policy, (kind, url), page)) and _refused(widest, (kind, url), page)
    ]


def _tried(policy: Policy) -> Iterable[Thing]:
    loaded = ((kind, _secure(url)) for kind in LOADED for url in named(policy, kind))
    places = ((kind, url) for kind in PLACES for url in named(policy, kind))
    return dict.fromkeys((*STRANGERS, *OF_NO_SITE, *loaded, *places, *_workers(policy)))


def decided(policy: Policy, thing: Thing, page: str) -> Verdict:
    """What the policy says to the attempt; an <object> has the type of an image."""
    return policy.allows(*thing, page=page, type="image/png")


def _refused(widest: Policy, thing: Thing, page: str) -> bool:
    return not decided(widest, thing, page)


def _workers(policy: Policy) -> Iterator[Thing]:
    """Those of no site that the policy names: of 'strict-dynamic' a trusted script makes them."""
    written = {word.lower() for found in policy.in_force("worker") if found for word in found[1]}
    return (("worker", scheme) for scheme in ("data:", "blob:") if scheme in written)


def _secure(url: str) -> str:
    """By https: for a page at https a browser loads nothing else (Mixed Content, section 4)."""
    return re.sub("^(http|ws):", r"\1s:", url)


def named(policy: Policy, kind: str) -> Iterator[str]:
    """An address at each site that the policy names for a kind: where ``*`` stands, at another.

    A name without a dot is no site but a slip, such as self without its quotes. But some of these
    let in more than was meant, and nobody notices; and what listens on localhost may be anybody's.
    """
    file = _file_of(kind)
    for in_force in policy.in_force(kind):
        for text in in_force[1] if in_force else ():
            source = parse_url_source("https:" if text == "*" else text)
            if not source or (source.scheme or "https") not in _SCHEMES[kind == "connect"]:
                continue
            url = an_address(source, any_host="evil.test")
            url += f"x{file}" if file and url.endswith("/") else ""
            host = source.host.strip("*")
            if (not host or "." in host or host in DOTLESS) and _is_address(url):
                yield url


def of_others(policy: Policy, hosts: Iterable[str]) -> list[Thing]:
    """What the policy names to be loaded that is at none of these hosts."""
    every = ((kind, url) for kind in LOADED for url in named(policy, kind))
    return [(kind, url) for kind, url in every if urlsplit(url).hostname not in {*hosts}]


def elsewhere(policy: Policy, kind: str, origins: Iterable[str]) -> list[str]:
    """What the policy names for one kind that is of none of these origins (RFC 6454, section 4)."""
    kept = {_origin(each) for each in origins}
    return [url for url in named(policy, kind) if _origin(url) not in kept]


def beyond(needed: Sequence[Thing], strangers: Sequence[str]) -> list[Thing]:
    """What no page asks for that needs these things and no others.

    Each kind from each of their sites, from those of strangers, and as ``data:`` and ``blob:``.
    """
    own = {(kind, _origin(url)) for kind, url in needed}
    sites = dict.fromkeys(f"https://{urlsplit(url).netloc}/x" for _, url in needed if "//" in url)
    every = [(kind, url) for kind in LOADED for url in (*sites, *strangers, *LOCAL)]
    every += [("worker", url) for url in LOCAL]
    return [(kind, url) for kind, url in every if (kind, _origin(url)) not in own]


def _origin(url: str) -> tuple[str, str, int | None]:
    read = parse_url(url)
    return read.scheme, read.host, read.port


def _is_address(url: str) -> bool:
    try:
        parse_url(url)
    except ValueError:  # a port beyond 65535, or 1.2.3.999
        return False
    return True
