"""What the judge says a browser notes of Strict-Transport-Security is what Chromium notes.

The values are those of RFC 6797, section 6.2, of mistakes.md, M79 and M80, and some around them.
Chromium is asked about each of them here; without a browser the expected values, measured in
Chromium 156, still hold.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.exchange import Response
from helpers.hsts import NAME, Noted, noted, parse, unfit_for_the_list
from tests.chromium.https_and_hsts import schemes_after

NOTHING = (None, False)
YEAR = 31536000
VALUES: dict[str, tuple[int | None, bool]] = {
    # RFC 6797, section 6.2
    "max-age=31536000": (YEAR, False),
    "max-age=15768000 ; includeSubDomains": (15768000, True),
    'max-age="31536000"': (YEAR, False),
    "max-age=0": (0, False),
    "max-age=0; includeSubDomains": (0, True),
    # Section 6.1: any order, names in any case, empty and unknown directives, spaces
    "INCLUDESUBDOMAINS;MAX-AGE=300": (300, True),
    ";;max-age=300;;": (300, False),
    "\tmax-age = 300 ;\tincludeSubDomains\t": (300, True),
    "max-age=300; preload": (300, False),
    "max-age=300; includeSubDomains; preload": (300, True),
    "max-age=300; preload; preload": (300, False),
    "max-age=300; includeSubDomain": (300, False),
    "max-age=300; include-subdomains": (300, False),
    'max-age=300; x="a; includeSubDomains"': (300, False),
    "max-age=007": (7, False),
    "max-age=99999999999999999999": (99999999999999999999, False),
    # M79, M80, and other values that no browser takes
    "": NOTHING,
    "includeSubDomains": NOTHING,
    "31536000": NOTHING,
    "max-age": NOTHING,
    "max-age=": NOTHING,
    'max-age=""': NOTHING,
    "maxage=31536000": NOTHING,
    "max_age=31536000": NOTHING,
    "max-age: 31536000": NOTHING,
    "max-age:31536000": NOTHING,
    "max-age 31536000": NOTHING,
    "max-age=31536000, includeSubDomains": NOTHING,
    "max-age=31536000,includeSubDomains": NOTHING,
    "max-age=31536000 includeSubDomains": NOTHING,
    "max-age=31536000; includeSubDomains, preload": NOTHING,
    "max-age=31536000; includeSubDomains preload": NOTHING,
    '"max-age=31536000"': NOTHING,
    "'max-age=31536000'": NOTHING,
    "max-age='31536000'": NOTHING,
    'max-age="31536000': NOTHING,
    "max-age=1 year": NOTHING,
    "max-age=1y": NOTHING,
    "max-age=-1": NOTHING,
    "max-age=+300": NOTHING,
    "max-age=300.0": NOTHING,
    "max-age=31_536_000": NOTHING,
    "max-age=300; max-age=600": NOTHING,
    "max-age=300; includeSubDomains; includeSubDomains": NOTHING,
    "max-age=300; includeSubDomains=true": NOTHING,
    'max-age=300; includeSubDomains=""': NOTHING,
    "max-age=300; includeSubDomains=": NOTHING,
    "max-age=300; x=": NOTHING,
    "max-age=300; =": NOTHING,
    "{'max-age': 31536000}": NOTHING,
    "Strict-Transport-Security: max-age=31536000": NOTHING,
}


def both(found: Noted) -> tuple[int | None, bool]:
    return found.max_age, found.include_subdomains


@pytest.mark.parametrize(("value", "expected"), VALUES.items())
def test_a_value_says_for_how_long_and_for_which_names(
    value: str, expected: tuple[int | None, bool]
) -> None:
    assert both(parse(value)) == expected
    assert f'"{value}"' in parse(value).why


def test_chromium_notes_each_value_as_expected() -> None:
    seen = schemes_after({value: [value] for value in VALUES})
    for value, (own, below) in seen.items():
        found = parse(value)
        assert own == ("https" if found else "http"), value
        assert below == ("https" if found and found.include_subdomains else "http"), value


def sent(*values: str) -> Response:
    return Response(headers=tuple((NAME, value) for value in values))


@pytest.mark.parametrize(
    ("response", "url", "expected"),
    [
        # RFC 6797, section 8.1: the first of several fields; nothing over http; 8.1.1: no address.
        (sent("max-age=300", "max-age=600"), "https://shop.test/", (300, False)),
        (sent("nonsense", "max-age=600"), "https://shop.test/", NOTHING),
        (sent("max-age=300"), "http://shop.test/", NOTHING),
        (sent("max-age=300"), "https://192.0.2.1/", NOTHING),
        (sent("max-age=300"), "https://[2001:db8::1]/", NOTHING),
        # headers-2026.md: Chromium notes nothing for localhost.
        (sent("max-age=300"), "https://localhost/", NOTHING),
        (sent("max-age=300"), "https://shop.localhost/", NOTHING),
        (sent(), "https://shop.test/", NOTHING),
    ],
)
def test_what_counts_is_the_first_field_that_came_over_https_from_a_name(
    response: Response, url: str, expected: tuple[int | None, bool]
) -> None:
    assert both(noted(response, url)) == expected


def test_an_unknown_directive_is_passed_over_and_named() -> None:
    assert "passes over includeSubDomain" in parse("max-age=300; includeSubDomain").why
    assert "passes over" not in parse("max-age=300; includeSubDomains; preload").why


FIT = "max-age=31536000; includeSubDomains; preload"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        # header.go of github.com/chromium/hstspreload, and its rules for a header
        (FIT, ""),
        ("PRELOAD;includesubdomains;Max-Age=63072000", ""),
        (f"{FIT};", ""),
        (FIT.replace("31536000", "31535999"), "a year or more"),
        (FIT.replace("31536000", '"31536000"'), "no blanks or quotes"),
        (FIT.replace("=", " = "), "no blanks or quotes"),
        ("max-age=31536000; preload", "includeSubDomains"),
        ("max-age=31536000; includeSubDomains", "the bare word preload"),
        (f"{FIT}=true", "the bare word preload"),
        (FIT.replace(";", ","), "semicolon"),
        ("preload", "max-age= is missing"),
    ],
)
def test_the_preload_list_reads_more_strictly_than_a_browser(value: str, wanted: str) -> None:
    why = unfit_for_the_list(value)
    assert wanted in why
    assert bool(why) is bool(wanted)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("Strict-Transport-Security: max-age=300", "no part of its value"),
        ("max-age", "has no number"),
        ("max-age=1 week", "takes no unit"),
        ("max-age=300 includeSubDomains", "only a semicolon ends a directive"),
        ("max-age=300 preload", "only a semicolon ends a directive"),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_its_own_words(value: str, why: str) -> None:
    assert parse(value).why.endswith(why)


@given(st.text(alphabet=st.sampled_from('max-ge=0123;," \t\\includeSbDo:'), max_size=60))
def test_no_text_makes_it_raise(value: str) -> None:
    assert parse(value).why


@given(st.integers(0, 10**12), st.booleans(), st.sampled_from(["; ", ";", " ; "]))
def test_what_is_well_formed_is_read_as_it_was_written(age: int, below: bool, gap: str) -> None:
    parts = [f"max-age={age}", *["includeSubDomains"] * below]
    assert both(parse(gap.join(parts))) == (age, below)
    assert both(parse(gap.join(reversed(parts)))) == (age, below)
