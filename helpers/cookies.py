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
