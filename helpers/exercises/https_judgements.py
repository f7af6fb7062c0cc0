"""What must hold of a shop's responses, told apart by the address a browser asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import parse_qsl, urljoin, urlsplit

from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered, happened, opened_up, shows_instead
from helpers.exercises.https_shops import OTHER_NAMES, PROTO, asked_for, forged
from helpers.exercises.in_words import beside
from helpers.exercises.slips import misnamed
from helpers.hsts import NAME, Noted, asks_for_the_list, noted
from helpers.origin import same_origin
from helpers.sniffing import opens_as_page

REDIRECTS = (301, 302, 303, 307, 308)
REFUSED = (400, 403, 421)
REFUSED_FOR_ITS_NAME = (*REFUSED, 404, 410)

Judge = Callable[[str, Exchange, Response, Response], str | None]
"""What was expected, of a request in words, its exchange, its response, and the one before it."""


def asked_by(scheme: str, hosts: tuple[str, ...], judge_one: Judge) -> Judgement:
    """No response that a browser asked these hosts for gives that judge a reason to complain."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        then = {each.request: response for each, response in answered(before)}
        for told, exchange, response in _asked(evidence, scheme, hosts):
            if why := judge_one(told, exchange, response, then[exchange.request]):
                return why + by_http_alone(why, urlsplit(asked_for(exchange)).hostname, evidence)
        return None

    return judge


def by_http_alone(why: str, host: str | None, evidence: Evidence) -> str:
    """Where it says that the field is missing: that the host sends it by http, or ""."""
    sent = [asked_for(each) for each, response in answered(evidence) if response.all(NAME)]
    by_http = any(url.startswith(f"http://{host}/") for url in sent)
    is_missing = why.endswith(f"has no {NAME}.")
    return f" By http {host} sends it, where browsers ignore it." * (is_missing and by_http)


def _asked(
    evidence: Evidence, scheme: str, hosts: tuple[str, ...]
) -> Iterator[tuple[str, Exchange, Response]]:
    """What a browser asked these hosts by that scheme: each in words, and what came of it."""
    for exchange, response in answered(evidence):
        url = urlsplit(asked_for(exchange))
        if url.scheme != scheme or url.hostname not in hosts:
            continue
        written = forged(exchange)
        said = f" with {written}" if written else beside(exchange.request, but=(PROTO,))
        word = OTHER_NAMES.get(url.hostname or "")
        said += f' (create_app("{word}") again)' if word else ""
        yield f"{exchange.request.method} {url.geturl()}{said}", exchange, response


def unforged(exchange: Exchange) -> bool:
    """Whether the client wrote none of the fields that a proxy writes."""
    return not forged(exchange)


def meant(exchange: Exchange) -> bool:
    """Whether nothing is forged, nor is it refused for its name, as TRUSTED_HOSTS does.

    Of another name /account alone is asked, so that with 404 all of it is refused.
    """
    elsewhere = urlsplit(exchange.request.url).hostname in OTHER_NAMES
    status = exchange.response.status if exchange.response else None
    return unforged(exchange) and not (elsewhere and status in REFUSED_FOR_ITS_NAME)


def where_noted(hosts: tuple[str, ...], wanted: str, judge_one: Judge) -> Judgement:
    """Each host is noted after some page, and no note gives that judge a reason to complain.

    After which pages there is none at all is another requirement's matter.
    """

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for host in hosts:
            asked = list(_asked(evidence, "https", (host,)))
            kept = [each for each in asked if _noted(each[1], each[2]).max_age is not None]
            if asked and not kept:
                return (
                    f"Expected a browser to note {host} {wanted}; it notes nothing, whichever "
                    f"page of https://{host} it asks for: the row about keeping to https says why."
                )
            for told, exchange, response in kept:
                if why := judge_one(told, exchange, response, response):
                    return why
        return None

    return judge


def keeps_to_https(told: str, exchange: Exchange, response: Response, _then: object) -> str | None:
    """A browser notes the host."""
    if found := _noted(exchange, response):
        return None
    place = asked_for(exchange)
    circles = response.header("Location") == place != exchange.request.url
    return (
        f"Expected a browser to keep to https after {told}, status {response.status}; "
        f"it does not, because {found.why}{in_its_place(response)}."
        + f" It was sent to {place}, the same address: the proxy had asked by http."
        * circles
    )


def in_its_place(response: Response) -> str:
    """What stands in the header's place: a name come near to, or a directive taken for it."""
    if response.header(NAME) is not None:
        return ""
    is_there = "upgrade-insecure-requests" in (response.header("Content-Security-Policy") or "")
    what = ": upgrade-insecure-requests changes the addresses in a page, not what a visitor types"
    return "; ".join(["", *misnamed(response, NAME)]) + what * is_there


def at_names_below_too(told: str, exchange: Exchange, response: Response, _: object) -> str | None:
    """A browser notes the host, and every name below it."""
    found = _noted(exchange, response)
    if found and found.include_subdomains:
        return None
    return (
        f"Expected a browser to keep to https at names below as well after {told}, status "
        f"{response.status}; it does not, because {found.why}{in_its_place(response)}."
    )


def not_at_names_below(told: str, exchange: Exchange, response: Response, _: object) -> str | None:
    """Names below the host can still be asked by http."""
    found = _noted(exchange, response)
    if found and found.include_subdomains:
        return (
            f"Expected a browser to leave names below alone after {told}, of which nothing is "
            f"known; it keeps them to https too, because {found.why}."
        )
    return None


def for_seconds(
    least: int, most: int | None, told: str, exchange: Exchange, response: Response, _then: object
) -> str | None:
    """A browser notes the host for at least so long, and where there is a most, no longer."""
    why = wrong_length(_noted(exchange, response), least, most)
    return f"Expected {told} to be noted {why}" if why else None


def _noted(exchange: Exchange, response: Response) -> Noted:
    return noted(response, asked_for(exchange))


def wrong_length(found: Noted, least: int, most: int | None) -> str:
    """For how many seconds it should be noted, and for how many it is; else the empty string."""
    if found.max_age is not None and least <= found.max_age <= (most or found.max_age):
        return ""
    wanted = f"at least {least}" if most is None else f"{least} to {most}"
    wanted = f"{least}" if most == least else wanted
    instead = f"not, because {found.why}" if found.max_age is None else f"for {found.max_age}"
    return f"for {wanted} seconds; it is {instead}."


def notes_nothing(told: str, exchange: Exchange, response: Response, _then: object) -> str | None:
    """A browser notes nothing, or forgets what it had noted."""
    if found := _noted(exchange, response):
        return f"Expected a browser to note nothing after {told}; it does, because {found.why}."
    return None


def asks_for_no_place(told: str, _exchange: Exchange, response: Response, _: object) -> str | None:
    value = response.header(NAME) or ""
    why = f"Expected {told} not to ask for the preload list, which nobody has decided for"
    return f"{why}; it sends {value}." if asks_for_the_list(value) else None


def sent_on_to_https(
    claims_https: bool, told: str, exchange: Exchange, response: Response, _then: object
) -> str | None:
    """A redirect to the same address by https, where the client claims to use it, or does not."""
    if bool(forged(exchange)) is not claims_https:
        return None
    place, found = asked_for(exchange).replace("http:", "https:", 1), response.header("Location")
    if response.status in REDIRECTS and found and _same_address(found, place):
        return None
    why, asked = "", urlsplit(place)
    if response.status == 200 and not found:
        why = (
            ": it believes what the client wrote and takes it for https, or sends nobody on"
            if claims_https
            else ": no hook returned a redirect, the app took it for https, or debug is on, where "
            "Talisman sends nobody on"
        )
    if found and urlsplit(found).hostname not in (None, asked.hostname):
        why = f", so that the browser does not meet {asked.hostname} by https"
    return f"Expected {told} to be sent on to {place}; {_came_of(exchange, response)}{why}."


def _same_address(one: str, other: str) -> bool:
    """Whether an app reads the same from both: a query may be written in more than one way."""
    addresses = (urlsplit(each) for each in (one, other))
    read = [(each.path, parse_qsl(each.query, keep_blank_values=True)) for each in addresses]
    return same_origin(one, other) and read[0] == read[1]


def arrives_as_before(hosts: tuple[str, ...]) -> Judgement:
    """Redirects end where they ended before, and on the way a browser meets the name by https."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        leads, led = _redirects(evidence), _redirects(before)
        for scheme in ("http", "https"):
            for told, exchange, response in _asked(evidence, scheme, hosts):
                method, url = exchange.request.method, asked_for(exchange)
                way, end = _way(method, url, leads), _way(method, url, led)[-1]
                secured = url.replace("http:", "https:", 1)
                met = any(same_origin(secured, each) for each in way)
                if end == url or (way[-1] == end and met):
                    continue
                came = " and on to ".join([_came_of(exchange, response), *way[2:]])
                first = ""
                if way[-1] == end:
                    first = f"{secured} first, and then to "
                    came += f", so that the browser does not meet {urlsplit(url).hostname} by https"
                return f"Expected {told} to lead to {first}{end}; {came}."
        return None

    return judge


def _redirects(evidence: Evidence) -> dict[tuple[str, str], str]:
    """Where each request, by its method and address, is sent on to."""
    return {
        (exchange.request.method, asked_for(exchange)): urljoin(asked_for(exchange), place)
        for exchange, response in answered(evidence)
        if response.status in REDIRECTS and (place := response.header("Location"))
    }


def _way(method: str, url: str, leads: Mapping[tuple[str, str], str]) -> list[str]:
    """The addresses a browser asks for in turn, each once."""
    way = [url]
    while (place := leads.get((method, way[-1]))) and place not in way:
        way.append(place)
    return way


def believes_no_client(hosts: tuple[str, ...]) -> Judgement:
    """What a client writes of a proxy's fields changes nothing, unless the request is refused."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for scheme in ("http", "https"):
            plain: dict[tuple[str, str], str] = {}
            for told, exchange, response in _asked(evidence, scheme, hosts):
                request, now = exchange.request, _outcome(exchange, response)
                then = plain.setdefault((request.method, asked_for(exchange)), now)
                if now != then and response.status not in REFUSED:
                    return (
                        f"Expected {told} to be answered as without it, with {then}; "
                        f"it is answered with {now}."
                    )
        return None

    return judge


def _outcome(exchange: Exchange, response: Response) -> str:
    place, value = response.header("Location"), response.header(NAME)
    by_https = asked_for(exchange).startswith("https:")
    sent = f" and {NAME}: {value}" if value and by_https else ""
    shown = "" if place else f", {response.text[:80]!r}"
    return f"{response.status}{f' to {place}' if place else ''}{sent}{shown}"


def _came_of(exchange: Exchange, response: Response) -> str:
    circles = response.header("Location") == asked_for(exchange) != exchange.request.url
    by_http = ", the same address: the proxy had asked the app by http"
    return happened(exchange) + by_http * circles


def answers_as_before(
    told: str, exchange: Exchange, response: Response, then: Response
) -> str | None:
    """What was a page still is the same page, with its status."""
    if then.header("Location"):
        return None
    if response.status != then.status:
        return f"Expected {told} to answer {then.status}; {_came_of(exchange, response)}."
    if response.body != then.body:
        return f"Expected {told} to {shows_instead(then, response)}."
    if spoilt := opened_up(exchange, then):
        return f"Expected {told} to work as before; {spoilt}."
    if response.header("Refresh"):
        return f"Expected {told} to stay where it is; it has Refresh: {response.header('Refresh')}."
    if opens_as_page(then) and not (opens := opens_as_page(response)):
        return f"Expected {told} to open as the page it was; now {opens.why}."
    return None
