"""Whether a script is the file it should be: Subresource Integrity, and Integrity-Policy.

Section names are those of https://w3c.github.io/webappsec-subresource-integrity/. Where Chromium
156 reads more than the specification it is the referee, and a comment that begins with its name
says so.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping

from helpers.exchange import Response
from helpers.origin import origin, same_origin
from helpers.sniffing import Runs, runs_as_script

# Chromium: also sha-256 with a second hyphen, and base64url.
_HASH = re.compile(r"sha-?(256|384|512)-([A-Za-z0-9+/_=-]+)(?:\?.*)?")
_SPACE = re.compile(r"[\t\n\v\f\r ]+")

_TOKEN_LIST = r"\( *[A-Za-z*][^ ()\",;]*(?: +[A-Za-z*][^ ()\",;]*)* *\)|\( *\)"
_MEMBER = re.compile(rf"[ \t]*([a-z*][a-z0-9_.*-]*)=({_TOKEN_LIST})[ \t]*")


def digest(body: bytes) -> str:
    """The integrity attribute that fits this file and no other, as sha384."""
    return "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()


def matches(metadata: str, body: bytes) -> Runs:
    """Whether a file fits an integrity attribute (section "Do bytes match metadataList?").

    What is no hash counts as not there. Of several hashes those of the strongest algorithm count,
    and one of them has to fit.
    """
    found = _hashes(metadata)
    if not found:
        given = f"{_short(metadata)} is no hash that browsers can read" if metadata.strip() else ""
        return Runs(True, f"{given or 'it has no integrity'}, so nothing is checked")
    strongest = max(bits for bits, _ in found)
    computed = hashlib.new(f"sha{strongest}", body).digest()
    if any(_decoded(value) == computed for bits, value in found if bits == strongest):
        return Runs(True, f"its sha{strongest} fits")
    in_hex = any(value.lower() == computed.hex() for _, value in found)
    wrong = "is in hex, not in base64" if in_hex else "does not fit the file"
    return Runs(False, f"the sha{strongest} in its integrity {wrong}")


def runs(
    element: Mapping[str, str], file: Response, url: str, page: str, policy: str | None = None
) -> Runs:
    """Whether ``<script src>`` with these attributes runs ``file``, which came from ``url``.

    ``page`` is the URL of the page, ``policy`` its Integrity-Policy header. Fetch, "CORS check";
    Subresource Integrity, "Is response eligible for integrity validation?" and "Should request be
    blocked by Integrity Policy?". Content-Security-Policy is not asked.
    """
    metadata = element.get("integrity", "")
    hashed = bool(_hashes(metadata))
    shares = "crossorigin" in element or element.get("type", "").strip().lower() == "module"
    if asks_for_integrity(policy) and not (hashed and shares):
        lacks = "crossorigin" if hashed else "integrity"
        return Runs(False, f"Integrity-Policy refuses a script without {lacks}")
    if not same_origin(url, page):
        if shares and not _shared(element, file, origin(page)):
            return Runs(False, _unshared(element))
        if hashed and not shares:
            return Runs(False, "it has integrity but no crossorigin, so it cannot be checked")
    return runs_as_script(file) and matches(metadata, file.body)


def asks_for_integrity(policy: str | None) -> bool:
    """Whether an Integrity-Policy header makes scripts without integrity fail.

    A dictionary of lists of tokens (RFC 9651, section 3.2); what is none has no effect.
    """
    members = [_MEMBER.fullmatch(part) for part in (policy or "").split(",")]
    if not all(members):
        return False
    lists = {match[1]: match[2].strip("() ").split() for match in members if match}
    blocked = lists.get("blocked-destinations", [])
    return "script" in blocked and "inline" in lists.get("sources", ["inline"])


def _hashes(metadata: str) -> list[tuple[str, str]]:
    found = map(_HASH.fullmatch, _SPACE.split(metadata))
    return [(match[1], match[2]) for match in found if match]


def _unshared(element: Mapping[str, str]) -> str:
    if _with_credentials(element):
        return "crossorigin=use-credentials wants more than Access-Control-Allow-Origin: *"
    return "no Access-Control-Allow-Origin lets this page read the file"


def _with_credentials(element: Mapping[str, str]) -> bool:
    return element.get("crossorigin", "").lower() == "use-credentials"


def _shared(element: Mapping[str, str], file: Response, by: str) -> bool:
    named = file.header("Access-Control-Allow-Origin")
    if not _with_credentials(element):
        return named in ("*", by)
    return named == by and file.header("Access-Control-Allow-Credentials") == "true"


def _decoded(value: str) -> bytes | None:
    bare = value.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        return None


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:20]}…"
