"""Judgements that exercises of every lesson share."""

from __future__ import annotations

from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence

SENT_ONCE = (
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Strict-Transport-Security",
    "Referrer-Policy",
)
"""Fields of which a response holds one: browsers take a second for nonsense, or ignore it."""


def same_statuses(evidence: Evidence, before: Evidence) -> str | None:
    """Every request is answered with the status it was answered with before."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        wanted = then.response.status if then.response else None
        if now.response is None or now.response.status != wanted:
            return f"Expected {now.request} to answer {wanted}; {happened(now)}."
    return None


def same_bodies(evidence: Evidence, before: Evidence) -> str | None:
    """Every request is answered with the status and the body it was answered with before."""
    if why := same_statuses(evidence, before):
        return why
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        if now.response and then.response and now.response.body != then.response.body:
            return f"Expected {now.request} to show what it showed before; it shows something else."
    return None


def no_duplicates(evidence: Evidence, _before: Evidence) -> str | None:
    """No response holds a single-valued security header twice."""
    for exchange, response in answered(evidence):
        for name in SENT_ONCE:
            if len(values := response.all(name)) > 1:
                sent = " and ".join(values)
                return f"Expected {name} once; {exchange.request} answered with it twice: {sent}."
    return None


def answered(evidence: Evidence) -> list[tuple[Exchange, Response]]:
    """The exchanges in which a response came."""
    return [(each, each.response) for each in evidence.exchanges if each.response]


def happened(exchange: Exchange) -> str:
    """What came of an exchange, to put into a sentence."""
    raised = f" ({exchange.raised})" if exchange.raised else ""
    status = exchange.response.status if exchange.response else "nothing"
    return f"it answered {status}{raised}"
