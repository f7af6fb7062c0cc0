"""The attacks that a policy lets through, worst first: why they matter, and what to write instead.

TABLE is the catalogue. What its rows look for is in ``hosts``, ``keywords`` and ``rows``.
"""

from __future__ import annotations

from helpers.csp_advice import hosts, keywords
from helpers.csp_advice.rows import (
    EVIL,
    EVIL_SOCKET,
    PAGE,
    Row,
    besides,
    lacks,
    lets_through,
    misled,
    where,
)
from helpers.csp_advice.severity import Severity

HIGH, MEDIUM, LOW, NOTE = Severity

WRITTEN_SCRIPTS = lets_through(("inline-script", None), ("javascript-url", None))
SENDS = lets_through(
    *((kind, EVIL) for kind in ("style", "connect", "img", "font", "media", "frame"))
)

TABLE = (
    Row(
        "no-script-src",
        HIGH,
        lacks("script-src", "inline-script"),
        "Nothing says which scripts may run, so an injected one runs.",
        "Add script-src 'self'.",
    ),
    Row(
        "script-unsafe-inline",
        HIGH,
        WRITTEN_SCRIPTS,
        "Every script in the page's HTML runs, an injected one too.",
        "Take it out. Move scripts to files, or give your tags a nonce.",
    ),
    Row(
        "script-unsafe-inline",
        HIGH,
        besides(lets_through(("event-handler", None)), WRITTEN_SCRIPTS),
        "Every onclick= and the like runs, an injected one too.",
        "Take it out; use addEventListener.",
    ),
    Row(
        "script-any-site",
        HIGH,
        lets_through(("script", EVIL)),
        "A script of any site runs, the attacker's too.",
        "Name the hosts you need, or use a nonce.",
    ),
    Row(
        "script-data",
        HIGH,
        lets_through(("script", "data:text/javascript,x")),
        '<script src="data:…"> is an inline script by another name.',
        "Take it out. For images: img-src 'self' data:.",
    ),
    Row(
        "constant-nonce",
        HIGH,
        keywords.constant_script_nonces,
        "Written by hand, it seems: whoever has seen it can use it.",
        "secrets.token_urlsafe(16), new for each response.",
    ),
    Row(
        "script-jsonp",
        HIGH,
        hosts.jsonp_hosts,
        "An address there decides what code comes back: {detail}.",
        "A nonce in place of the host, or the full path of the one file.",
    ),
    Row(
        "script-angular",
        HIGH,
        hosts.angular_hosts,
        "AngularJS there runs text of your page as code: {detail}.",
        "A nonce in place of the host, or the full path of the one file.",
    ),
    Row(
        "script-anybodys-host",
        HIGH,
        hosts.anybodys_hosts,
        "Anybody can put a file there, such as {detail}.",
        "A nonce in place of the host, or a copy on your own site.",
    ),
    Row(
        "no-base-uri",
        HIGH,
        where(keywords.uses_nonces, lacks("base-uri", "base-uri")),
        "An injected <base> lets your nonced tags load the attacker's files.",
        "Add base-uri 'none'.",
    ),
    Row(
        "open-base-uri",
        HIGH,
        misled(lets_through(("base-uri", EVIL), ("base-uri", "data:text/html,x"))),
        "An injected <base> leads relative {detail} to any site.",
        "base-uri 'none', or 'self'.",
    ),
    Row(
        "strict-dynamic-alone",
        MEDIUM,
        keywords.strict_dynamic_alone,
        "It extends a nonce or hash, and there is none: no script runs.",
        "Put a nonce beside it.",
    ),
    Row(
        "script-unsafe-eval",
        MEDIUM,
        lets_through(("eval", None)),
        "Text that gets in becomes code: eval(), new Function().",
        "Take it out; look for a build that does without.",
    ),
    Row(
        "no-form-action",
        MEDIUM,
        lacks("form-action", "form-action"),
        "An injected form sends what people type to any site.",
        "Add form-action 'self'.",
    ),
    Row(
        "open-form-action",
        MEDIUM,
        lets_through(("form-action", EVIL)),
        "An injected form sends what people type to any site.",
        "form-action 'self', and where your own forms lead.",
    ),
    Row(
        "no-frame-ancestors",
        MEDIUM,
        lacks("frame-ancestors", "frame-ancestors"),
        "Any site may frame your page and steal clicks, unless X-Frame-Options forbids it.",
        "Add frame-ancestors 'none', or 'self'.",
    ),
    Row(
        "open-frame-ancestors",
        MEDIUM,
        lets_through(("frame-ancestors", EVIL)),
        "Any site may frame your page and steal clicks on it.",
        "frame-ancestors 'none', 'self' or your partners.",
    ),
    Row(
        "no-base-uri",
        MEDIUM,
        where(keywords.uses_no_nonces, misled(lacks("base-uri", "base-uri"))),
        "An injected <base> leads relative {detail} to any site.",
        "Add base-uri 'none', or 'self'.",
    ),
    Row(
        "short-nonce",
        MEDIUM,
        keywords.guessable_nonces,
        "It is so short that it can be guessed.",
        "secrets.token_urlsafe(16): 128 random bits.",
    ),
    Row(
        "constant-nonce",
        MEDIUM,
        besides(keywords.constant_nonces, keywords.constant_script_nonces),
        "Written by hand, it seems: whoever has seen it can use it.",
        "secrets.token_urlsafe(16), new for each response.",
    ),
    Row(
        "http-source",
        MEDIUM,
        hosts.http_sources,
        "{detail}",
        "Write https:// instead.",
    ),
    Row(
        "short-nonce",
        LOW,
        keywords.short_nonces,
        "It is shorter than the 128 bits that the standard asks for.",
        "secrets.token_urlsafe(16): 128 random bits.",
    ),
    Row(
        "script-unsafe-hashes",
        LOW,
        keywords.unsafe_hashes,
        "A listed handler runs wherever an attacker puts it.",
        "Take it out; use addEventListener.",
    ),
    Row(
        "script-blob",
        LOW,
        lets_through(("script", f"blob:{PAGE}x")),
        "A blob: is code that some script put together.",
        "Take it out; for workers: worker-src blob:.",
    ),
    Row(
        "wildcard-host",
        LOW,
        hosts.wildcard_hosts,
        "A forgotten name under it, taken over, is enough.",
        "Name the hosts you need.",
    ),
    Row(
        "script-host",
        LOW,
        hosts.plain_hosts,
        "Any file there may run; one old library is enough.",
        "A nonce in place of the host, or the full path of the one file.",
    ),
    Row(
        "ignored-unsafe-inline",
        LOW,
        keywords.ignored_unsafe_inline,
        "Browsers ignore it beside {detail}: what lacks that stays blocked.",
        "Take it out, unless you must serve browsers from before 2016.",
    ),
    Row(
        "ignored-host",
        LOW,
        keywords.ignored_hosts,
        "Browsers ignore it beside 'strict-dynamic': its files need the nonce.",
        "Take it out.",
    ),
    Row(
        "no-object-src",
        LOW,
        lacks("object-src", "object"),
        "An injected <object> shows something of any site.",
        "Add object-src 'none'.",
    ),
    Row(
        "open-object-src",
        LOW,
        keywords.object_sources,
        "<object> and <embed> are doors hardly a page needs.",
        "object-src 'none'",
    ),
    Row(
        "style-unsafe-inline",
        LOW,
        lets_through(("inline-style", None), ("style-attribute", None)),
        "Injected CSS can repaint the page and read attributes.",
        "Move styles to files, or set element.style in scripts.",
    ),
    Row(
        "open-to-any-site",
        LOW,
        SENDS,
        "Stolen data can leave in the address of a request.",
        "Name the hosts you need.",
    ),
    Row(
        "open-to-any-site",
        LOW,
        besides(lets_through(("connect", EVIL_SOCKET)), SENDS),
        "Stolen data can leave by WebSocket to any site.",
        "Name the hosts you need: wss://shop.example.com.",
    ),
    Row(
        "ip-source",
        LOW,
        hosts.ip_sources,
        "Left over from development? Without a port it means 80 or 443.",
        "Take it out, or in development name the port.",
    ),
    Row(
        "third-party-incomplete",
        LOW,
        hosts.incomplete_third_parties,
        "{detail} loads from there too, and is blocked.",
        "Add it, if you use {detail}.",
    ),
    Row(
        "no-effect",
        LOW,
        keywords.idle_tokens,
        "It does nothing here: {detail}.",
        "Take it out.",
    ),
)
