"""Each mistake that people make with headers has its own words, where an exercise meets it.

The mistakes are real ones, from issues and questions: M01 to M96 of the list that the course began
with, without those that no exercise can meet.
"""

from __future__ import annotations

import pytest

from helpers.check import examine
from helpers.exercises import registry
from tests.bank import BANK

MISTAKES = [
    ("M01", "05-1/wrong_unquoted_self", "self without quotes is the name of a host"),
    ("M02", "05-3/wrong_missing_semicolon", "is a semicolon missing?"),
    ("M03", "05-2/wrong_colons", "does not end with a colon"),
    ("M04", "05-1/wrong_still_misspelt", "Did you mean script-src?"),
    ("M05", "05-1/wrong_curly_quotes", "Keywords take plain single quotes"),
    ("M06", "05-1/wrong_comma", "A comma, or a second header, makes another policy"),
    ("M07", "05-1/wrong_twice", "only the first directive of a name counts"),
    ("M08", "05-1/wrong_none_and_more", "counts only when it stands alone"),
    ("M09", "06-2/wrong_unquoted", "has no quotes where it names a nonce"),
    ("M10", "05-1/wrong_newline", "it has a line break"),
    ("M11", "05-2/wrong_dict_as_header", "It is a Python dict"),
    ("M12", "05-2/wrong_list_added", "can only concatenate str"),
    ("M13", "05-2/wrong_talisman_unquoted", "without quotes"),
    ("M14", "07-1/wrong_old_name", "is an old name that no browser reads"),
    ("M15", "05-2/wrong_on_the_files", "which counts there alone"),
    ("M16", "06-2/wrong_unsafe_inline", "thanks to 'unsafe-inline'"),
    (
        "M17",
        "06-2/wrong_unsafe_inline_keeps_nothing_alive",
        "ignores 'unsafe-inline' beside its nonce",
    ),
    ("M18", "06-1/wrong_onclick_left", "no nonce covers an attribute"),
    ("M19", "06-2/wrong_constant", "draw it anew each time"),
    ("M20", "06-2/wrong_nonce_from_random", "Draw it from secrets"),
    ("M21", "06-2/wrong_hook_marks_every_script", "the app gave it the nonce"),
    ("M22", "06-2/wrong_not_through_jinja", "nobody has filled it in"),
    ("M23", "06-2/wrong_talisman_nonce_nowhere", "its tag has a nonce, and default-src names none"),
    ("M24", "09-2/wrong_nonce_forgotten_in_tags", "its tag has no nonce"),
    ("M25", "06-3/wrong_stripped", "has another hash, 'sha256-"),
    ("M26", "06-3/wrong_hex", "a hash is base64 of the digest"),
    ("M27", "06-1/wrong_strict_dynamic_ignores_self", "ignores hosts beside its 'strict-dynamic'"),
    ("M28", "06-1/wrong_script_src_elem", "script-src-elem replaces script-src"),
    ("M29", "06-2/wrong_style_src_replaces", "replaces default-src, and does not take 'self'"),
    ("M30", "05-2/wrong_connect_forgotten", "in place of connect-src"),
    ("M31", "06-2/wrong_public_cache", "to forbid caches to keep it"),
    ("M32", "05-2/wrong_any_https", "thanks to https:"),
    ("M33", "06-1/wrong_data_allowed", "thanks to data:"),
    ("M34", "06-1/wrong_cdn_allowed", "the policy names that site, and the page needs none"),
    ("M36", "07-2/wrong_default_none", "default-src does not stand in for it"),
    ("M37", "06-1/wrong_base_uri_lost", "there is no base-uri"),
    ("M38", "07-1/wrong_base_only", "there is no form-action"),
    ("M39", "07-3/wrong_self_everywhere", "Chromium stops it there"),
    ("M40", "09-3/wrong_frame_src", "frame-ancestors who may show the page"),
    ("M41", "09-3/wrong_frame_ancestors_in_meta", "In a <meta> tag frame-ancestors does not count"),
    ("M42", "06-1/wrong_meta_below_the_words", "outside the page's head"),
    ("M43", "07-1/wrong_report_only", "reports, and blocks nothing"),
    ("M44", "05-3/wrong_third_header_to_loosen", "each of them must allow it"),
    ("M45", "05-3/wrong_self_only", "has no source that matches data:"),
    ("M46", "09-3/wrong_scripts_for_a_style", "in place of style-src"),
    ("M47", "09-2/wrong_unsafe_inline_styles", "a style in the page"),
    ("M48", "05-2/wrong_unsafe_eval", "thanks to 'unsafe-eval'"),
    ("M50", "09-3/wrong_relaxed_everywhere", "thanks to 'unsafe-inline'"),
    ("M51", "09-2/wrong_one_region", "google-analytics.com/g/collect"),
    ("M53", "04-2/wrong_upgrade_insecure_requests", "not what a visitor types"),
    ("M54", "09-2/wrong_trusted_types", "require-trusted-types-for keeps a script"),
    ("M55", "08-3/wrong_group_not_defined", "beside report-to a browser ignores report-uri"),
    ("M56", "08-3/wrong_endpoint_by_http", "gives it no address by https"),
    ("M57", "08-1/wrong_get_json", "force=True"),
    ("M58", "08-1/wrong_csrf_protected", "no CSRF token"),
    ("M59", "08-2/wrong_extension_in_script_src", "an extension of some visitor does"),
    ("M60", "08-3/wrong_talisman_without_a_place", "requires a URI"),
    ("M61", "14-1/wrong_hook_returns_nothing", "did a hook of it return None?"),
    ("M62", "01-1/wrong_hook_of_a_blueprint", "use after_app_request, or app.after_request"),
    ("M63", "14-3/wrong_debug", "or debug is on, where Talisman sends nobody on"),
    ("M64", "01-1/wrong_add", "Something adds it to a response that has it"),
    ("M65", "01-1/wrong_deny_overwrites", "The page itself sends"),
    ("M65", "14-2/wrong_assignment", "The view itself sends SAMEORIGIN"),
    ("M66", "03-3/wrong_setdefault_first", "a hook added last does"),
    ("M66", "15-2/wrong_policy_changed_too_early", "was there a policy yet for yours to change?"),
    ("M67", "01-1/wrong_tried_out_before", "Add hooks and routes before the first request"),
    ("M68", "14-1/wrong_config_env", "Flask 2.3 removed it"),
    ("M69", "14-2/wrong_the_package", "Nothing there has that name"),
    ("M70", "01-1/wrong_server_popped", "The server adds Server below your app"),
    ("M71", "14-3/wrong_talisman_of_defaults_first", "Of two Talisman(app) the first one wins"),
    ("M73", "14-3/wrong_plugins", "in place of object-src"),
    ("M74", "02-2/wrong_nosniff_only", "its type is text/html"),
    ("M76", "00-2/wrong_xss_protection", "steers a filter that is gone from browsers"),
    ("M77", "03-1/wrong_allow_from", "which no browser knows"),
    ("M77", "03-1/wrong_frame_options_in_meta", "In a <meta> tag X-Frame-Options does not count"),
    ("M77", "15-1/wrong_quoted_deny", "which no browser knows"),
    ("M78", "03-1/wrong_star_beside_deny", "beside it X-Frame-Options: DENY does not count"),
    ("M79", "04-1/wrong_over_http_only", "sends it, where browsers ignore it"),
    ("M79", "15-1/wrong_hsts_on_http", "sends it, where browsers ignore it"),
    ("M80", "04-1/wrong_comma", "not with a comma"),
    ("M80", "15-1/wrong_colon", "not a colon"),
    ("M81", "02-1/wrong_nosniff_only", "its type is text/html"),
    ("M82", "13-1/wrong_none", "single quotes mean nothing in it"),
    ("M83", "01-1/wrong_referrer_typo", 'answered with "noreferrer"'),
    ("M83", "01-1/wrong_referer_spelling", "Referrer-Policy is."),
    ("M83", "04-1/wrong_header_name", "Strict-Transport-Security is."),
    ("M83", "15-1/wrong_referer_spelling", "Referrer-Policy is."),
    ("M85", "14-1/wrong_strict_preset", "wants the other site's consent"),
    ("M85", "03-3/wrong_embedder_policy", "wants a consent for it"),
    ("M87", "04-1/wrong_any_site_reads", "a script of another site can read the page"),
    ("M92", "14-1/wrong_clear_everywhere", "a browser forgets what the visitor has there"),
    ("M92", "13-2/wrong_unquoted", "in double quotes and lower case"),
    ("M95", "13-2/wrong_no_fetch_metadata_refused", "User-Agent: curl"),
    ("M95", "13-2/wrong_links_refused", "Sec-Fetch-Site: cross-site"),
    ("M96", "15-3/wrong_names_only", "Expected a test to fail on the blog where"),
]


@pytest.mark.parametrize(("mistake", "answer", "words"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_a_mistake_is_told_by_its_own_words(mistake: str, answer: str, words: str) -> None:
    (of_the_bank,) = (each for each in BANK if str(each) == answer)
    found = examine(registry()[of_the_bank.exercise], of_the_bank.load())
    told = [found.failure, *(each.why for each in found.requirements)]
    assert any(words in each for each in told), (mistake, told)
