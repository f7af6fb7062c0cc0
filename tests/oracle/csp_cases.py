"""New cases of ``csp --jsonl``, made at random: a page, its policies, and what it wants to do.

What is drawn is meant to be close to a border: a source is often made from the very URL that is
asked for, then bent a little. Nothing here knows what is right.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import unquote, urlsplit

from tests.oracle import csp_words as words


@dataclass(frozen=True)
class Case:
    """One line of ``csp --jsonl``, and the URL whose answer redirects to ``url``, if one does."""

    policies: tuple[str, ...]
    page: str
    kind: str
    url: str | None = None
    nonce: str | None = None
    source: str | None = None
    integrity: str | None = None
    parser_inserted: bool = True
    redirects: int = 0


def random_case(random: Random) -> Case:
    """A case of any kind."""
    kinds = list(words.CHAINS)
    kind = random.choices(kinds, [words.WEIGHTS.get(each, 1) for each in kinds])[0]
    page = random.choice(words.PAGES)
    case = Case((), page, kind, parser_inserted=random.random() < 0.75)
    if kind in words.SOURCES:
        case = replace(case, source=random.choice(words.SOURCES[kind]))
    else:
        case = replace(case, url=random_url(random, kind, page))
    if kind in ("script", "style", "inline-script", "inline-style") and random.random() < 0.4:
        case = replace(case, nonce=random.choice((*words.NONCES, " abc123 ", "")))
    if kind == "script" and "//" in (case.url or "") and random.random() < 0.3:
        case = replace(case, integrity=random_integrity(random))
    if case.url and case.url.startswith("blob:"):  # a script must make it first
        case = replace(case, parser_inserted=False, integrity=None)
    url = case.url or ""
    # Whether an object holds an image, Chromium tells by the URL at which a redirect starts.
    tellable = url.startswith("http") and not (kind == "object" and url.endswith(".png"))
    if kind in words.REDIRECTED and tellable and random.random() < 0.15:
        case = replace(case, redirects=1)
    return _reachable(replace(case, policies=random_policies(random, case)))


def _reachable(case: Case) -> Case:
    """On port 8080 no server speaks TLS, so nothing may be upgraded there."""
    upgraded = case.page.startswith("https:") or "upgrade" in "".join(case.policies)
    if upgraded and case.kind != "worker" and (case.url or "").startswith("http:"):
        return replace(case, url=(case.url or "").replace(":8080", ""))
    return case


def random_url(random: Random, kind: str, page: str) -> str:
    """Where something of a kind may be, for a page. Mixed content is left to what upgrades it."""
    secure = page.startswith("https:")
    if kind == "worker":  # of the page's own origin, or it is no worker
        own = f"{page}w.js", f"{page}lib/%77.js"
        return random.choice((*own, words.DATA_URLS[kind], blob(page)))
    if kind in words.DATA_URLS and random.random() < 0.12:
        return random.choice((words.DATA_URLS[kind], blob(page)))
    mixed = kind in ("img", "media", "form-action", "base-uri", "frame-ancestors")
    scheme = random.choice(("http", "https", "https") if mixed or not secure else ("https",))
    if kind == "frame-ancestors" and not secure:
        scheme = "http"
    host, port = random.choice(words.HOSTS), random.choice(words.PORTS[scheme])
    if kind == "frame-ancestors":
        return f"{scheme}://{host}{port}{random.choice(('/', '/lib/', '/lib/x'))}"
    if kind == "connect" and random.random() < 0.25:
        scheme = scheme.replace("http", "ws")
    path, suffix = random.choice(words.PATHS), random.choice(words.SUFFIXES.get(kind, ("",)))
    return f"{scheme}://{host}{port}{path}{'' if path.endswith('/') else suffix}"


def blob(page: str) -> str:
    """The URL of a blob, up to the part that the page itself will get from the browser."""
    return f"blob:{urlsplit(page).scheme}://{urlsplit(page).netloc}/"


def random_integrity(random: Random) -> str:
    digests = [digest(random, random.choice(words.BODIES)) for _ in range(random.choice((1, 1, 2)))]
    return random.choice((" ", "  ")).join(digests) + random.choice(("", "", "?x"))


def digest(random: Random, text: str) -> str:
    algorithm = random.choice(("sha256", "sha256", "sha384", "sha512"))
    value = base64.b64encode(hashlib.new(algorithm, text.encode()).digest()).decode()
    return f"{algorithm}-{value}"


def random_policies(random: Random, case: Case) -> tuple[str, ...]:
    """One header value mostly, sometimes two, or one that holds two policies."""
    policies = [random_policy(random, case) for _ in range(random.choice((1, 1, 1, 1, 2)))]
    return (", ".join(policies),) if random.random() < 0.3 else tuple(policies)


def random_policy(random: Random, case: Case) -> str:
    chain = words.CHAINS[case.kind]
    names = [random.choice(chain)]
    names += random.choices(chain, k=random.choice((0, 0, 1, 1, 2)))
    names += random.choices(words.OTHER_DIRECTIVES, k=random.choice((0, 0, 0, 1, 2)))
    directives = [random_directive(random, case, name) for name in names]
    if case.kind in words.EXTRAS and random.random() < 0.1:
        directives.append(random.choice(words.EXTRAS[case.kind]))
    random.shuffle(directives)
    between = random.choice(("; ", "; ", ";", " ;; "))
    return between.join(directives) + random.choice(("", "", ";", " ; "))


def random_directive(random: Random, case: Case, name: str) -> str:
    if name in words.ALONE:
        return name
    sources = [random_source(random, case) for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4)))]
    written = name.upper() if random.random() < 0.05 else name
    return random.choice((" ", " ", "  ", "\t", "\x0c")).join([written, *sources])


def random_source(random: Random, case: Case) -> str:
    drawn = random.random()
    if drawn < 0.3:
        return random.choice(words.KEYWORDS)
    if drawn < 0.4:
        return random.choice(words.SCHEMES)
    if drawn < 0.5:
        return random.choice(words.GARBAGE)
    if drawn < 0.7 and (case.source or case.nonce is not None or case.integrity):
        return random_proof(random, case)
    return random_host_source(random, case)


def random_proof(random: Random, case: Case) -> str:
    """A nonce or a hash, which may be the one that fits."""
    source = case.source or ""
    lines = source.replace("\r\n", "\n").replace("\r", "\n")
    texts = [random.choice(words.BODIES), *words.SOURCES.get(case.kind, ()), source, lines]
    if case.kind == "javascript-url":
        bare = re.sub("[\t\r\n]", "", source)
        texts += [f"javascript:{text}" for text in (source, bare, bare.strip(), unquote(bare))]
    nonce = f"nonce-{random.choice(words.NONCES)}"
    proof = random.choice((nonce, digest(random, random.choice(texts))))
    if case.integrity and random.random() < 0.5:
        proof = random.choice(case.integrity.partition("?")[0].split())
    bent = random.random()
    if bent < 0.1:
        proof = proof.replace("+", "-").replace("/", "_")
    elif bent < 0.15:
        proof = proof.rstrip("=")
    elif bent < 0.2:
        proof = proof.replace("sha", "sha-")
    name, _, value = proof.partition("-")
    return f"'{name.upper() if random.random() < 0.05 else name}-{value}'"


def random_host_source(random: Random, case: Case) -> str:
    """A host-source, mostly made from the URL that is asked for."""
    asked = case.url if case.url and "//" in case.url else f"https://{random.choice(words.HOSTS)}/"
    split = urlsplit(asked if random.random() < 0.75 else random.choice(words.PAGES))
    host, scheme = split.hostname or "", split.scheme.removeprefix("blob:")
    if ":" in host:
        host = f"[{host}]"
    host = random.choice((host, host, host, "*", "*." + host.partition(".")[2], host.upper()))
    scheme = random.choice(("", "", scheme + "://", "http://", "https://", "ws://", "wss://"))
    port = random.choice(("", "", "", ":*", ":443", ":80", ":8443", ":8080"))
    path = random.choice(("", "", "", split.path, random.choice(words.PATHS), "/", "/lib/"))
    return f"{scheme}{host}{port}{path}".replace(",", "%2C").replace(";", "%3B")
