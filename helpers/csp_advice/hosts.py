"""Hosts in a policy: where an attacker finds scripts or puts them, and what third parties need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from helpers.csp import Policy
from helpers.csp_advice.bypasses import ANGULAR, JSONP, NEEDS_EVAL
from helpers.csp_advice.keywords import is_address
from helpers.csp_advice.rows import (
    EVIL,
    PAGE,
    Found,
    all_sources,
    in_force,
    main_directive,
    sources_in_force,
    works,
)
from helpers.csp_source import NONCE_SOURCE, UrlSource, parse_url_source

ANYBODYS = (
    # Networks that deliver any package of a public registry, or any public repository.
    *["cdn.jsdelivr.net/npm/evil/x.js", "unpkg.com/evil/x.js", "esm.sh/evil"],
    *["cdn.skypack.dev/evil", "ga.jspm.io/npm:evil/x.js", "cdn.statically.io/gh/evil/x.js"],
    *["raw.githack.com/evil/x.js", "rawcdn.githack.com/evil/x.js"],
    # Places where everybody gets a name, or a folder, for files of their own.
    *["evil.github.io/x.js", "evil.gitlab.io/x.js", "evil.pages.dev/x.js", "evil.fly.dev/x.js"],
    *["evil.netlify.app/x.js", "evil.vercel.app/x.js", "evil.web.app/x.js"],
    *["evil.firebaseapp.com/x.js", "evil.appspot.com/x.js", "evil.herokuapp.com/x.js"],
    *["evil.onrender.com/x.js", "evil.pythonanywhere.com/x.js", "evil.workers.dev/x.js"],
    *["evil.azurewebsites.net/x.js", "evil.blob.core.windows.net/x.js"],
    *["evil.cloudfront.net/x.js", "evil.s3.amazonaws.com/x.js", "s3.amazonaws.com/evil/x.js"],
    *["storage.googleapis.com/evil/x.js", "evil.storage.googleapis.com/x.js"],
    # Whole top-level domains.
    *["evil.com/x.js", "evil.net/x.js", "evil.org/x.js", "evil.io/x.js", "evil.co.uk/x.js"],
)
"""Where an attacker can have a file for little or no money; the best known, not all."""

FONTS = "style", "https://fonts.googleapis.com/css2"
ANALYTICS = "script", "https://www.googletagmanager.com/gtag/js"
RECAPTCHA = "script", "https://www.google.com/recaptcha/api.js"
STRIPE = "script", "https://js.stripe.com/v3/"
THIRD_PARTIES = (
    ("Google Fonts", FONTS, "font", "https://fonts.gstatic.com"),
    ("Google Analytics", ANALYTICS, "connect", "https://*.google-analytics.com"),
    ("reCAPTCHA", RECAPTCHA, "script", "https://www.gstatic.com/recaptcha/"),
    ("reCAPTCHA", RECAPTCHA, "frame", "https://www.google.com/recaptcha/"),
    ("Stripe", STRIPE, "connect", "https://api.stripe.com"),
    ("Stripe", STRIPE, "frame", "https://js.stripe.com"),
    ("Stripe", STRIPE, "frame", "https://hooks.stripe.com"),
)
"""Services that load a first thing, and then what a policy often forgets (their documentation)."""

JSONP_WITHOUT_EVAL = tuple(each for each in JSONP if each.partition("/")[0] not in NEEDS_EVAL)
HTTP = {
    "report-uri": "Reports go there unencrypted: others on the way read your pages' addresses.",
    "form-action": "What people type goes there unencrypted: others on the way read it.",
    "frame-ancestors": "On http, anybody on the way can frame your page in that site's name.",
}
"""What is wrong with http where nothing is loaded from there."""
IP_ADDRESS = re.compile(r"\d+(\.\d+){3}|localhost")


def anybodys_hosts(policy: Policy) -> Iterator[Found]:
    """Hosts at which anybody can have a file."""
    return _hosts_with(policy, ANYBODYS)


def jsonp_hosts(policy: Policy) -> Iterator[Found]:
    """Hosts that answer with the code that the address asks for, of the others."""
    of_one_file = "Put a nonce in its place."
    return _hosts_with(policy, _jsonp(policy), of_one_file, known=ANYBODYS)


def angular_hosts(policy: Policy) -> Iterator[Found]:
    """Hosts that have AngularJS, of the others."""
    of_one_file = "Replace AngularJS: it gets no fixes any more."
    return _hosts_with(policy, ANGULAR, of_one_file, known=ANYBODYS + _jsonp(policy))


def wildcard_hosts(policy: Policy) -> Iterator[Found]:
    """Hosts of a wildcard of which nothing else is known."""
    return _other_hosts(policy, _is_wildcard)


def plain_hosts(policy: Policy) -> Iterator[Found]:
    """Hosts of which nothing is known, unless one file of them is named."""
    return _other_hosts(policy, lambda each: not is_file(each) and not _is_wildcard(each))


def script_paths(policy: Policy) -> Iterator[Found]:
    """Files and folders of hosts that scripts may come from."""
    for directive, token, source in script_hosts(policy):
        if source.path not in (b"", b"/"):
            yield Found(directive, token, instead=_where_nonced(policy, token))


def is_file(source: UrlSource) -> bool:
    """Whether a source is one file, and not a host or a folder of it."""
    return source.path[-1:] not in (b"", b"/")


def _jsonp(policy: Policy) -> tuple[str, ...]:
    return JSONP if works(policy, "eval", None) else JSONP_WITHOUT_EVAL


def _hosts_with(
    policy: Policy,
    addresses: tuple[str, ...],
    of_one_file: str = "",
    known: tuple[str, ...] = (),
) -> Iterator[Found]:
    """Hosts from which scripts may run, with the first of the addresses that each covers.

    of_one_file: what to do where the source is a file
    known: addresses of which something worse was said
    """
    for directive, token, source in script_hosts(policy):
        address = _first_covered(token, addresses)
        if address and not _first_covered(token, known):
            instead = of_one_file if is_file(source) else ""
            yield Found(directive, token, address, _where_nonced(policy, token) or instead)


def _where_nonced(policy: Policy, token: str) -> str:
    """What to do with a source of scripts that stands beside a nonce."""
    values = [value for _, value in in_force(policy, "script") if token in value]
    nonced = any(map(NONCE_SOURCE.fullmatch, chain.from_iterable(values)))
    return "Take it out: your tags have a nonce." if nonced else ""


@lru_cache(maxsize=512)
def _first_covered(token: str, addresses: tuple[str, ...]) -> str | None:
    alone = Policy(f"script-src {token}")
    covered = (each for each in addresses if works(alone, "script", f"https://{each}"))
    return next(covered, None)


def _is_wildcard(source: UrlSource) -> bool:
    return source.host.startswith("*.")


def _other_hosts(policy: Policy, wanted: Callable[[UrlSource], bool]) -> Iterator[Found]:
    """The hosts that are wanted, of which nothing worse is said."""
    finders = jsonp_hosts, angular_hosts, anybodys_hosts
    known = {found.token for find in finders for found in find(policy)}
    for directive, token, source in script_hosts(policy):
        if token not in known and wanted(source):
            yield Found(directive, token, instead=_where_nonced(policy, token))


def script_hosts(policy: Policy) -> Iterator[tuple[str, str, UrlSource]]:
    """The hosts, but not "any host", from which scripts may run: directive, token, and it read."""
    for directive, token in sources_in_force(policy, "script"):
        source = parse_url_source(token)
        # A name without a dot is a keyword that lacks its quotes, and no host of the internet.
        if source and "." in source.host and _counts(policy, source):
            yield directive, token, source


def _counts(policy: Policy, source: UrlSource) -> bool:
    """Whether the policy as a whole lets a script of that source run."""
    scheme = source.scheme.replace("ws", "http") or "https"
    port = f":{source.port}" if isinstance(source.port, int) else ""
    host, path = source.host.replace("*", "x"), source.path.decode("ascii", "replace")
    try:
        return works(policy, "script", f"{scheme}://{host}{port}{path}")
    except ValueError:  # such as a port beyond 65535
        return False


def incomplete_third_parties(policy: Policy) -> Iterator[Found]:
    """What a third party needs and a policy blocks, where it lets the first thing through."""
    for name, (first, at), kind, source in THIRD_PARTIES:
        if not works(policy, first, at) or works(policy, first, EVIL):
            continue
        blocking = _blocking(policy, kind, source)
        if blocking == "default-src":
            instead = f"Add {_beside_default_src(policy, name, kind)}, if you use {name}."
            yield Found(main_directive(kind), source, name, instead)
        elif blocking:
            yield Found(blocking, source, name)


def _blocking(policy: Policy, kind: str, source: str) -> str | None:
    return policy.allows(kind, source.replace("*", "region1"), page=PAGE).directive


def _beside_default_src(policy: Policy, name: str, kind: str) -> str:
    """The directive for all that a third party needs of a kind.

    It will replace default-src, and so it repeats what that has.
    """
    needs = (each for party, _, of, each in THIRD_PARTIES if (party, of) == (name, kind))
    missing = [each for each in needs if _blocking(policy, kind, each)]
    kept = [token for _, token in sources_in_force(policy, kind) if is_address(token)]
    return " ".join((main_directive(kind), *kept, *missing))


def ip_sources(policy: Policy) -> Iterator[Found]:
    """Machines that are named by a number, or as localhost."""
    for directive, token in all_sources(policy):
        source = parse_url_source(token)
        if source and IP_ADDRESS.fullmatch(source.host):
            yield Found(directive, token)


def http_sources(policy: Policy) -> Iterator[Found]:
    """Addresses at http, those for reports too."""
    for directive, token in all_sources(policy):
        if token.lower().startswith("http://"):
            loaded = "On http, anybody on the way can change what arrives."
            yield Found(directive, token, HTTP.get(directive, loaded))
