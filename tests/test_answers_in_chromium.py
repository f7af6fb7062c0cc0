"""The bank's answers in a real Chromium: the judge must say what the browser did.

One class a lesson: the lessons' answers are played beside each other (pytest-xdist, loadscope).
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from helpers import browser
from helpers.check import examine
from helpers.exercises import registry
from tests.bank import BANK, Answer
from tests.chromium import (
    by_hand,
    clickjacking,
    content_type,
    csp_directives,
    csp_forms_and_base,
    csp_nonces,
    csp_reporting,
    csp_third_parties,
    extensions,
    https_and_hsts,
    privacy_and_caches,
    secure_blog,
    the_lab,
)

SEEN = {
    **the_lab.SEEN,
    **by_hand.SEEN,
    **content_type.SEEN,
    **clickjacking.SEEN,
    **https_and_hsts.SEEN,
    **csp_directives.SEEN,
    **csp_nonces.SEEN,
    **csp_forms_and_base.SEEN,
    **csp_reporting.SEEN,
    **csp_third_parties.SEEN,
    **privacy_and_caches.SEEN,
    **extensions.SEEN,
    **secure_blog.SEEN,
}
"""For an exercise: what Chromium does with an answer, by requirement; only those about it."""


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked here is what happened: a picture of each page would cost as much again."""
    monkeypatch.setattr(browser, "_picture", lambda page: b"")


def answers(exercises: Iterable[str]) -> pytest.MarkDecorator:
    """The bank's answers to these exercises, as a test's cases."""
    chosen = [answer for answer in BANK if answer.exercise in exercises]
    return pytest.mark.parametrize("answer", chosen, ids=str)


def assert_the_judge_says_what_chromium_did(answer: Answer) -> None:
    findings = examine(registry()[answer.exercise], answer.load())
    if findings.failure:  # no app, or one that raises: there is nothing to show to a browser
        return
    met = {each.text: each.met for each in findings.requirements}
    seen = SEEN[answer.exercise](answer.load())
    assert {text: met[text] for text in seen} == seen


class TestTheLab:
    @answers(the_lab.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestByHand:
    @answers(by_hand.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestContentType:
    @answers(content_type.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestClickjacking:
    @answers(clickjacking.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestHttpsAndHsts:
    @answers(https_and_hsts.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestCspDirectives:
    @answers(csp_directives.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestCspNonces:
    @answers(csp_nonces.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestCspFormsAndBase:
    @answers(csp_forms_and_base.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestCspReporting:
    @answers(csp_reporting.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestCspThirdParties:
    @answers(csp_third_parties.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestPrivacyAndCaches:
    @answers(privacy_and_caches.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestExtensions:
    @answers(extensions.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)


class TestSecureBlog:
    @answers(secure_blog.SEEN)
    def test_the_judge_says_what_chromium_did(self, answer: Answer) -> None:
        assert_the_judge_says_what_chromium_did(answer)
