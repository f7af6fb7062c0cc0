"""Ten attacks on the blog, each judged by what its responses tell a browser."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from urllib.parse import urlsplit

from werkzeug.http import parse_cookie

from helpers.blog.injected import DRAFT, EVIL
from helpers.caching import forbids_storing
from helpers.cookies import attributes, rejected
from helpers.csp import Policy
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import all_of, answered, by_https
from helpers.exercises.each_response import REFERRER_POLICIES
from helpers.exercises.https_judgements import by_http_alone, in_its_place
from helpers.exercises.in_words import asked
from helpers.exercises.named_sites import elsewhere
from helpers.exercises.nonces import no_repeated_nonce
from helpers.exercises.slips import misnamed
from helpers.framing import may_frame
from helpers.hsts import noted
from helpers.origin import same_origin
from helpers.page import Part, parts, policy_of
from helpers.reporting import destination
from helpers.sniffing import runs_as_script, runs_when_opened

LEAKY = ("unsafe-url", "no-referrer-when-downgrade")
"""Those by which another site learns the whole address."""

JudgeOne = Callable[[Exchange, Response], str | None]


def _at(path: str, judge_one: JudgeOne, query: str = "") -> Judgement:
    """No response to a GET of that path by https, with that in its query, is complained of."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in answered(evidence):
            url = urlsplit(exchange.request.url)
            asked = url.scheme == "https" and exchange.request.method == "GET"
            meant = asked and url.path == path and query in url.query
            if meant and (why := judge_one(exchange, response)):
                return why
        return None

    return judge


def _runs(exchange: Exchange, response: Response) -> str | None:
    for part in parts(response, exchange.request.url):
        if part.is_code and part.verdict and EVIL in (part.source or part.url or ""):
            return f"Expected nothing of Mallory's to run on {asked(exchange)}; {_says(part)}"
    return None


def _says(part: Part) -> str:
    tag = part.tag if len(part.tag) < 40 else f"{part.tag[:36]}…>"
    return f"{tag} does. {part.verdict.why}"


def _trusts(exchange: Exchange, response: Response) -> str | None:
    """Whether a script tag of Mallory's may load what another site has, as the policy names it."""
    url = exchange.request.url
    policy = policy_of(response, url)
    for other in elsewhere(policy, "script", [url]):
        if verdict := policy.allows("script", other, page=url):
            return (
                f"Expected no script of another site to run on {asked(exchange)}, should Mallory "
                f"write a tag for it; {other} does, and the blog needs none. {verdict.why}"
            )
    return None


search_runs_nothing = all_of(
    _at("/search", _runs, "evil.test"), _at("/search", _trusts), no_repeated_nonce
)
"""No script in the words of a search runs, whatever nonce an attacker has seen."""

words_run_nothing = all_of(_at("/posts/1", _runs), _at("/posts/1", _trusts), no_repeated_nonce)
"""No script in a comment runs, whatever nonce its writer has seen."""


def _moved(exchange: Exchange, response: Response) -> str | None:
    """Whether a script that the page names without a host comes from Mallory's, by her <base>."""
    if not _runs(exchange, response):
        return None
    policy = policy_of(response, exchange.request.url)
    verdict = policy.allows("base-uri", f"{EVIL}/", page=exchange.request.url)
    return (
        f"Expected Mallory's <base> in {asked(exchange)} not to count; it does, and the blog's "
        f"own script is asked of {EVIL}. {verdict.why}"
    )


script_stays = _at("/posts/2", _moved)


def _framed(exchange: Exchange, response: Response) -> str | None:
    framing = may_frame(response, exchange.request.url, EVIL + "/")
    if response.status >= 400 or not framing:  # an error page has no button to press
        return None
    return (
        f"Expected a browser to refuse {asked(exchange)} in a frame of {EVIL}; it shows it, "
        f"because {framing.why}."
    )


clickjacking_fails = all_of(_at("/admin/", _framed), _at("/login", _framed))
"""No frame shows the admin's page, nor the login to which it leads a visitor."""


def _reaches_evil(kinds: Callable[[str], bool], wanted: str) -> JudgeOne:
    def judge_one(exchange: Exchange, response: Response) -> str | None:
        for part in parts(response, exchange.request.url):
            if kinds(part.kind) and part.verdict and (part.url or "").startswith(EVIL):
                return f"Expected {wanted} on {asked(exchange)}; {_says(part)}"
        return None

    return judge_one


form_stays = _at("/posts/3", _reaches_evil("form-action".__eq__, f"no form to send to {EVIL}"))


def reports_elsewhere(exchange: Exchange, response: Response) -> str | None:
    """Where reports of what a page's policies block go, if that is another site."""
    page = exchange.request.url
    names = ("Content-Security-Policy", "Content-Security-Policy-Report-Only")
    for directives in chain(*(Policy(*response.all(name)).directive_sets for name in names)):
        place = destination(directives, response, page)
        if not all(same_origin(url, page) for url in place.urls):
            return (
                f"Expected the policy of {asked(exchange)} to report to no other site; {place.why}."
            )
    return None


nobody_is_told = all_of(
    _at("/posts/4", _reaches_evil(lambda _: True, f"nothing to be asked of {EVIL}")),
    _at("/posts/4", reports_elsewhere),
)


def _opens(exchange: Exchange, response: Response) -> str | None:
    runs = runs_when_opened(response, exchange.request.url)
    if not runs:
        return None
    return f"Expected {asked(exchange)} not to run as a page; it does, because {runs.why}."


def upload_runs_nothing(evidence: Evidence, before: Evidence) -> str | None:
    """No upload runs as a page when it is opened, nor as a script in a page of the blog."""
    if why := _at("/images/1", _opens)(evidence, before):
        return why
    script = [got for each, got in answered(evidence) if each.request.url.endswith("/images/2")]
    page = [pair for pair in answered(evidence) if pair[0].request.url.endswith("/posts/7")]
    for exchange, response in page:
        for part in parts(response, exchange.request.url):
            loads = part.kind == "script" and (part.url or "").endswith("/images/2")
            if loads and part.verdict and (runs := [runs_as_script(each) for each in script])[0]:
                return (
                    f"Expected GET /images/2 not to run as a script of "
                    f"{asked(exchange)}; it does, because {runs[0].why}."
                )
    return None


def _noted(exchange: Exchange, response: Response) -> str | None:
    found = noted(response, exchange.request.url)
    if found:
        return None
    return (
        f"Expected a browser to keep to https after {asked(exchange)}; it does not, because "
        f"{found.why}{in_its_place(response)}."
    )


def https_is_kept(evidence: Evidence, before: Evidence) -> str | None:
    """The front page makes a browser keep to https, and no other answer takes that back."""
    if why := _at("/", _noted)(evidence, before):
        return why + by_http_alone(why, "blog.test", evidence)
    secured = [pair for pair in answered(evidence) if by_https(pair[0])]
    said = (pair for pair in secured if pair[1].header("Strict-Transport-Security") is not None)
    return next(filter(None, (_noted(*pair) for pair in said)), None)


def leaky(response: Response) -> str:
    """The Referrer-Policy that counts, where it tells other sites whole addresses, or "".

    Of several the last that is known counts (Referrer Policy, section 8.1).
    """
    sent = (response.header("Referrer-Policy") or "").lower().split(",")
    known = [each.strip() for each in sent if each.strip() in REFERRER_POLICIES]
    return known[-1] if known and known[-1] in LEAKY else ""


def _tells(exchange: Exchange, response: Response) -> str | None:
    if not (found := leaky(response)):
        return None
    sent = "; ".join([f"Referrer-Policy is {found}", *misnamed(response, "Referrer-Policy")])
    return (
        f"Expected {EVIL} not to learn the draft's address from a link in {asked(exchange)}; it "
        f"does, because {sent}."
    )


draft_stays_secret = _at(DRAFT, _tells)


def _kept(exchange: Exchange, response: Response) -> str | None:
    if 300 <= response.status < 400 or forbids_storing(response):
        return None
    sent = response.header("Cache-Control") or "none"
    return (
        f"Expected {asked(exchange)} to send Cache-Control: no-store; it sends {sent}, "
        "so Back shows the page after logout."
    )


def nothing_to_go_back_to(evidence: Evidence, _before: Evidence) -> str | None:
    """No page of somebody who is logged in may be kept: each holds a name, and a form to leave."""
    for exchange, response in answered(evidence):
        is_page = exchange.request.method == "GET" and exchange.request.url.startswith("https:")
        leave = (part.url or "" for part in parts(response, exchange.request.url))
        personal = is_page and any(url.endswith("/logout") for url in leave)
        if personal and (why := _kept(exchange, response)):
            return why
    return None


def cookie_stays(evidence: Evidence, _before: Evidence) -> str | None:
    """The login's cookie is one that a browser takes, and keeps from scripts, http and others.

    Without a cookie there is no login: the page that has its form sets the same one.
    """
    for exchange, response in answered(evidence):
        url = urlsplit(exchange.request.url)
        if (url.scheme, url.path) != ("https", "/login"):
            continue
        for cookie in response.all("Set-Cookie"):
            wanted = f"Expected the cookie of {asked(exchange)} to"
            if why := rejected(cookie, url.hostname or ""):
                return f"{wanted} be kept by a browser; it is not: {why}."
            if missing := _missing(cookie):
                return f"{wanted} {missing}: {_plain(cookie)}."
    return None


def _missing(cookie: str) -> str:
    """What its attributes lack, or the empty string (RFC 6265bis, sections 4.1.2 and 4.1.3)."""
    found = attributes(cookie)
    for wanted in ("Secure", "HttpOnly"):
        if wanted.lower() not in found:
            return f"have {wanted}"
    if found.get("samesite", "").lower() not in ("lax", "strict"):
        return "have SameSite=Lax or Strict"
    return ""


def _plain(cookie: str) -> str:
    name = next(iter(parse_cookie(cookie)), "")
    return "; ".join([f"{name}=…", *[part.strip() for part in cookie.split(";")[1:]]])
