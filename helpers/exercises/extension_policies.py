"""What the policies of pages that an extension protects must forbid, and must let load."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from helpers.csp import Policy, Verdict
from helpers.exchange import Exchange, Request, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered, by_https
from helpers.exercises.arrivals import EVIL
from helpers.exercises.extension_shops import IMAGES, MAPS, SECURE, SHOP, TALISMAN
from helpers.exercises.in_words import unlike_others
from helpers.exercises.loading import NAMES
from helpers.exercises.named_sites import LOADED, Thing, let_in
from helpers.exercises.of_pages import sandboxed, wanting_consent
from helpers.exercises.slips import because
from helpers.framing import may_frame
from helpers.origin import same_origin
from helpers.page import Part, blocked, parts, policy_of
from helpers.sniffing import opens_as_page

Asked = tuple[str, str, str | None]
"""What a page might do, in words; its kind, one of ``csp.KINDS``; and the address, if any."""

Where = Callable[[Exchange], bool]
"""Which exchanges a judgement is about."""

BARE = ("self", "none")
"""Keywords without quotes: then they are names of hosts, and a host may have such a name."""

_CODE: tuple[Asked, ...] = (
    ("an inline script", "inline-script", None),
    ("an onclick attribute", "event-handler", None),
    ("a style attribute", "style-attribute", None),
    ("eval()", "eval", None),
    ("a script of evil.test", "script", f"{EVIL}/x.js"),
    ("a script of images.test", "script", f"{IMAGES}/x.js"),
    ("a script of maps.test", "script", f"{MAPS}/x.js"),
    ("a plugin's file of evil.test", "object", f"{EVIL}/x.swf"),
)
_NAMES = {**NAMES, "eval": "eval()", "manifest": "a manifest"}
_INLINE: tuple[Thing, ...] = (("inline-script", ""), ("event-handler", ""))
_HARMLESS = ("img", "font", "media", "connect")
"""Of these kinds data: and blob: bring neither code nor style nor a page."""

_ELSEWHERE = ("base-uri", "form-action")
_LOADED = ("script", "style", "img", "font", "connect", "media", "frame", "object")
_PLACES = ("/static/own", f"{IMAGES}/x", f"{EVIL}/x", "data:text/plain,x")


def forbids(asked: Sequence[Asked], where: Where = bool) -> Judgement:
    """The policy of every page that is wanted forbids each of these."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        every = pages(evidence, where)
        return next(filter(None, (_allows(asked, *page) for page in every)), None)

    return judge


def nothing_inline(widest: Policy) -> Judgement:
    """No page runs or styles by what stands in it, be it as ``data:``, but what this allows."""
    return _no_more(widest, lambda kind, url: "//" not in url and kind not in _HARMLESS)


def nothing_foreign(widest: Policy) -> Judgement:
    """No page loads what an attacker has elsewhere, or the policy names, but what this allows."""
    return _no_more(widest, lambda kind, url: "//" in url and kind in LOADED)


def stays_here(widest: Policy) -> Judgement:
    """No <base> counts and no form sends, but where this policy lets it."""
    return _no_more(widest, lambda kind, url: kind in _ELSEWHERE)


def _no_more(widest: Policy, wanted: Callable[[str, str], bool]) -> Judgement:
    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in pages(evidence):
            url = exchange.request.url
            tried = [*_INLINE, *let_in(policy_of(response, url), widest, url), *_bare()]
            asked = [(_words(*each), *each) for each in tried if wanted(*each)]
            if why := _allows(asked, exchange, response):
                return why
        return None

    return judge


def _bare() -> Iterator[Thing]:
    return ((kind, f"https://{host}/x") for kind in LOADED + _ELSEWHERE for host in BARE)


def _words(kind: str, url: str) -> str:
    towards = {"form-action": "to", "base-uri": "to"}.get(kind, "from")
    return _NAMES[kind] + (f" {towards} {url}" if url else "")


def _allows(asked: Sequence[Asked], exchange: Exchange, response: Response) -> str | None:
    url = exchange.request.url
    policy = policy_of(response, url)
    for words, kind, address in asked:
        if verdict := policy.allows(kind, address, page=url, source="code"):
            return (
                f"Expected the policy of {told(exchange)}, status {response.status}, to "
                f"forbid {words}; it allows it. {_why(response, policy, verdict)}"
            )
    return None


def own_parts_load(where: Where = bool) -> Judgement:
    """Everything the pages themselves ask for may load."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in pages(evidence, where):
            for part in blocked(response, exchange.request.url):
                policy = policy_of(response, exchange.request.url)
                work = "be sent" if part.kind == "form-action" else "load"
                return (
                    f"Expected {part} of {told(exchange)} to {work}; "
                    f"a browser blocks it. {_why(response, policy, part.verdict)}"
                )
            if kept_out := _kept_out_by_coep(exchange, response):
                return (
                    f"Expected {kept_out} of {told(exchange)} to load; a browser blocks it, "
                    "because Cross-Origin-Embedder-Policy wants the other site's consent."
                )
        return None

    return judge


def own_files_load(evidence: Evidence, _before: Evidence) -> str | None:
    """A script, a style and an image of a page's own site may load, though it names none today."""
    for exchange, response in pages(evidence):
        url = exchange.request.url
        policy = policy_of(response, url)
        for kind in ("script", "style", "img"):
            own = urljoin(url, f"/static/own.{kind}")
            if not (verdict := policy.allows(kind, own, page=url)):
                return (
                    f"Expected {_NAMES[kind]} of its own to load on {told(exchange)}; "
                    f"a browser blocks it. {_why(response, policy, verdict)}"
                )
    return None


def _kept_out_by_coep(exchange: Exchange, response: Response) -> Part | None:
    """The other sites of these exercises send no consent, neither CORP nor COEP."""
    page, kinds = exchange.request.url, wanting_consent(response)
    found = (part for part in parts(response, page) if part.kind in kinds and part.url)
    return next((part for part in found if not same_origin(str(part.url), page)), None)


def pages(evidence: Evidence, where: Where = bool) -> list[tuple[Exchange, Response]]:
    """What came by https and opens as a page, of the exchanges that are wanted."""
    return [
        (exchange, response)
        for exchange, response in answered(evidence)
        if by_https(exchange) and exchange.request.method != "HEAD"  # that answer has no page
        if opens_as_page(response) and where(exchange)
    ]


def told(exchange: Exchange) -> str:
    """The request, and the fields by which it differs from that for an address in the bar."""
    fields = ", ".join(unlike_others(exchange.request))
    return placed(exchange.request) + (f" ({fields})" if fields else "")


def placed(request: Request) -> str:
    """The request, with its host where an exercise has several."""
    return str(request) if request.url.startswith(SHOP) else f"{request.method} {request.url}"


def _why(response: Response, policy: Policy, verdict: Verdict) -> str:
    only_reports = response.header("Content-Security-Policy-Report-Only")
    if "Nothing governs it" in verdict.why and only_reports:
        return "Content-Security-Policy-Report-Only reports, and blocks nothing."
    return because(policy, verdict, response) + _by_default(response)


_OF_TALISMAN = ("default-src 'self'; object-src 'none'",)


def _by_default(response: Response) -> str:
    """That the policy is the one that Talisman sends where it is given none."""
    note = (
        " This policy is Talisman's default: was Talisman given none? Of two Talisman(app) the "
        "first one wins."
    )
    return note * (response.all("Content-Security-Policy") == _OF_TALISMAN)


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
    return [pair for pair in pages(evidence) if urlsplit(pair[0].request.url).hostname == host]


def _allowed(exchange: Exchange, response: Response) -> dict[str, bool]:
    """What the page may do, by what it is in words; the same words for either host."""
    url = exchange.request.url
    policy, own = policy_of(response, url), "/".join(url.split("/")[:3])
    asked: list[Asked] = [*_CODE, ("an inline style", "inline-style", None)]
    asked += [(f"{NAMES[kind]} to evil.test", kind, f"{EVIL}/") for kind in _ELSEWHERE]
    asked += [
        (f"{kind} from {place}", kind, place if ":" in place else own + place)
        for kind in _LOADED
        for place in _PLACES
    ]
    found = {
        words: policy.allows(kind, address, page=url, source="code").allowed
        for words, kind, address in asked
    }
    found["scripts, forms and an origin of its own, by its sandbox,"] = sandboxed(policy) is None
    for words, place in (("evil.test", EVIL), ("itself", own)):
        found[f"a frame of {words}"] = may_frame(response, url, place + "/").allowed
    return found
