"""Who may show a response in a frame: X-Frame-Options and frame-ancestors, as browsers decide."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.csp import Policy
from helpers.exchange import Response
from helpers.origin import same_origin

_BLOCKING = {"deny", "allowall", "sameorigin"}


@dataclass(frozen=True)
class Framing:
    """Whether a frame shows the response, and which header decided, in a learner's words."""

    allowed: bool
    why: str

    def __bool__(self) -> bool:
        return self.allowed


def may_frame(response: Response, url: str, embedder: str) -> Framing:
    """Whether a page at ``embedder`` may show ``response``, which came from ``url``, in a frame.

    HTML, "check a navigation response's adherence to X-Frame-Options", and Content Security
    Policy Level 3, section 6.4.2, frame-ancestors: where an enforced policy has that directive,
    X-Frame-Options is not looked at.
    """
    policy = Policy(*response.all("Content-Security-Policy"))
    named = [each["frame-ancestors"] for each in policy.directive_sets if "frame-ancestors" in each]
    if named:
        verdict = policy.allows("frame-ancestors", embedder, page=url)
        sent = " and ".join(" ".join(("frame-ancestors", *sources)) for sources in named)
        both = ["each policy has to allow it"] * (len(named) > 1)
        notes = [*both, *_ignored(policy), *_host_names(named)]
        if verdict and not _by_x_frame_options(response, url, embedder):
            passed_over = f"X-Frame-Options: {response.header('X-Frame-Options')}"
            notes.append(f"beside it {passed_over} does not count")
        return Framing(verdict.allowed, "; ".join([f"Content-Security-Policy says {sent}", *notes]))
    return _by_x_frame_options(response, url, embedder)


def _by_x_frame_options(response: Response, url: str, embedder: str) -> Framing:
    sent = response.header("X-Frame-Options")
    if sent is None:
        return Framing(True, _nothing_said(response))
    values = {value.strip(" \t").lower() for value in sent.split(",")}
    said = f"X-Frame-Options is {sent!r}"
    if len(values) > 1 and values & _BLOCKING:
        return Framing(False, f"{said}: values that contradict each other")
    if values == {"deny"}:
        return Framing(False, said)
    if values == {"sameorigin"}:
        return Framing(same_origin(url, embedder), said)
    return Framing(True, f"{said}, which no browser knows, so it is ignored")


def _nothing_said(response: Response) -> str:
    """Why no header counts, by what was sent instead."""
    sent = response.header("Content-Security-Policy")
    if sent is not None:
        ignored = _ignored(Policy(sent))
        return "; ".join([f'Content-Security-Policy: "{sent}" has no frame-ancestors', *ignored])
    if response.header("Content-Security-Policy-Report-Only"):
        return "Content-Security-Policy-Report-Only reports, and blocks nothing"
    return "no header says who may frame it"


def _ignored(policy: Policy) -> list[str]:
    parts = [part for part in policy.ignored if part.directive.startswith("frame-anc")]
    return [f"{part.text} has no effect: {part.why}" for part in parts]


def _host_names(named: list[tuple[str, ...]]) -> list[str]:
    keywords = {"self", "none"} & {source.lower() for sources in named for source in sources}
    return [f"{word} without quotes is the name of a host" for word in sorted(keywords)]
