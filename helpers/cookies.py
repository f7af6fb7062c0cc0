"""What a Set-Cookie field says of its cookie (RFC 6265bis).

>>> attributes("user=ann; Path=/; secure; SameSite = Lax")
{'path': '/', 'secure': '', 'samesite': 'Lax'}
"""

from __future__ import annotations


def attributes(cookie: str) -> dict[str, str]:
    """The attributes of a Set-Cookie field's value, by lower-case name; the last of a name counts.

    RFC 6265bis, section 5.6: spaces around a name and a value do not count.
    """
    parts = (each.partition("=") for each in cookie.split(";")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in parts}


def keeps(cookie: str, host: str) -> bool:
    """Whether a browser keeps a cookie that ``host`` sets by this Set-Cookie field's value.

    RFC 6265bis, section 5.7: a Domain is the host or a name above it, and no top-level name;
    SameSite=None and the prefixes want Secure, and ``__Host-`` the whole host and no other.

    >>> keeps("__Host-user=ann; Path=/; Secure", "shop.test")
    True
    >>> keeps("__Host-user=ann; Path=/", "shop.test")
    False
    """
    said, name = attributes(cookie), cookie.partition("=")[0].strip().lower()
    domain = said.get("domain", "").lower().removeprefix(".")
    if domain and (not f".{host}".endswith(f".{domain}") or ("." not in domain and domain != host)):
        return False
    wants_secure = name.startswith(("__secure-", "__host-"))
    if "secure" not in said and (wants_secure or said.get("samesite", "").lower() == "none"):
        return False
    return not (name.startswith("__host-") and (domain or said.get("path") != "/"))
