"""What matches a source list: the URL and element matching of CSP Level 3, section 6.7.

Functions are named after the specification's algorithms (https://www.w3.org/TR/CSP3/). Where
Chromium 156 decides otherwise it is the referee, and a comment that begins with its name says so.
Chromium has two matchers, the renderer's and, for navigations, the network service's, and they
differ a little.
"""

import hashlib
import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from helpers.csp_source import SCHEME, Port, SourceList, UrlSource, parse_integrity_metadata

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
SECURE_UPGRADES = {"http": "https", "ws": "wss"}
HASH_ALGORITHMS = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}

CACHED = 4096
"""Characters: what is longer is not kept, so that memory stays bounded whatever comes in."""
LONGEST_NAME = 1024
"""Characters of a host beyond ASCII; Punycode takes its time."""

ASCII_WHITESPACE = "\t\n\f\r "
C0_CONTROL_OR_SPACE = "".join(map(chr, range(0x21)))
ABSOLUTE_URL = re.compile(rf"({SCHEME}):([^?#]*).*", re.DOTALL)
AUTHORITY_AND_PATH = re.compile(
    r"/*(?:[^/]*@)?(\[[0-9A-Fa-f:.]+\]|[^/:]*)(?::([0-9]{0,9}))?(/.*)?", re.DOTALL
)
TAB_OR_NEWLINE = re.compile("[\t\n\r]")
DOT_SEGMENT = re.compile(r"/(?:\.|%2e)", re.IGNORECASE)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
IPV4_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|0[0-7]*|[1-9][0-9]*")
ENDS_IN_A_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?$")
FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20\x7f#%/:<>?@\\^|\[\]]")


@dataclass(frozen=True, slots=True)
class Url:
    """What matching needs of a URL. Without a host `host` is ""; `path` is percent-decoded."""

    scheme: str
    host: str = ""
    port: int | None = None
    path: bytes = b""

    @property
    def is_ip_address(self) -> bool:
        return self.host.startswith("[") or self.host.replace(".", "").isdigit()

    @property
    def is_local(self) -> bool:
        local_name = self.host == "localhost" or self.host.endswith(".localhost")
        return local_name or self.host == "[::1]" or self.host.startswith("127.")

    @property
    def explicit_port(self) -> int | None:
        return None if self.port == DEFAULT_PORTS.get(self.scheme) else self.port


def parse_url(text: str) -> Url:
    """Read an absolute URL as a browser does. ValueError says what could not be read."""
    return _parse_url(text) if len(text) <= CACHED else _parse_url.__wrapped__(text)


@lru_cache(maxsize=8192)
def _parse_url(text: str) -> Url:
    stripped = TAB_OR_NEWLINE.sub("", text.strip(C0_CONTROL_OR_SPACE))
    absolute = ABSOLUTE_URL.fullmatch(LONE_SURROGATE.sub("\ufffd", stripped))
    if not absolute:
        raise ValueError(f"want an absolute URL such as 'https://shop.test/', got {text!r}")
    scheme = absolute[1].lower()
    if scheme not in DEFAULT_PORTS:
        return Url(scheme, path=unquote_to_bytes(absolute[2]))
    parts = AUTHORITY_AND_PATH.fullmatch(absolute[2].replace("\\", "/"))
    host, port, path = parts.groups(default="") if parts else ("", "", "")
    host = parse_host(host)
    if not host or int(port or 0) > 0xFFFF:
        raise ValueError(f"cannot read the host and port of {text!r}")
    path = remove_dot_segments(path or "/")
    return Url(scheme, host, int(port) if port else DEFAULT_PORTS[scheme], unquote_to_bytes(path))


def parse_host(text: str) -> str:
    """The host as a policy must name it: in lower case and Punycode, or "" if it is none."""
    return _parse_host(text) if len(text) <= CACHED else _parse_host.__wrapped__(text)


@lru_cache(maxsize=1024)
def _parse_host(text: str) -> str:
    if text.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(text[1:-1])}]"
        except ValueError:
            return ""
    decoded = unquote_to_bytes(text).decode("utf-8", "replace")
    if len(decoded) > LONGEST_NAME and not decoded.isascii():
        return ""
    labels = unicodedata.normalize("NFKC", decoded).lower().replace("\u3002", ".").split(".")
    host = ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in labels
    )
    if FORBIDDEN_IN_HOST.search(host):
        return ""
    return parse_ipv4(host) if ENDS_IN_A_NUMBER.search(host) else host


def parse_ipv4(host: str) -> str:
    """An IPv4 address in the one way to write it, or "" if it is none: 127.1 is 127.0.0.1."""
    parts = host.removesuffix(".").split(".")
    if not all(map(IPV4_NUMBER.fullmatch, parts)):
        return ""
    *most, last = (int(part, _base(part)) if part.lower() != "0x" else 0 for part in parts)
    if len(most) > 3 or any(number > 255 for number in most) or last >= 256 ** (4 - len(most)):
        return ""
    address = last + sum(number << 8 * (3 - place) for place, number in enumerate(most))
    return str(ipaddress.IPv4Address(address))


def _base(number: str) -> int:
    if number.lower().startswith("0x"):
        return 16
    return 8 if number.startswith("0") else 10


def remove_dot_segments(path: str) -> str:
    """Resolve "." and ".." in a path, as a URL parser does."""
    if not DOT_SEGMENT.search(path):
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(segment)
    if dots in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def upgrade_to_a_potentially_trustworthy_url(url: Url, redirects: int) -> Url:
    """What a browser fetches instead under upgrade-insecure-requests."""
    scheme = SECURE_UPGRADES.get(url.scheme)
    # Chromium: its own machine is upgraded after a redirect only.
    if not scheme or (url.is_local and not redirects):
        return url
    return Url(scheme, url.host, url.explicit_port or DEFAULT_PORTS[scheme], url.path)


def does_url_match_source_list_in_origin_with_redirect_count(
    url: Url, source_list: SourceList, origin: Url, redirects: int, navigation: bool = False
) -> str | None:
    """The source expression that matches, or None (section 6.7.2.6)."""
    keywords = source_list.keywords
    # Chromium: "*" covers ws:, wss: and ftp: as well.
    if "*" in keywords and (url.scheme in DEFAULT_PORTS or url.scheme == origin.scheme):
        return "*"
    if "'self'" in keywords and is_self(url, origin, navigation):
        return "'self'"
    for expression in source_list.urls:
        if does_url_match_expression_in_origin_with_redirect_count(
            url, expression, origin, redirects, navigation
        ):
            return expression.text
    return None


def is_self(url: Url, origin: Url, navigation: bool = False) -> bool:
    """Section 6.7.2.7, step 4."""
    # Chromium: a blob: URL has no host, so 'self' does not cover it.
    if not url.host or url.host != origin.host or url.explicit_port != origin.explicit_port:
        return False
    if url.scheme == origin.scheme:
        return True
    # Chromium: a navigation is upgraded between default ports only.
    if navigation and url.explicit_port is not None:
        return False
    return url.scheme in ("https", "wss") or (origin.scheme, url.scheme) == ("http", "ws")


def does_url_match_expression_in_origin_with_redirect_count(
    url: Url, expression: UrlSource, origin: Url, redirects: int, navigation: bool = False
) -> bool:
    """Section 6.7.2.7, steps 2 and 3."""
    scheme = expression.scheme or origin.scheme
    if not scheme_part_match(scheme, url.scheme):
        return False
    if not expression.host:
        return True
    return (
        host_part_match(expression.host, url.host)
        and port_part_match(expression.port, scheme, url, navigation)
        and (redirects > 0 or path_part_match(expression.path, url.path))
    )


def scheme_part_match(a: str, b: str) -> bool:
    """Section 6.7.2.8."""
    # Chromium: ws: and wss: match neither http: nor https:.
    return a == b or SECURE_UPGRADES.get(a) == b


def host_part_match(a: str, b: str) -> bool:
    """Section 6.7.2.9."""
    # Chromium: any IPv4 address can match, not 127.0.0.1 alone, and "*" also matches no host.
    return b.endswith(a[1:]) if a.startswith("*") else a == b


def port_part_match(port: Port, scheme: str, url: Url, navigation: bool = False) -> bool:
    """Section 6.7.2.10, for an expression whose scheme matches the URL's."""
    if port == "*":
        return True
    if scheme == url.scheme:
        return url.port == (DEFAULT_PORTS.get(scheme) if port is None else port)
    # Chromium: an upgraded scheme wants an upgraded port, to 443 from 80 or from no port at all.
    # Port 443 of an http: expression is one to the renderer and none to the network service.
    upgradable = port in (None, 80) or (port == 443 and scheme == "http" and not navigation)
    return url.port == 443 and upgradable


def path_part_match(a: bytes, b: bytes) -> bool:
    """Section 6.7.2.11, on percent-decoded paths."""
    # Chromium: a path is decoded before it is compared, so %2F is a slash like any other.
    return b.startswith(a) if a.endswith(b"/") else a in (b"", b)


def does_nonce_match_source_list(nonce: str | None, source_list: SourceList) -> bool:
    """Section 6.7.2.3."""
    # Chromium: white space around the attribute's value does not count.
    return nonce is not None and nonce.strip(ASCII_WHITESPACE) in source_list.nonces


def does_integrity_match_source_list(integrity: str | None, source_list: SourceList) -> bool:
    """Section 6.7.1.1, step 1.3: every hash of the integrity attribute is in the list."""
    digests = parse_integrity_metadata(integrity) if integrity and source_list.hashes else []
    return bool(digests) and source_list.hashes.issuperset(digests)


def does_source_list_allow_all_inline_behavior(source_list: SourceList) -> bool:
    """Section 6.7.3.2."""
    if "'unsafe-inline'" not in source_list.keywords or source_list.nonces or source_list.hashes:
        return False
    # Chromium: in default-src, 'strict-dynamic' overrides 'unsafe-inline' for styles too.
    styles_only = source_list.directive.startswith("style-src")
    return styles_only or "'strict-dynamic'" not in source_list.keywords


def does_source_match_source_list(source: str | None, source_list: SourceList) -> bool:
    """Section 6.7.3.3, step 5: the digest of inline code is in the list."""
    return source is not None and any(
        digest_of(name, source) == digest for name, digest in source_list.hashes
    )


def digest_of(algorithm: str, source: str) -> bytes | None:
    """The digest of inline code, or None for an algorithm that has none."""
    return (_digest_of if len(source) <= CACHED else _digest_of.__wrapped__)(algorithm, source)


@lru_cache(maxsize=2048)
def _digest_of(algorithm: str, source: str) -> bytes | None:
    new = HASH_ALGORITHMS.get(algorithm)
    # A lone surrogate is U+FFFD in UTF-8.
    return new(LONE_SURROGATE.sub("\ufffd", source).encode()).digest() if new else None
