"""Results look the same everywhere: no line too wide, no text lost, nothing taken for markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import flask
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter

from helpers import exchange
from helpers.browser import Played
from helpers.show import Table, register, show, table

WIDEST = 100
"""Characters in a line: what pyproject.toml's line-length allows the lessons' code as well."""

texts = st.text(max_size=120) | st.sampled_from(["", "\n", "a\tb", "x" * 300, "<b>", "a-b " * 40])


def rows_of(width: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(texts, min_size=width, max_size=width).map(tuple)


tables = st.integers(1, 8).flatmap(
    lambda width: st.builds(
        Table, rows_of(width), st.lists(rows_of(width), max_size=4).map(tuple), texts, texts
    )
)


def letters(text: str) -> Counter[str]:
    """How often each character occurs that can be seen."""
    return Counter("".join(text.split()))


@given(tables)
def test_a_table_as_text_is_narrow_and_loses_nothing(shown: Table) -> None:
    text = repr(shown)
    assert all(len(line) <= WIDEST for line in text.split("\n"))
    cells = [*shown.columns, *(cell for row in shown.rows for cell in row), shown.title, shown.note]
    added = letters(text) - letters("".join(cells))
    assert letters("".join(cells)) <= letters(text)
    assert set(added) <= {"-"}  # the rule below the headings


@contextmanager
def terminal(columns: int, is_one: bool = True) -> Iterator[None]:
    """Standard output as a terminal of so many columns, or as none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", SimpleNamespace(isatty=lambda: is_one))
        patch.setenv("COLUMNS", str(columns))
        yield


@given(tables, st.integers(60, 120))
def test_a_table_is_no_wider_than_the_terminal(shown: Table, columns: int) -> None:
    with terminal(columns):
        text = repr(shown)
    assert all(len(line) <= min(columns, WIDEST) for line in text.split("\n"))


@pytest.mark.parametrize("columns", [0, 1, 59])
def test_in_a_terminal_too_narrow_for_a_table_nothing_breaks(columns: int) -> None:
    with terminal(columns):
        assert "b" in repr(Table(("a",) * 8, (("b" * 30,) * 8,)))


def test_where_there_is_no_terminal_its_width_does_not_count() -> None:
    wide = Table(("a",), (("b " * 200,),))
    with terminal(70, is_one=False):
        assert max(map(len, repr(wide).split("\n"))) > 90
    with terminal(70):
        assert max(map(len, repr(wide).split("\n"))) <= 70


class Page(HTMLParser):
    """Reads the text of each cell, and of each paragraph."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {"td": [], "p": []}
        self.tags: set[str] = set()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        if tag in ("td", "th", "p"):
            self.into = self.texts["p" if tag == "p" else "td"]
            self.into.append("")

    def handle_data(self, data: str) -> None:
        self.into[-1] += data


@given(tables)
def test_a_table_as_html_says_each_cell_as_it_is(shown: Table) -> None:
    page = Page(shown._repr_html_().lstrip())
    cells = [*shown.columns, *(cell for row in shown.rows for cell in row)]
    assert page.texts == {"td": cells, "p": [*filter(None, (shown.title, shown.note))]}
    assert page.tags <= {"p", "strong", "table", "thead", "tbody", "tr", "th", "td"}


def test_a_table_is_left_aligned_against_jupyterlabs_own_style() -> None:
    # browser-facts.md, "In a notebook": JupyterLab right-aligns cells but for this.
    page = Table(("a",), (("b",),))._repr_html_()
    assert page.count("text-align: left !important") == 2


# Tables of what was played


def test_each_variant_is_a_row_and_each_fact_a_column() -> None:
    shown = table(
        "header",
        {
            "none": Played(facts={"paid": True, "saw": ["a", "b"]}),
            "DENY": Played(facts={"paid": False, "error": None}, console=("Refused", "Sorry")),
            "plain": {"paid": 3},
        },
    )
    assert shown.columns == ("header", "paid", "saw", "error", "the browser said")
    assert shown.rows == (
        ("none", "yes", "a\nb", "", ""),
        ("DENY", "no", "", "nothing", "Refused\nSorry"),
        ("plain", "3", "", "", ""),
    )


def test_a_variant_that_was_not_played_says_so_and_each_reason_is_told_once() -> None:
    shown = table(
        "header",
        {
            "one": Played(problem="NOT RUN: no browser"),
            "two": Played(problem="NOT RUN: no browser"),
            "three": Played(problem="The story failed. E: x"),
        },
    )
    assert [row[:2] for row in shown.rows] == [
        ("one", "NOT RUN"),
        ("two", "NOT RUN"),
        ("three", "The story failed. E"),
    ]
    assert shown.note == "NOT RUN: no browser The story failed. E: x"


def test_a_table_of_nothing_can_be_shown() -> None:
    assert "header" in repr(table("header", {}))
    assert repr(table("", {"": {}}))


def test_facts_of_any_kind_can_be_shown() -> None:
    facts: Any = {1: object, "b": {"c": 1}, None: 1.5}
    assert "1.5" in repr(show(Played(facts=facts)))
    assert "1.5" in repr(table("header", {"one": Played(facts=facts)}))


# The headers of a response

FIELDS = [("Content-Type", "text/html"), ("X-Frame-Options", "DENY"), ("Server", "Werkzeug/3")]


def of_requests() -> requests.Response:
    response = requests.Response()
    response.headers.update(FIELDS)
    return response


def of_flask() -> flask.Response:
    return flask.Response(headers=FIELDS)


def of_an_exchange() -> exchange.Response:
    return exchange.Response(headers=tuple(FIELDS))


@pytest.mark.parametrize("response", [of_requests, of_flask, of_an_exchange])
def test_what_a_response_sends_comes_first_and_then_what_it_lacks(
    response: Callable[[], object],
) -> None:
    rows = [row[:2] for row in show(response()).rows]
    assert rows[: len(FIELDS)] == FIELDS
    # headers-2026.md, sections 0 and 1: what the authorities want on every page.
    assert {name for name, value in rows[len(FIELDS) :] if value == "missing"} == {
        "Content-Security-Policy",
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "Referrer-Policy",
    }


def test_each_header_is_explained_in_a_sentence() -> None:
    assert all(row[2].endswith(".") for row in show(of_flask()).rows)


def test_a_header_sent_twice_shows_twice() -> None:
    response = flask.Response()
    for value in ("DENY", "SAMEORIGIN"):
        response.headers.add("X-Frame-Options", value)
    rows = [row[1] for row in show(response).rows if row[0] == "X-Frame-Options"]
    assert rows == ["DENY", "SAMEORIGIN"]


@pytest.mark.parametrize("thing", [None, 5, "text", lambda: 1])
def test_what_has_no_headers_cannot_be_shown_and_is_named(thing: object) -> None:
    with pytest.raises(TypeError, match=type(thing).__name__):
        show(thing)


# In a notebook


def displayed(played: Played, capsys: pytest.CaptureFixture[str]) -> str:
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    register(shell)
    shell.display_formatter.format(played)
    return capsys.readouterr().out


def test_a_notebook_shows_not_run_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert displayed(Played(problem="NOT RUN: why"), capsys) == "NOT RUN: why\n"


def test_a_notebook_shows_what_was_seen(capsys: pytest.CaptureFixture[str]) -> None:
    shown = displayed(Played(facts={"paid": True}, console=("Refused",)), capsys)
    assert [line.split() for line in shown.splitlines() if "-" not in line] == [
        ["fact", "seen"],
        ["paid", "yes"],
        ["the", "browser", "said", "Refused"],
    ]
