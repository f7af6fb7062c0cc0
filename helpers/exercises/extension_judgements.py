"""What must hold of pages that an extension protects: policies, frames, fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from helpers.csp import Policy
from helpers.exchange import Exchange, Request, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered
from helpers.exercises.by_hand import cannot_be_framed_by, every_response
from helpers.exercises.extension_shops import (
    EVIL,
    IMAGES,
    MAPS,
    OTHER,
    OTHER_SENT,
    OWN,
    SECURE,
    SENT,
    SHOP,
    TALISMAN,
    TOLD_FIRST,
)
from helpers.exercises.loading import NAMES
from helpers.exercises.named_sites import elsewhere, of_others
from helpers.framing import may_frame
from helpers.page import Part, blocked, parts, policy_of

Asked = tuple[str, str, str | None]
"""What a page might do, in words; its kind, one of ``csp.KINDS``; and the address, if any."""

_CODE: tuple[Asked, ...] = (
    ("an inline script", "inline-script", None),
    ("an onclick attribute", "event-handler", None),
    ("a script of evil.test", "script", f"{EVIL}/x.js"),
    ("a script of images.test", "script", f"{IMAGES}/x.js"),
    ("a script of maps.test", "script", f"{MAPS}/x.js"),
    ("a plugin's file of evil.test", "object", f"{EVIL}/x.swf"),
)
FOREIGN: tuple[Asked, ...] = (
    *_CODE,
    ("an inline style", "inline-style", None),
    ("a style sheet of evil.test", "style", f"{EVIL}/x.css"),
    ("an image of evil.test", "img", f"{EVIL}/x.png"),
    ("a font of evil.test", "font", f"{EVIL}/x.woff2"),
    ("a video of evil.test", "media", f"{EVIL}/x.mp4"),
    ("a frame of evil.test", "frame", f"{EVIL}/x"),
    ("to fetch from evil.test", "connect", f"{EVIL}/x"),
)
ELSEWHERE: tuple[Asked, ...] = (
    ("a <base> to evil.test", "base-uri", f"{EVIL}/"),
    ("a form to evil.test", "form-action", f"{EVIL}/"),
)
_LOADED = ("script", "style", "img", "font", "connect", "media", "frame", "object")
_PLACES = ("/static/own", f"{IMAGES}/x", f"{EVIL}/x", "data:text/plain,x")


def forbids(asked: Sequence[Asked], where: Callable[[str], bool] = bool) -> Judgement:
    """The policy of every page whose path is wanted forbids each of these."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        pages = _pages(evidence, where)
        return next(filter(None, (_allows(asked, *page) for page in pages)), None)

    return judge


def loads_only(kind: str, site: str) -> Judgement:
    """No page loads what is foreign, nor what else its policy names, but this kind of that site."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in _pages(evidence, bool):
            url = exchange.request.url
            every = of_others(policy_of(response, url), [str(urlsplit(url).hostname)])
            asked = [
                (f"{NAMES.get(each, each)} from {address}", each, address)
                for each, address in every
                if (each, urlsplit(address).hostname) != (kind, urlsplit(site).hostname)
            ]
            if why := _allows([*FOREIGN, *asked], exchange, response):
                return why
        return None

    return judge


def _allows(asked: Sequence[Asked], exchange: Exchange, response: Response) -> str | None:
    url = exchange.request.url
    policy = policy_of(response, url)
    for words, kind, address in asked:
        if verdict := policy.allows(kind, address, page=url, source="code"):
            return (
                f"Expected the policy of {_told(exchange)}, status {response.status}, to "
                f"forbid {words}; it allows it. {_why(response, policy, verdict.why)}"
            )
    return None


def own_parts_load(where: Callable[[str], bool] = bool) -> Judgement:
    """Everything the pages themselves ask for may load."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in _pages(evidence, where):
            for part in blocked(response, exchange.request.url):
                return (
                    f"Expected {part} of {_told(exchange)} to load; "
                    f"a browser blocks it. {part.verdict.why}"
                )
            if kept_out := _kept_out_by_coep(exchange, response):
                return (
                    f"Expected {kept_out} of {_told(exchange)} to load; a browser blocks it, "
                    "because Cross-Origin-Embedder-Policy wants the other site's consent."
                )
        return None

    return judge


def _kept_out_by_coep(exchange: Exchange, response: Response) -> Part | None:
    """HTML, cross-origin embedder policies; no other site of these exercises sends CORP or COEP."""
    policy = (response.header("Cross-Origin-Embedder-Policy") or "").partition(";")[0].strip()
    kinds = {"require-corp": ("img", "frame"), "credentialless": ("frame",)}.get(policy, ())
    own = "/".join(exchange.request.url.split("/")[:3]) + "/"
    every = parts(response, exchange.request.url)
    found = (part for part in every if part.kind in kinds and part.url)
    return next((part for part in found if not str(part.url).startswith(own)), None)


def _pages(evidence: Evidence, where: Callable[[str], bool]) -> list[tuple[Exchange, Response]]:
    """What came by https and is no redirect, of the paths that are wanted."""
    return [
        (exchange, response)
        for exchange, response in answered(evidence)
        if urlsplit(exchange.request.url).scheme == "https"
        and not 300 <= response.status < 400
        and where(urlsplit(exchange.request.url).path)
    ]


def _told(exchange: Exchange) -> str:
    """The request, with its host where an exercise has several."""
    url = exchange.request.url
    return str(exchange.request) if url.startswith(SHOP) else f"GET {url}"


def _why(response: Response, policy: Policy, why: str) -> str:
    if "Nothing governs it" not in why:
        return why
    if response.header("Content-Security-Policy-Report-Only"):
        return "Content-Security-Policy-Report-Only reports, and blocks nothing."
    if policy.ignored:
        return f'The browser ignores "{policy.ignored[0].text}": {policy.ignored[0].why}.'
    return why


def by_https(judge_one: Callable[[Request, Response], str | None]) -> Judgement:
    """No response by https gives that judge a reason to complain; it is told the host too."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        for exchange, response in _pages(evidence, bool):
            alone = Evidence(exchanges=(Exchange(exchange.request, response),))
            if why := every_response(judge_one)(alone, before):
                return why.replace(str(exchange.request), _told(exchange), 1)
        return None

    return judge


def allow_and_forbid_the_same(evidence: Evidence, _before: Evidence) -> str | None:
    """The pages of both hosts let a browser do the same things."""
    pairs = zip(_at(evidence, TALISMAN), _at(evidence, SECURE), strict=False)
    for (exchange, one), (other_exchange, other) in pairs:
        first, second = _allowed(exchange, one), _allowed(other_exchange, other)
        for what, is_allowed in first.items():
            if second[what] is not is_allowed:
                word, rest = ("Talisman", "secure") if is_allowed else ("secure", "Talisman")
                return (
                    f"Expected both to treat {what} on {exchange.request} alike; with {word} it "
                    f"is allowed, with {rest} it is not."
                )
    return None


def _at(evidence: Evidence, host: str) -> list[tuple[Exchange, Response]]:
    every = _pages(evidence, bool)
    return [pair for pair in every if urlsplit(pair[0].request.url).hostname == host]


def _allowed(exchange: Exchange, response: Response) -> dict[str, bool]:
    """What the page may do, by what it is in words; the same words for either host."""
    url = exchange.request.url
    policy, own = policy_of(response, url), url.partition("/static")[0]
    asked: list[Asked] = [*_CODE, *ELSEWHERE, ("an inline style", "inline-style", None)]
    asked += [
        (f"{kind} from {place}", kind, place if ":" in place else own.rstrip("/") + place)
        for kind in _LOADED
        for place in _PLACES
    ]
    found = {
        words: policy.allows(kind, address, page=url, source="code").allowed
        for words, kind, address in asked
    }
    origin = "/".join(url.split("/")[:3])
    for words, place in (("evil.test", EVIL), ("itself", origin)):
        found[f"a frame of {words}"] = may_frame(response, url, place + "/").allowed
    return found


def sends(wanted: dict[str, str], hosts: Sequence[str]) -> Judgement:
    """Every response of these hosts has just these headers, but what a view sends itself."""
    added = {name: value for name, value in wanted.items() if name not in OWN}

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in answered(evidence):
            url = urlsplit(exchange.request.url)
            asked = added if url.path == "/preview" else wanted
            if url.hostname in hosts and (why := _lacks(asked, exchange, response)):
                return why
        return None

    return judge


def _lacks(wanted: dict[str, str], exchange: Exchange, response: Response) -> str | None:
    for name, value in wanted.items():
        if response.header(name) != value:
            sent = response.header(name) or "none"
            old = f", which was told first, as {name.lower()}" if sent == TOLD_FIRST else ""
            return (
                f"Expected {name}: {value} with {_told(exchange)}, status {response.status}; "
                f"it came with {sent}{old}."
            )
    return None


def nothing_foreign(evidence: Evidence, _before: Evidence) -> str | None:
    """What one extension was told is not sent by the apps of the other."""
    for exchange, response in answered(evidence):
        is_other = urlsplit(exchange.request.url).hostname == OTHER
        own, foreign = (OTHER_SENT, SENT) if is_other else (SENT, OTHER_SENT)
        for name in foreign:
            if name not in {**own, **OWN} and (sent := response.header(name)):
                return (
                    f"Expected {_told(exchange)} without {name}, which another SecurityHeaders "
                    f"was told to send; it came with {sent}."
                )
    return None


def keeps_its_own(evidence: Evidence, _before: Evidence) -> str | None:
    """The view that sends headers itself still sends them."""
    for exchange, response in answered(evidence):
        is_own = urlsplit(exchange.request.url).path == "/preview"
        if is_own and (why := _lacks(OWN, exchange, response)):
            return why
    return None


def frames_of(allowed: bool, where: Callable[[str], bool]) -> Judgement:
    """The policy lets those pages show a frame of maps.test, or does not."""
    if not allowed:
        return forbids([("a frame of maps.test", "frame", f"{MAPS}/berlin")], where)
    return own_parts_load(where)


def framed_only_by(*others: str) -> Judgement:
    """Neither evil.test nor a site that a policy names, but these, shows the pages in a frame."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in _pages(evidence, bool):
            url = exchange.request.url
            named = elsewhere(policy_of(response, url), "frame-ancestors", [url, *others])
            for embedder in (EVIL, *named):
                place = embedder.rstrip("/")
                if why := cannot_be_framed_by(place, exchange.request, response):
                    return why.replace(str(exchange.request), _told(exchange), 1)
        return None

    return judge


def framed_by(embedder: str, wanted: bool, where: Callable[[str], bool]) -> Judgement:
    """A page of that origin may show those pages in a frame, or may not."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in _pages(evidence, where):
            framing = may_frame(response, exchange.request.url, embedder + "/")
            if framing.allowed is not wanted:
                should, does = ("show", "refuses") if wanted else ("refuse", "shows it")
                return (
                    f"Expected a browser to {should} {exchange.request} in a frame of "
                    f"{embedder}; it {does}, because {framing.why}."
                )
        return None

    return judge
