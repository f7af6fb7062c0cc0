"""How the rows of ``weaknesses`` and ``notes`` find what they are about in a policy.

Whether an attack works is never guessed from words: the engine is asked, for a page at PAGE and
an attacker at EVIL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from helpers.csp import Policy
from helpers.csp_advice.severity import Advice, Severity
from helpers.csp_kinds import KINDS

PAGE = "https://shop.test/"
EVIL = "https://evil.test/x"
"""An address that no policy means to name."""
EVIL_SOCKET = "wss://evil.test/x"
INJECTED = "/* of evil.test */ alert(1)"
"""The attacker's code, which no policy has the hash of."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where it is: a directive, a word of its value or "", and what else there is to say.

    instead: what to do, where that is not what the row says
    """

    directive: str
    token: str = ""
    detail: str = ""
    instead: str = ""


Find = Callable[[Policy], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name, how much it matters, what finds it, and two sentences.

    The sentences may name the ``{directive}`` and the ``{token}`` that were found, and more about
    them as ``{detail}``.
    """

    kind: str
    severity: Severity
    find: Find
    why: str
    instead: str

    def advice(self, policy: Policy) -> Iterator[Advice]:
        """What the row says to a policy."""
        for each in self.find(policy):
            names = {"directive": each.directive, "token": each.token, "detail": each.detail}
            sentences = self.why.format(**names), each.instead or self.instead.format(**names)
            yield Advice(self.kind, self.severity, each.directive, each.token, *sentences)


def lets_through(*attacks: tuple[str, str | None]) -> Find:
    """The sources that let one of these attacks through: its kind, and its URL if it has one."""

    def find(policy: Policy) -> Iterator[Found]:
        for kind, url in attacks:
            if works(policy, kind, url):
                for directive, token in sources_in_force(policy, kind):
                    if works(Policy(f"{directive} {token}"), kind, url):
                        yield Found(directive, token)

    return find


def lacks(directive: str, kind: str) -> Find:
    """The directive, where an attack works because nothing governs its kind."""

    def find(policy: Policy) -> Iterator[Found]:
        if not any(policy.in_force(kind)) and works(policy, kind, EVIL):
            yield Found(directive)

    return find


def where(condition: Callable[[Policy], bool], find: Find) -> Find:
    """What is found, in policies of which the condition is true."""
    return lambda policy: find(policy) if condition(policy) else ()


def besides(find: Find, others: Find) -> Find:
    """What is found, without what others find."""

    def found(policy: Policy) -> Iterable[Found]:
        told = {*others(policy)}
        return [each for each in find(policy) if each not in told]

    return found


def misled(find: Find) -> Find:
    """What is found, with what an injected <base> would lead to another site."""

    def found(policy: Policy) -> Iterator[Found]:
        files = any(works(policy, kind, EVIL) for kind in ("script", "style", "img"))
        forms = works(policy, "form-action", EVIL)
        also = " and files" if files else " and forms" if forms else ""
        yield from (replace(each, detail=f"links{also}") for each in find(policy))

    return found


def works(policy: Policy, kind: str, url: str | None) -> bool:
    """Whether every policy lets an attack through."""
    return policy.allows(kind, url, page=PAGE, source=INJECTED).allowed


def main_directive(kind: str) -> str:
    """The directive one would add to govern a kind."""
    directives = next(check for check in KINDS[kind] if not check.besides).directives
    return directives[0].removesuffix("-elem").removesuffix("-attr")


def in_force(policy: Policy, kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The directives that govern a kind, one a policy at most, with their values."""
    return filter(None, policy.in_force(kind))


def sources_in_force(policy: Policy, kind: str) -> Iterator[tuple[str, str]]:
    """Each source that bears on a kind, with its directive."""
    for directive, value in in_force(policy, kind):
        yield from ((directive, token) for token in value)


def all_sources(policy: Policy) -> Iterator[tuple[str, str]]:
    """Each word of each value, with its directive."""
    for directives in policy.directive_sets:
        for name, value in directives.items():
            yield from ((name, token) for token in value)
