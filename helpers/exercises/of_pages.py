"""Judgements about a site's pages: what they load, what they keep out, where their forms go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from helpers.csp import Policy, Verdict
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered
from helpers.exercises.in_words import asked
from helpers.exercises.named_sites import LOADED, elsewhere, named
from helpers.exercises.slips import because
from helpers.page import Part, parts, policy_of
from helpers.sniffing import opens_as_page, saved


def pages(evidence: Evidence) -> list[tuple[Exchange, Response]]:
    """The exchanges whose response a browser opens as a page."""
    return [pair for pair in answered(evidence) if opens_as_page(pair[1])]


def each_policy(evidence: Evidence) -> Iterator[tuple[Exchange, Response, Policy]]:
    """Of the pages with equal policies the first: what one lets in, all of them do."""
    met = set()
    for exchange, response in pages(evidence):
        policy = policy_of(response, exchange.request.url)
        decides = _deciding(exchange.request.url, policy)
        if decides not in met:
            yield exchange, response, policy
        met.add(decides)


def _deciding(url: str, *policies: Policy) -> tuple[object, ...]:
    """All that a page's verdicts hang on: its policies and its origin."""
    return (urlsplit(url)[:2], *(policy.values for policy in policies))


SANDBOXED = {
    "allow-scripts": "no script of the page runs",
    "allow-forms": "no form of the page can be sent",
    "allow-same-origin": "the page counts as one of another site",
}
"""What a sandbox does that lacks the word (HTML, "parse a sandboxing directive")."""


def sandboxed(policy: Policy) -> str | None:
    """What a page cannot do for the sandbox that its policy puts it into."""
    for directives in policy.directive_sets:
        allowed = {word.lower() for word in directives.get("sandbox", SANDBOXED)}
        for word, why in SANDBOXED.items():
            if word not in allowed:
                return f"it has a sandbox without {word}, so {why}"
    return None


def no_sandbox(evidence: Evidence, _before: Evidence) -> str | None:
    """No page is put into a sandbox that takes its scripts, its forms or its origin."""
    for exchange, _response, policy in each_policy(evidence):
        if why := sandboxed(policy):
            return f"Expected {asked(exchange)} to work as before; as to its policy, {why}."
    return None


def wanting_consent(response: Response) -> tuple[str, ...]:
    """What of another site a browser shows in the page by that site's consent alone: kinds of part.

    HTML, "embedder policy", and Fetch, "cross-origin resource policy check".
    """
    policy = (response.header("Cross-Origin-Embedder-Policy") or "").partition(";")[0].strip()
    return {"require-corp": ("img", "frame"), "credentialless": ("frame",)}.get(policy, ())


def no_form_to(*targets: str, all_but: Iterable[str] = ()) -> Judgement:
    """No page lets a form, such as one that was injected, send to any of these addresses.

    Nor to what its policy names itself, where ``all_but`` gives the origins that it may name.
    """
    wanted = "keep a form from sending to {}"
    return _never("form-action", targets, wanted, "the form is sent", all_but)


def no_base_at(*targets: str, all_but: Iterable[str] = ()) -> Judgement:
    """No page obeys a <base> with any of these addresses, nor any other that its policy names."""
    return _never("base-uri", targets, "ignore <base href={}>", "it is obeyed", all_but)


def no_frame_of(*embedders: str) -> Judgement:
    """No page lets any of these show it in a frame."""
    return _never("frame-ancestors", embedders, "refuse to be framed by {}", "it may be", ())


def _never(
    kind: str, targets: Iterable[str], wanted: str, otherwise: str, all_but: Iterable[str]
) -> Judgement:
    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response, policy in each_policy(evidence):
            others = elsewhere(policy, kind, all_but) if all_but else ()
            for target in (*targets, *others):
                verdict = policy.allows(kind, target, page=exchange.request.url)
                if verdict:
                    bare = kind == "form-action" and target.startswith("http:")
                    way = ", in plain text" if bare else ""
                    return (
                        f"Expected {asked(exchange)} to {wanted.format(target)}; "
                        f"{otherwise}{way}. {because(policy, verdict, response)}"
                    )
        return None

    return judge


def own_forms_send(evidence: Evidence, before: Evidence) -> str | None:
    """Every form that was in a page is still there, and may send where it sends."""
    return _parts_work(evidence, before, lambda part: part.kind == "form-action")


def own_parts_load(evidence: Evidence, before: Evidence) -> str | None:
    """Everything a page loaded is still in it and still loads."""
    return _parts_work(evidence, before, lambda part: part.kind != "form-action")


def _parts_work(
    evidence: Evidence, before: Evidence, is_meant: Callable[[Part], bool]
) -> str | None:
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        had = [part for part in parts_of(then) if is_meant(part) and part.verdict]
        has = {(part.kind, part.url): part for part in parts_of(now)}
        for part in had:
            kept = has.get((part.kind, part.url))
            wanted = f"Expected {kept or part} to work in {asked(now)}, as it did before;"
            if kept is None:
                download = now.response and saved(now.response)
                is_not = "a browser saves the page as a file" if download else "it is not there"
                return f"{wanted} {is_not}."
            if now.response and not kept.verdict:
                policy = policy_of(now.response, now.request.url)
                return f"{wanted} a browser refuses. {because(policy, kept.verdict, now.response)}"
    return None


def parts_of(exchange: Exchange) -> tuple[Part, ...]:
    """The parts of the page that came, if one came."""
    return parts(exchange.response, exchange.request.url) if exchange.response else ()


class Attempt(NamedTuple):
    """What an attacker could put into a page: its kind, its address, and what it is called."""

    kind: str
    url: str | None
    name: str
    parser_inserted: bool = True


EVIL = "https://evil.test/x"
OUTSIDE = (
    Attempt("script", EVIL, "a script of evil.test"),
    Attempt("script", EVIL, "a script of evil.test that another script adds", False),
    Attempt("inline-script", None, "a script that stands in the page"),
    Attempt("event-handler", None, "an attribute such as onclick"),
    Attempt("style", EVIL, "a stylesheet of evil.test"),
    Attempt("img", EVIL, "an image of evil.test"),
    Attempt("connect", EVIL, "a fetch from evil.test"),
    Attempt("frame", EVIL, "a frame of evil.test"),
    Attempt("object", EVIL, "an object of evil.test"),
    Attempt("base-uri", EVIL, "a <base> of evil.test"),
    Attempt("base-uri", "/uploads/", "a <base> of /uploads/"),
    Attempt("eval", None, "eval()"),
    Attempt("script", "/uploads/x.js", "any script of its own site"),
    *(Attempt(kind, "/uploads/x", f"a {kind} of its own site") for kind in ("img", "frame")),
    Attempt("connect", "/uploads/x", "a fetch from its own site"),
    Attempt("script", "data:text/javascript,x()", "a script of a data: address"),
    Attempt("object", "data:image/png,x", "an object of a data: address"),
    Attempt("frame", "data:text/html,x", "a frame of a data: address"),
    Attempt("inline-style", None, "a style that stands in the page"),
    Attempt("style-attribute", None, "a style attribute"),
)


def outside_stays_out(evidence: Evidence, before: Evidence) -> str | None:
    """What a page's policy kept out, it still keeps out, what it names itself included."""
    return _as_before(_from_outside, False, evidence, before)


def outside_stays_out_as_of(model: Response, evidence: Evidence) -> str | None:
    """What the policy of one response keeps out, every page keeps out."""
    models = Evidence(exchanges=tuple(Exchange(each.request, model) for each in evidence.exchanges))
    as_the_model = "as the front page does; it"
    return _as_before(_from_outside, False, evidence, models, as_the_model)


def _from_outside(policy: Policy) -> Iterator[Attempt]:
    yield from OUTSIDE
    for kind in LOADED:
        for url in named(policy, kind):
            yield Attempt(kind, url, f"{url} ({kind}-src)")


def still_let_in(*attempts: Attempt, unlike: str = "as it did before; now it") -> Judgement:
    """What a page's policy let in, it still lets in: for what the page itself does not name."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        return _as_before(lambda _: attempts, True, evidence, before, unlike)

    return judge


def _as_before(
    tried: Callable[[Policy], Iterable[Attempt]],
    wanted: bool,
    now: Evidence,
    then: Evidence,
    unlike: str = "as it did before; now it",
) -> str | None:
    met = set()
    for one, other in zip(now.exchanges, then.exchanges, strict=True):
        if not (one.response and opens_as_page(one.response) and other.response):
            continue
        policies = [policy_of(each, one.request.url) for each in (one.response, other.response)]
        decides = _deciding(one.request.url, *policies)
        for attempt in () if decides in met else tried(policies[0]):
            verdict = _verdict(policies[0], attempt, one.request.url)
            if bool(verdict) is wanted:
                continue
            if bool(_verdict(policies[1], attempt, one.request.url)) is wanted:
                should, does = ("let in", "refuses it") if wanted else ("keep out", "lets it in")
                return (
                    f"Expected {asked(one)} to {should} {attempt.name}, {unlike} "
                    f"{does}. {because(policies[0], verdict, one.response)}"
                )
        met.add(decides)
    return None


def _verdict(policy: Policy, attempt: Attempt, page: str) -> Verdict:
    return policy.allows(
        attempt.kind,
        attempt.url and urljoin(page, attempt.url),
        page=page,
        source="x()",
        parser_inserted=attempt.parser_inserted,
    )
