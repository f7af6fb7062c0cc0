"""Origins: what a browser keeps sites apart by (RFC 6454; HTML, "origin").

>>> origin("https://Shop.test:443/account")
'https://shop.test'
"""

from __future__ import annotations

from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> str:
    """The origin of an http or https URL, as a browser writes it (RFC 6454, section 6.2).

    Any other text, be it no URL at all, has none that it could share: "null".
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a port beyond 65535, or half an IPv6 address
        return "null"
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return "null"
    shown = f"[{host}]" if ":" in host else host
    usual = port in (None, _DEFAULT_PORTS[parts.scheme])
    return f"{parts.scheme}://{shown}" + ("" if usual else f":{port}")


def same_origin(one: str, other: str) -> bool:
    """Whether two URLs are of the same origin (RFC 6454, section 5); "null" equals nothing."""
    return origin(one) == origin(other) != "null"
