"""The sites that a policy names: whom an attacker would try, who reads the policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from helpers.csp import Policy
from helpers.csp_match import DEFAULT_PORTS, parse_url
from helpers.csp_source import parse_url_source

Thing = tuple[str, str]
"""A kind of ``csp.KINDS`` and an address."""

LOADED = ("script", "style", "img", "font", "connect", "media", "frame", "object", "manifest")
"""The kinds that can come from another site. Chromium makes a worker of a page's own files only."""

LOCAL = ("data:text/plain,x", "blob:https://shop.test/x")
"""Addresses that are asked of no site."""


def named(policy: Policy, kind: str) -> Iterator[str]:
    """An address at each site that the policy names for a kind: where ``*`` stands, at another.

    A name without a dot is no site but a slip, such as self without its quotes.
    """
    file = ".png" if kind == "object" else ""  # of an image only object-src is asked
    for in_force in policy.in_force(kind):
        for text in in_force[1] if in_force else ():
            source = parse_url_source("https:" if text == "*" else text)
            if not source or (source.scheme or "https") not in DEFAULT_PORTS:
                continue
            host = "evil.test" if source.host in ("", "*") else source.host.replace("*", "other")
            port = f":{source.port}".replace("*", "8443") if source.port else ""
            path = source.path.decode("utf-8", "replace") or "/"
            url = f"{source.scheme or 'https'}://{host}{port}{path}{file}"
            if "." in host and _is_address(url):
                yield url


def of_others(policy: Policy, hosts: Iterable[str], kinds: Iterable[str] = LOADED) -> list[Thing]:
    """What the policy names that is at none of these hosts."""
    every = ((kind, url) for kind in kinds for url in named(policy, kind))
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
