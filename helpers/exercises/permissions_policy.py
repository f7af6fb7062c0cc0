"""Exercise 13-1: a Permissions-Policy, and who has which feature by it."""

from __future__ import annotations

import re
from functools import partial

from helpers.exchange import Response
from helpers.exercises import Evidence, Exercise, Value, still, stops
from helpers.exercises.anywhere import all_of
from helpers.exercises.arrivals import EVIL
from helpers.exercises.entries import of_several_lines
from helpers.permissions import may_use

MAPS = "https://maps.test"
SHOP = "https://shop.test"
OLD = f"geolocation 'self' {MAPS}; camera 'none'; microphone 'none'"
"""What exercise 1 starts from: the syntax of Feature-Policy."""


def feature(name: str, origin: str, wanted: bool, evidence: Evidence, _: Evidence) -> str | None:
    """With the answer as Permissions-Policy, ``origin`` has the feature, or has it not.

    A frame's tag asks for it: its ``allow`` attribute names the feature.
    """
    response = Response(headers=(("Permissions-Policy", evidence.value),))
    permission = may_use(response, SHOP + "/", name, origin)
    if permission.allowed is wanted:
        return None
    who = origin if origin == SHOP else f'a frame of {origin} with allow="{name}"'
    should, does = ("get", "does not get") if wanted else ("get no", "gets")
    why, dropped = permission.why, "the whole header is dropped"
    if why.startswith(dropped) and name != "camera":  # that row comes first, and says why
        why = f"{dropped}, as it is for the camera"
    return f"Expected {who} to {should} {name}; it {does} it, because {why}."


def no_location_elsewhere(evidence: Evidence, before: Evidence) -> str | None:
    """No frame of another site than maps.test has the location, be it one that the value names."""
    hosts = re.findall(r"https?://([^\s\"'/:;,()]+)", evidence.value)
    others = [f"https://{host.lower().replace('*', 'any')}" for host in hosts]
    strangers = dict.fromkeys(each for each in (EVIL, *others) if each not in (MAPS, SHOP))
    every = (feature("geolocation", each, False, evidence, before) for each in strangers)
    return next(filter(None, every), None)


PERMISSIONS = Exercise(
    id="13-1",
    title="A Permissions-Policy in the right syntax",
    answer="policy",
    another=lambda evidence, _: of_several_lines("policy", evidence.value),
    probe=Value(given=OLD),
    requirements=[
        stops("Nobody gets the camera", partial(feature, "camera", SHOP, False)),
        stops("Nobody gets the microphone", partial(feature, "microphone", SHOP, False)),
        stops("A frame of another site gets no location", no_location_elsewhere),
        still("The shop itself gets the location", partial(feature, "geolocation", SHOP, True)),
        still("A frame of maps.test gets it too", partial(feature, "geolocation", MAPS, True)),
        still(
            "Fullscreen stays allowed",
            all_of(*(partial(feature, "fullscreen", each, True) for each in (SHOP, MAPS, EVIL))),
        ),
    ],
    hints=[
        "Run the four rows of syntax again. What does a browser do with a header it cannot read?",
        "feature=(who who), with commas between features. self is bare, an origin stands in "
        "double quotes.",
        'Read "Switching features off", under How it works.',
    ],
)
