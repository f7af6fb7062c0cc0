"""Advice on a policy, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much a piece of advice matters, from the most to the least."""

    HIGH = "high"
    """An attacker's code runs, or a directive that should stop it counts for nothing."""
    MEDIUM = "medium"
    """An attack of another kind works, or the policy does not do what it says."""
    LOW = "low"
    """Something could be tighter, or has no effect."""
    NOTE = "note"
    """Nothing is wrong; good to know."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One weakness of a policy, or one mistake in it.

    kind: its name, such as "script-unsafe-inline"
    directive: the directive it is about, which may be one that is missing
    token: the word in its value, or "" where it is about the directive as a whole
    why: why an attacker likes it, or what browsers make of it
    instead: what to write instead
    """

    kind: str
    severity: Severity
    directive: str
    token: str
    why: str
    instead: str
