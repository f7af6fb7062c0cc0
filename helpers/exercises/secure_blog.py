"""Lesson 15, the secure blog: secured, with a contact form, and with tests that keep it so."""

from __future__ import annotations

from functools import partial
from types import FunctionType
from typing import cast

from flask import Flask

from helpers.blog import QUICK_HASH, create_app, security
from helpers.exercises import Call, Exercise, Tests, no_worse, still, stops
from helpers.exercises.anywhere import no_duplicates
from helpers.exercises.blog_attacks import (
    clickjacking_fails,
    cookie_stays,
    draft_stays_secret,
    form_stays,
    https_is_kept,
    nobody_is_told,
    nothing_to_go_back_to,
    script_stays,
    search_runs_nothing,
    upload_runs_nothing,
    words_run_nothing,
)
from helpers.exercises.blog_contact import (
    arrives,
    as_strict_as_before,
    contact_requests,
    forged_is_refused,
    is_a_page_of_the_blog,
    no_form_leads_away,
    others_as_before,
    reader_may_follow,
)
from helpers.exercises.blog_everywhere import every_answer_counts
from helpers.exercises.blog_mutants import APPS, MUTANTS, caught, good, passes
from helpers.exercises.blog_visits import (
    accounts_work,
    administration_works,
    graded,
    reading_works,
    visits,
    writing_works,
)
from helpers.exercises.nonces import no_guessed_nonce


def as_it_is() -> Flask:
    """The app of exercise 1: the blog, with a hash that does not keep the learner waiting."""
    app = create_app()
    app.config["PASSWORD_HASH"] = QUICK_HASH
    return app


SECURE = Exercise(
    id="15-1",
    title="Secure the blog",
    answer="secure",
    probe=Call(visits, as_it_is, True, withheld=(cast(FunctionType, security.secure),)),
    requirements=[
        stops("Reflected XSS: no script in a search runs", search_runs_nothing),
        stops("Stored XSS: no script in a comment runs", words_run_nothing),
        stops("Clickjacking: evil.test cannot frame the admin's page", clickjacking_fails),
        stops("Form hijack: no form sends to evil.test", form_stays),
        stops("Base hijack: the blog's script is its own", script_stays),
        stops("Exfiltration: no comment loads anything from evil.test", nobody_is_told),
        stops("Sniffed upload: no picture runs as a page or a script", upload_runs_nothing),
        stops("TLS strip: browsers keep to https", https_is_kept),
        stops("Referer leak: a draft's address stays secret", draft_stays_secret),
        stops("Back after logout: nothing is kept", nothing_to_go_back_to),
        stops("The session's cookie: no script, no http and no other site", cookie_stays),
        still("Reading: posts, search, drafts, a page that is not there", reading_works),
        still("Accounts: register, log in, mistype, log out", accounts_work),
        still("Writing: comment, publish a picture, write to the admin", writing_works),
        still("The admin sees and deletes posts", administration_works),
        no_worse(
            "Every answer is as strict as GET /, and http leads to the same by https",
            every_answer_counts,
        ),
        no_worse("Nobody can guess a nonce, or choose it by what they ask", no_guessed_nonce),
        no_worse("The Observatory grades it A+, and takes no point off", graded),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "Which attack still works? Its row says on which request. Go from the top: a policy with "
        "a nonce, and every directive it needs, stops seven of the ten.",
        "Cookies, the redirect to https and the nonce are no headers of an after_request hook: "
        "app.config, app.before_request and app.context_processor.",
        'Read the table under "Ten attacks, six headers", under How it works.',
    ],
)


def without_form() -> Flask:
    """The app of exercise 2: the secured blog, which has no contact form yet."""
    return create_app(secure=True, form=False)


CONTACT = Exercise(
    id="15-2",
    title="A contact form that leads to another site",
    answer="add_contact",
    probe=Call(contact_requests, without_form),
    requirements=[
        stops("A message that another site's form sends is refused", forged_is_refused),
        stops("No page lets a form lead anywhere else", no_form_leads_away),
        still("A message reaches the admin", arrives),
        still("The browser may follow the thanks to desk.test", reader_may_follow),
        still("The page has the style and the menu of the blog", is_a_page_of_the_blog),
        no_worse("Every page keeps out what it kept out", as_strict_as_before),
        no_worse("Every other page is what it was", others_as_before),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "Where does the form send to, and where does the answer send the browser? The policy has "
        "to name both, for this page alone.",
        "The blog's hook uses setdefault. What does it do with a policy that the view has set?",
        'Read "A page that needs more", under How it works.',
    ],
)

TESTS = Exercise(
    id="15-3",
    title="Tests that keep it secure",
    answer="tests",
    probe=Tests({"tests": [], "failures": [[] for _ in APPS]}, APPS, like=good),
    requirements=[
        still("They let the secured blog pass", passes),
        *[stops(f"They notice: {name}", partial(caught, name)) for name in MUTANTS],
    ],
    hints=[
        "Each row of the check names a blog that is broken. Ask for one thing of one response: "
        'client.get("/").headers.',
        "Which page is it about? The cookie comes with an answer to POST /login, and the profile "
        "needs somebody who is logged in. A policy is one header with several directives.",
        'Read "One test for each promise", under How it works.',
    ],
)

EXERCISES = (SECURE, CONTACT, TESTS)
