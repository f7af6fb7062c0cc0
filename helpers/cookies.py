"""What a Set-Cookie field says of its cookie (RFC 6265bis).

>>> attributes("user=ann; Path=/; secure; SameSite = Lax")
{'path': '/', 'secure': '', 'samesite': 'Lax'}
"""

from __future__ import annotations

PREFIXES = ("__Secure-", "__Host-")
"""What a name begins with that promises how its cookie was set."""


def attributes(cookie: str) -> dict[str, str]:
    """The attributes of a Set-Cookie field's value, by lower-case name; the last of a name counts.

    RFC 6265bis, section 5.6: spaces around a name and a value do not count.
    """
    parts = (each.partition("=") for each in cookie.split(";")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in parts}


def keeps(cookie: str, host: str) -> bool:
    """Whether a browser keeps a cookie that ``host`` sets by this Set-Cookie field's value."""
    return not rejected(cookie, host)


def rejected(cookie: str, host: str) -> str:
    """Why a browser does not keep a cookie that ``host`` sets by this, or the empty string.

    RFC 6265bis, section 5.7: a Domain is the host or a name above it, and no top-level name;
    SameSite=None and the prefixes want Secure, and ``__Host-`` the whole host and no other.

    >>> rejected("__Host-user=ann; Path=/; Secure", "shop.test")
    ''
    >>> rejected("__Host-user=ann; Path=/", "shop.test")
    'a name with __Host- wants Secure'
    """
    said, name = attributes(cookie), cookie.partition("=")[0].strip().lower()
    domain = said.get("domain", "").lower().removeprefix(".")
    if domain and not f".{host}".endswith(f".{domain}"):
        return f"Domain={domain} is neither {host} nor a name above it"
    if domain and "." not in domain and domain != host:
        return f"Domain={domain} is a top-level name, for which nobody may set one"
    prefix = next((each for each in PREFIXES if name.startswith(each.lower())), "")
    if "secure" not in said and prefix:
        return f"a name with {prefix} wants Secure"
    if "secure" not in said and said.get("samesite", "").lower() == "none":
        return "SameSite=None wants Secure beside it"
    if prefix == "__Host-" and domain:
        return f"a name with __Host- wants no Domain, and it has Domain={domain}"
    if prefix == "__Host-" and said.get("path") != "/":
        return f"a name with __Host- wants Path=/, and it has {_path(said)}"
    return ""


def _path(said: dict[str, str]) -> str:
    return f"Path={said['path']}" if "path" in said else "no Path"
