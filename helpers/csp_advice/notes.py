"""What is good to know about a policy in which nothing is wrong: the last rows of its advice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from helpers.csp import Policy
from helpers.csp_advice.hosts import script_hosts, script_paths
from helpers.csp_advice.keywords import (
    fallback_unsafe_inline,
    fallbacks,
    is_address,
    lowered,
    proofs,
)
from helpers.csp_advice.rows import (
    EVIL,
    INJECTED,
    PAGE,
    Find,
    Found,
    Row,
    all_sources,
    in_force,
    where,
    works,
)
from helpers.csp_advice.severity import Severity

NOTE = Severity.NOTE
NEW = re.compile(r"'(trusted-types-eval|inline-speculation-rules|report-sha(256|384|512))'", re.I)


def present(directive: str) -> Find:
    """The directive, where a policy has it."""
    return lambda policy: [Found(directive)] if _has(policy, directive) else []


def _has(policy: Policy, directive: str) -> bool:
    return any(directive in directives for directives in policy.directive_sets)


def absent(directive: str, *unless: str) -> Find:
    """The directive, where no policy has it or one of the others."""

    def find(policy: Policy) -> Iterator[Found]:
        if not any(_has(policy, name) for name in (directive, *unless)):
            yield Found(directive)

    return find


def own_scripts(policy: Policy) -> Iterator[Found]:
    """'self' for scripts, where it counts."""
    if works(policy, "script", f"{PAGE}x.js"):
        for directive, value in in_force(policy, "script"):
            if "'self'" in lowered(value):
                yield Found(directive, "'self'")


def host_lists(policy: Policy) -> Iterable[Found]:
    """Directives that tell scripts by their hosts."""
    return dict.fromkeys(Found(directive) for directive, _, _ in script_hosts(policy))


def no_floor(policy: Policy) -> Iterator[Found]:
    """No default-src, where that leaves something open."""
    if not _has(policy, "default-src") and works(policy, "img", EVIL):
        yield Found("default-src")


def replaced_defaults(policy: Policy) -> Iterator[Found]:
    """Directives that have no 'self', beside a default-src that has it."""
    for directives in policy.directive_sets:
        if "'self'" in lowered(directives.get("default-src", ())):
            for name in ("img-src", "font-src", "style-src", "script-src", "connect-src"):
                value = directives.get(name, ())
                if any(map(is_address, value)) and not lowered(value) & {"'self'", "*", "https:"}:
                    yield Found(name)


def nonces_without_fallback(policy: Policy) -> Iterator[Found]:
    """Nonces and hashes of scripts, without what older browsers would understand."""
    for directive, value in in_force(policy, "script"):
        if proofs(value) and "'unsafe-inline'" not in lowered(value):
            yield Found(directive)


def strict_dynamic_without_fallback(policy: Policy) -> Iterator[Found]:
    """'strict-dynamic', without what older browsers would understand."""
    for directive, value in in_force(policy, "script"):
        addresses = [token for token in value if is_address(token) and token.lower() != "'self'"]
        if "'strict-dynamic'" in lowered(value) and not addresses:
            yield Found(directive)


def split_script_src(policy: Policy) -> Iterator[Found]:
    """script-src-elem or script-src-attr beside the script-src that it replaces."""
    for directives in policy.directive_sets:
        for name in ("script-src-elem", "script-src-attr"):
            if name in directives and "script-src" in directives:
                yield Found(name)


def both_reports(policy: Policy) -> Iterator[Found]:
    """report-uri beside report-to."""
    if any(
        {"report-uri", "report-to"} <= directives.keys() for directives in policy.directive_sets
    ):
        yield Found("report-to")


def no_trusted_types(dynamic: bool) -> Find:
    """No Trusted Types, where scripts are meant to run: with 'strict-dynamic', or without."""

    def find(policy: Policy) -> Iterable[Found]:
        lists = [lowered(value) for _, value in in_force(policy, "script")]
        strict = any("'strict-dynamic'" in each for each in lists)
        wanted = strict is dynamic and _scripts_are_meant_to_run(policy)
        return absent("require-trusted-types-for")(policy) if wanted else ()

    return find


def _scripts_are_meant_to_run(policy: Policy) -> bool:
    """Whether there is no sandbox, and some list is not empty, nor 'none'."""
    if policy.allows("inline-script", page=PAGE, source=INJECTED).directive == "sandbox":
        return False
    return any(
        all(lowered(value) - {"'none'"} for _, value in in_force(policy, kind))
        for kind in ("script", "event-handler")
    )


def new_tokens(policy: Policy) -> Iterator[Found]:
    """What only some browsers of 2026 know."""
    for directive, token in all_sources(policy):
        if NEW.fullmatch(token):
            yield Found(directive, token)


def several(policy: Policy) -> Iterator[Found]:
    """More than one policy."""
    if len(policy.directive_sets) > 1:
        yield Found("", detail=str(len(policy.directive_sets)))


TABLE = (
    Row(
        "script-self",
        NOTE,
        own_scripts,
        "Every file of your site may run, so a file that an attacker uploads may.",
        "Keep it, and keep uploads on another host, or send them with nosniff and their own type.",
    ),
    Row(
        "host-list",
        NOTE,
        host_lists,
        "A list of addresses trusts all that will ever come from them.",
        "A nonce in each of your tags tells your scripts, and needs no host beside it.",
    ),
    Row(
        "path",
        NOTE,
        script_paths,
        "Nothing else of that host runs, unless an allowed host redirects to it.",
        "Keep it, or put a nonce in its place.",
    ),
    Row(
        "no-default-src",
        NOTE,
        no_floor,
        "What no directive names is open: images, fonts, frames, fetch().",
        "Add default-src 'self', or 'none', as a floor.",
    ),
    Row(
        "replaces-default-src",
        NOTE,
        replaced_defaults,
        "{directive} replaces default-src, it adds nothing: your own files are blocked there.",
        "Add 'self' to {directive} if your own site needs it.",
    ),
    Row(
        "split-script-src",
        NOTE,
        split_script_src,
        "For its part {directive} replaces script-src altogether.",
        "One script-src, unless the two should differ.",
    ),
    Row(
        "frame-src",
        NOTE,
        where(lambda policy: _has(policy, "frame-src"), absent("frame-ancestors")),
        "frame-src is about what your page shows in frames, not about who shows your page.",
        "Add frame-ancestors 'none', or 'self'.",
    ),
    Row(
        "several-policies",
        NOTE,
        several,
        "There are {detail} policies, and each must allow: a second one can only forbid more.",
        "One policy, if another part of your setup did not have to add its own.",
    ),
    Row(
        "old-browsers-and-nonces",
        NOTE,
        nonces_without_fallback,
        "Browsers from before 2016 know no nonces and hashes, and block your scripts.",
        "Keep it. If you must serve those browsers: 'unsafe-inline', which all others ignore here.",
    ),
    Row(
        "old-browsers-and-strict-dynamic",
        NOTE,
        strict_dynamic_without_fallback,
        "Safari before 15.4 does not know 'strict-dynamic', and blocks what your scripts load.",
        "Keep it. If you must serve that Safari: https:, which all others ignore here.",
    ),
    Row(
        "ignored-unsafe-inline",
        NOTE,
        fallback_unsafe_inline,
        "Only browsers from before 2016 read it beside a nonce or hash.",
        "Keep it while you must serve those.",
    ),
    Row(
        "fallback",
        NOTE,
        fallbacks,
        "Only browsers that do not know 'strict-dynamic' read it.",
        "Keep it while you must serve Safari before 15.4.",
    ),
    Row(
        "no-trusted-types",
        NOTE,
        no_trusted_types(dynamic=True),
        "A script of yours that sets script.src to an attacker's text runs the attacker's file.",
        "When you are ready for it: require-trusted-types-for 'script'.",
    ),
    Row(
        "no-trusted-types",
        NOTE,
        no_trusted_types(dynamic=False),
        "It would be a second line against DOM XSS, and find where text of yours becomes HTML.",
        "When you are ready for it: require-trusted-types-for 'script'.",
    ),
    Row(
        "trusted-types",
        NOTE,
        present("require-trusted-types-for"),
        "innerHTML = text throws a TypeError, in your own scripts too.",
        "Use textContent, or a Trusted Types policy; name it in trusted-types.",
    ),
    Row(
        "no-reports",
        NOTE,
        absent("report-uri", "report-to"),
        "You do not hear of what is blocked, neither an attack nor a page that you broke.",
        "Add report-uri, or report-to with Reporting-Endpoints, or both.",
    ),
    Row(
        "report-to-only",
        NOTE,
        lambda policy: () if _has(policy, "report-uri") else present("report-to")(policy),
        "Browsers before 2026 may know report-uri alone, and report-to needs https.",
        "Add report-uri for them.",
    ),
    Row(
        "both-reports",
        NOTE,
        both_reports,
        "A browser that knows report-to does not read report-uri, even if the name is not defined.",
        "Keep both, and define the name in Reporting-Endpoints.",
    ),
    Row(
        "replaces-x-frame-options",
        NOTE,
        present("frame-ancestors"),
        "Where it stands, browsers do not read X-Frame-Options.",
        "Keep it. Let both say the same.",
    ),
    Row(
        "upgrade-is-no-hsts",
        NOTE,
        present("upgrade-insecure-requests"),
        "It changes addresses in your page, not the visitor's first request.",
        "Keep it in production, and send Strict-Transport-Security. Leave it out on localhost.",
    ),
    Row(
        "new",
        NOTE,
        new_tokens,
        "Some browsers in use do not know it yet.",
        "Keep it, and do not rely on it.",
    ),
)
