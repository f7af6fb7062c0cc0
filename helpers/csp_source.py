"""Source lists of Content Security Policy Level 3 (section 2.3.1), read once.

Where Chromium 156 reads more or less than the specification it is the referee, and a comment that
begins with its name says so.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote_to_bytes

KEYWORD_SOURCES = frozenset(
    {
        "*",
        "'self'",
        "'unsafe-inline'",
        "'unsafe-eval'",
        "'wasm-unsafe-eval'",
        "'trusted-types-eval'",
        "'strict-dynamic'",
        "'unsafe-hashes'",
        "'inline-speculation-rules'",
        "'report-sample'",
        "'report-sha256'",
        "'report-sha384'",
        "'report-sha512'",
    }
)
REASONS = {
    "invalid source": "it is no source expression",
    "not for frame-ancestors": (
        "frame-ancestors takes 'self', 'none', and without quotes *, schemes and hosts"
    ),
    "'none' beside others": "'none' counts only when it stands alone",
    "query or fragment": "paths are compared without query and fragment",
    "unknown directive": "browsers know no directive of this name",
    "removed directive": "browsers no longer know this directive",
    "duplicate directive": "only the first directive of a name counts",
    "unprintable": "a character outside printable ASCII voids its whole directive",
}

SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*"
BASE64_VALUE = r"[A-Za-z0-9+/_-]+={0,2}"
# Chromium: also sha-256 with a second hyphen, and Ed25519, the keys of signed scripts.
HASH = rf"(?:sha-?(256|384|512)|ed25519)-({BASE64_VALUE})"
SCHEME_SOURCE = re.compile(rf"({SCHEME}):")
# Chromium: a host may end in a dot; a path may have a query or fragment, which is cut off.
HOST_SOURCE = re.compile(
    rf"(?:({SCHEME})://)?(\*|(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.?)"
    r"(?::([0-9]{1,9}|\*))?(?:(/[^?#]*)([?#].*)?)?"
)
NONCE_SOURCE = re.compile(rf"'nonce-({BASE64_VALUE})'", re.IGNORECASE)
HASH_SOURCE = re.compile(rf"'{HASH}'", re.IGNORECASE)
# Chromium: an origin trial, read without complaint and without effect outside the trial.
TRIAL_SOURCE = re.compile(rf"'(?:url|eval)-{HASH}'|'strict-dynamic-url'", re.IGNORECASE)
INTEGRITY_METADATA = re.compile(rf"{HASH}(?:\?.*)?")

Port = int | Literal["*"] | None
Digest = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class UrlSource:
    """A host-source or, without `host`, a scheme-source. No `scheme` means the page's own."""

    text: str
    scheme: str
    host: str = ""
    port: Port = None
    path: bytes = b""


@dataclass(frozen=True, slots=True)
class SourceList:
    """The value of a directive. `keywords` are in lower case and keep their quotes."""

    directive: str
    urls: tuple[UrlSource, ...] = ()
    keywords: frozenset[str] = frozenset()
    nonces: frozenset[str] = frozenset()
    hashes: frozenset[Digest] = frozenset()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A part of a policy that has no effect. `reason` is one of REASONS, `why` its sentence."""

    text: str
    directive: str
    reason: str

    @property
    def why(self) -> str:
        return REASONS[self.reason]


def parse_source_list(directive: str, value: tuple[str, ...]) -> SourceList:
    """Read the source expressions in a directive's value; those that are none are left out."""
    return SourceList(
        directive,
        tuple(source for text in value if (source := parse_url_source(text))),
        frozenset(text.lower() for text in value) & KEYWORD_SOURCES,
        frozenset(nonce[1] for text in value if (nonce := NONCE_SOURCE.fullmatch(text))),
        frozenset(digest for text in value if (digest := parse_hash_source(text))),
    )


def parse_url_source(text: str) -> UrlSource | None:
    """Read a scheme-source or host-source; `*` alone is a keyword here."""
    if scheme_source := SCHEME_SOURCE.fullmatch(text):
        return UrlSource(text, scheme_source[1].lower())
    host_source = HOST_SOURCE.fullmatch(text)
    if text == "*" or not host_source:
        return None
    scheme, host, port, path, _ = host_source.groups(default="")
    number: Port = int(port) if port.isdigit() else "*" if port else None
    return UrlSource(text, scheme.lower(), host.lower(), number, unquote_to_bytes(path))


def an_address(source: UrlSource, any_host: str = "any.test") -> str:
    """One of the addresses that a source matches, at ``any_host`` where it names none."""
    host = source.host.replace("*", "other") if source.host.strip("*") else any_host
    port = f":{source.port}".replace("*", "8443") if source.port else ""
    path = quote(source.path, safe="/:@!$&'()*+,;=~") or "/"
    return f"{source.scheme or 'https'}://{host}{port}{path}"


def parse_hash_source(text: str) -> Digest | None:
    """Read a hash-source."""
    hash_source = HASH_SOURCE.fullmatch(text)
    return parse_digest(hash_source) if hash_source else None


def parse_digest(hash_value: re.Match[str]) -> Digest | None:
    """Read a match of HASH: base64 and base64url are the same, padding is optional."""
    base64 = hash_value[2].replace("-", "+").replace("_", "/")
    padded = base64 + "=" * (-len(base64) % 4)
    try:
        return hash_value[1] or "ed25519", binascii.a2b_base64(padded, strict_mode=True)
    except binascii.Error:
        return None


def parse_integrity_metadata(integrity: str) -> list[Digest | None]:
    """The hashes in an integrity attribute (Subresource Integrity, "parse metadata")."""
    tokens = map(INTEGRITY_METADATA.fullmatch, integrity.split())
    return [parse_digest(token) for token in tokens if token]


def reasons_to_ignore(directive: str, value: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What of a value has no effect, each with one of REASONS: source expressions, and queries."""
    others = {text.lower() for text in value} - {"'none'", "'report-sample'"}
    for text in value:
        if text.lower() == "'none'":
            reason = "'none' beside others" if others else None
        else:
            reason = _reason_to_ignore(text, directive)
        if reason:
            in_vain = text if reason != "query or fragment" else re.sub("^[^?#]*", "", text)
            yield in_vain, reason


def _reason_to_ignore(text: str, directive: str) -> str | None:
    keyword = text.lower()
    if parse_url_source(text):
        return "query or fragment" if re.search("[?#]", text) else None
    if keyword in ("*", "'self'"):
        return None
    if directive == "frame-ancestors":
        return "not for frame-ancestors"
    known = keyword in KEYWORD_SOURCES or NONCE_SOURCE.fullmatch(text) or parse_hash_source(text)
    return None if known or TRIAL_SOURCE.fullmatch(text) else "invalid source"
