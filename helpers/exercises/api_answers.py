"""The answers of an API: each is JSON, believed to be JSON, and gives what it gave."""

from __future__ import annotations

import json

from helpers import sniffing
from helpers.exercises import Evidence
from helpers.exercises.anywhere import answered
from helpers.exercises.in_words import told


def never_a_page(evidence: Evidence, _before: Evidence) -> str | None:
    """No answer opens as a page of the site."""
    for each, response in answered(evidence):
        if page := sniffing.opens_as_page(response):
            return (
                f"Expected a browser not to make a page of {told(each.request)}, status "
                f"{response.status}; it does, because {page.why}."
            )
    return None


def is_json(evidence: Evidence, _before: Evidence) -> str | None:
    """Every answer is JSON, and of a JSON type (MIME Sniffing, section 4.6)."""
    for each, response in answered(evidence):
        asked = f"{told(each.request)}, status {response.status}"
        wanted = f"Expected {asked}, to be answered with JSON;"
        kind = sniffing.mime_type(response)
        if not (kind in ("application/json", "text/json") or kind.endswith("+json")):
            sent = response.header("Content-Type")
            what = f'"{sent}", which is no type' if sent else "missing"
            return f"{wanted} the type is {kind or what}."
        try:
            named = "charset" in (response.header("Content-Type") or "").lower()
            written = sniffing.decoded(response) if named else response.body
            json.loads(written, parse_constant=_no_number)
        except ValueError:
            sent = response.header("Content-Type") if named else kind
            return f"{wanted} the type is {sent}, and the body is something else."
    return None


def _no_number(name: str) -> None:
    """RFC 8259, section 6: JSON has no NaN and no Infinity, which Python reads."""
    raise ValueError(name)


def same_data(evidence: Evidence, before: Evidence) -> str | None:
    """What was no error gives the same data as before, however it is written."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        if not then.response or then.response.status >= 400:
            continue
        wanted = json.loads(then.response.body)
        try:
            given = json.loads(now.response.body) if now.response else None
        except ValueError:
            given = None
        if given != wanted:
            return (
                f"Expected {told(now.request)} to give {json.dumps(wanted)[:70]}; "
                f"it gave {now.response.text[:70] if now.response else 'nothing'!r}."
            )
    return None
