"""What must hold of every answer of the blog, errors and files included."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from helpers.blog.injected import EVIL
from helpers.csp import Policy
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence
from helpers.exercises.anywhere import answered, by_https
from helpers.exercises.blog_attacks import leaky, reports_elsewhere
from helpers.exercises.in_words import asked
from helpers.exercises.named_sites import LOADED, PLACES, elsewhere
from helpers.exercises.of_pages import each_policy, outside_stays_out_as_of
from helpers.framing import may_frame
from helpers.hsts import parse
from helpers.observatory import SIX_MONTHS
from helpers.page import policy_of
from helpers.sniffing import nosniff, opens_as_page

ON_ALL = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Strict-Transport-Security",
    "Referrer-Policy",
)
"""What errors need as much as pages: their words may be somebody's, and a browser reads them."""

ON_FILES = ("X-Content-Type-Options",)


def every_answer_counts(evidence: Evidence, _before: Evidence) -> str | None:
    """Every answer by https is as strict as the front page, and http leads to the same address.

    Whether the front page is strict is the matter of other requirements.
    """
    pairs = answered(evidence)
    home = next(got for each, got in pairs if each.request.url == "https://blog.test/")
    secured = [pair for pair in pairs if by_https(pair[0])]
    for exchange, response in secured:
        if why := _lacks(exchange, response, home) or _weaker(exchange, response, home):
            return f"Expected {asked(exchange)} to {why}."
    shown = Evidence(exchanges=tuple(each for each, got in secured if not 300 <= got.status < 400))
    return outside_stays_out_as_of(home, shown) or _trusts_nobody(shown, home) or _by_http(pairs)


def _lacks(exchange: Exchange, response: Response, home: Response) -> str:
    """Which header of the front page an error or a file does not have."""
    url, by_head = exchange.request.url, exchange.request.method == "HEAD"
    is_file = "/static/" in url or "/images/" in url
    wanted = ON_ALL if response.status >= 400 or by_head else ON_FILES if is_file else ()
    lacking = [name for name in wanted if home.header(name) and not response.header(name)]
    return f"have {lacking[0]}, as the front page does; it has none" if lacking else ""


def _weaker(exchange: Exchange, response: Response, home: Response) -> str:
    """What a header of the front page says, and that of this answer does not."""
    url = exchange.request.url
    sent = response.header("X-Content-Type-Options")
    if sent is not None and nosniff(home) and not nosniff(response):
        return f"have nosniff, as the front page does; its X-Content-Type-Options is {sent!r}"
    if (told := leaky(response)) and not leaky(home):
        return f"keep its address from other sites, as the front page does; {told} tells them"
    if 0 < _seconds(response) < SIX_MONTHS <= _seconds(home):  # of none at all another row tells
        sent = response.header("Strict-Transport-Security")
        return f"have https noted for half a year, as the front page does; it says {sent}"
    if shared := response.header("Access-Control-Allow-Origin"):
        return f"be read by no other site; its Access-Control-Allow-Origin is {shared}"
    framing = may_frame(response, url, f"{EVIL}/")
    is_page = response.status == 200 and opens_as_page(response)
    if is_page and framing and not may_frame(home, url, f"{EVIL}/"):
        return f"be in no frame of {EVIL}, as the front page; a browser shows it: {framing.why}"
    return ""


def _seconds(response: Response) -> int:
    return parse(response.header("Strict-Transport-Security") or "").max_age or 0


def _trusts_nobody(evidence: Evidence, home: Response) -> str | None:
    """The blog needs no other site, so its policy names none.

    Of what the front page grants evil.test other rows tell, but for the manifest.
    """
    for exchange, response, policy in each_policy(evidence):
        page = exchange.request.url
        if why := reports_elsewhere(exchange, response) or _named_besides(exchange, policy):
            return why
        for kind in (*LOADED[1:], *PLACES):  # of scripts an attack of its own tells
            strangers = [f"{EVIL}/"] * (kind in PLACES)
            for url in (*strangers, *elsewhere(policy, kind, [page])):
                at_home = policy_of(home, page).allows(kind, url, page=page)
                told = at_home and url.startswith(EVIL) and kind != "manifest"
                if policy.allows(kind, url, page=page) and not told:
                    directive = kind if kind in PLACES else f"{kind}-src"
                    return _names(exchange, url, directive)
    return None


def _named_besides(exchange: Exchange, policy: Policy) -> str | None:
    """That a directive names a site which no kind of things above is asked by: for a prefetch, say.

    Where such a site gets an image of the page, another row tells.
    """
    page = exchange.request.url
    if policy.allows("img", f"{EVIL}/x.png", page=page):
        return None
    for directives in policy.directive_sets:
        for name in ("default-src", "child-src", "worker-src"):
            alone = Policy(f"img-src {' '.join(directives.get(name, ()))}")
            for url in elsewhere(alone, "img", [page]):
                return _names(exchange, url, name)
    return None


def _names(exchange: Exchange, url: str, directive: str) -> str:
    return (
        f"Expected the policy of {asked(exchange)} to name no other site, as the blog needs none; "
        f"it lets in {url} ({directive})."
    )


def _by_http(pairs: list[tuple[Exchange, Response]]) -> str | None:
    """What http leads to, if not to the same by https.

    What is no page may be refused, and what a client writes as if it were a proxy.
    """
    for exchange, response in pairs:
        request, place = exchange.request, response.header("Location")
        claims_https = request.header("X-Forwarded-Proto") == "https"
        url, secured = request.url, request.url.replace("http:", "https:", 1)
        if urlsplit(url).scheme != "http" or urljoin(url, place or "") == secured:
            continue
        may_refuse = request.method not in ("GET", "HEAD") or claims_https
        if may_refuse and response.status >= 400:
            continue
        wanted = f"lead to {secured}" + " or to be refused" * may_refuse
        to = f"to {place}" if place else "nowhere"
        if claims_https and not place:
            to += ": the app believed the header, which anybody can write"
        return f"Expected {asked(exchange)} by http to {wanted}; it leads {to}."
    return None
