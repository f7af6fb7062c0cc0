"""The attacks that a policy lets through, worst first: why they matter, and what to write instead.

TABLE is the catalogue. What its rows look for is in ``finders``.
"""

from __future__ import annotations

from helpers.csp_advice import hosts, keywords
from helpers.csp_advice.rows import EVIL, PAGE, Row, lacks, lets_through, where
from helpers.csp_advice.severity import Severity

HIGH, MEDIUM, LOW, NOTE = Severity

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
        lets_through(("inline-script", None), ("event-handler", None), ("javascript-url", None)),
        "Every script that stands in the page runs, the one an attacker injected too.",
        "Take it out. Move your scripts to files, or give your own tags a nonce: 'nonce-…'.",
    ),
    Row(
        "script-any-site",
        HIGH,
        lets_through(("script", EVIL)),
        "Scripts of every site may run, so the attacker's own file may.",
        "Name the hosts you need, or use a nonce.",
    ),
    Row(
        "script-data",
        HIGH,
        lets_through(("script", "data:text/javascript,x")),
        '<script src="data:…"> brings its code along: an inline script under another name.',
        "Take it out of {directive}. Images may have it: img-src 'self' data:.",
    ),
    Row(
        "script-jsonp",
        HIGH,
        hosts.jsonp_hosts,
        "That host answers with whatever code the address asks for, at {detail}.",
        "Use a nonce, or name one file by its full path and give its tag an integrity hash.",
    ),
    Row(
        "script-angular",
        HIGH,
        hosts.angular_hosts,
        "AngularJS is there, which runs code it finds in your page's text: {detail}.",
        "Use a nonce, or name one file by its full path and give its tag an integrity hash.",
    ),
    Row(
        "script-anybodys-host",
        HIGH,
        hosts.anybodys_hosts,
        "Anybody can put a file there, for example at {detail}.",
        "Copy what you need to your own site, or use a nonce.",
    ),
    Row(
        "no-base-uri",
        HIGH,
        where(keywords.uses_nonces, lacks("base-uri", "base-uri")),
        "An injected <base> makes your own nonced script tags load the attacker's files.",
        "Add base-uri 'none'.",
    ),
    Row(
        "open-base-uri",
        HIGH,
        lets_through(("base-uri", EVIL), ("base-uri", "data:text/html,x")),
        "An injected <base> may lead every relative address of the page to any site.",
        "base-uri 'none', or 'self' if your pages use <base>.",
    ),
    Row(
        "script-unsafe-eval",
        MEDIUM,
        lets_through(("eval", None)),
        'Text becomes code in eval(), new Function() and setTimeout("…"): any text that gets in.',
        "Take it out. Most libraries have a build that does without.",
    ),
    Row(
        "no-form-action",
        MEDIUM,
        lacks("form-action", "form-action"),
        "An injected form sends what people type, their password too, to any site.",
        "Add form-action 'self'. default-src does not stand in for it.",
    ),
    Row(
        "open-form-action",
        MEDIUM,
        lets_through(("form-action", EVIL)),
        "An injected form may send what people type to any site.",
        "form-action 'self', and the sites that your own forms lead to.",
    ),
    Row(
        "no-frame-ancestors",
        MEDIUM,
        lacks("frame-ancestors", "frame-ancestors"),
        "Any site may lay your page under its visitors' clicks, unless X-Frame-Options forbids it.",
        "Add frame-ancestors 'none', or 'self'. frame-src is about what you embed.",
    ),
    Row(
        "open-frame-ancestors",
        MEDIUM,
        lets_through(("frame-ancestors", EVIL)),
        "Any site may lay your page under its visitors' clicks, whatever X-Frame-Options says.",
        "frame-ancestors 'none', 'self', or the partners' names.",
    ),
    Row(
        "no-base-uri",
        MEDIUM,
        where(keywords.uses_no_nonces, lacks("base-uri", "base-uri")),
        "An injected <base> changes where every relative link, form and file of the page leads.",
        "Add base-uri 'none', or 'self' if your pages use <base>.",
    ),
    Row(
        "short-nonce",
        MEDIUM,
        keywords.short_nonces,
        "So short a nonce can be guessed.",
        "secrets.token_urlsafe(16): 128 random bits, 22 characters.",
    ),
    Row(
        "constant-nonce",
        MEDIUM,
        keywords.constant_nonces,
        "It looks written by hand: who has seen it once can put it on a tag of their own.",
        "secrets.token_urlsafe(16), a new one for each response.",
    ),
    Row(
        "strict-dynamic-alone",
        MEDIUM,
        keywords.strict_dynamic_alone,
        "It passes on the trust of a nonce or hash, and there is none: not even your scripts run.",
        "Put a nonce beside it: 'nonce-…' 'strict-dynamic'.",
    ),
    Row(
        "http-source",
        MEDIUM,
        hosts.http_sources,
        "On http anybody on the way can read and change what is sent.",
        "Write https:// instead.",
    ),
    Row(
        "script-unsafe-hashes",
        LOW,
        keywords.unsafe_hashes,
        "A handler whose hash is listed runs wherever an attacker puts it, on any element.",
        "Take it out, and use addEventListener in a file.",
    ),
    Row(
        "script-blob",
        LOW,
        lets_through(("script", f"blob:{PAGE}x")),
        "A blob: is code that a script has put together, from text an attacker may have a part in.",
        "Take it out of {directive}. A worker needs it in worker-src alone.",
    ),
    Row(
        "wildcard-host",
        LOW,
        hosts.wildcard_hosts,
        "Every name under it counts, also one that is forgotten and that somebody else takes over.",
        "Name the hosts you need.",
    ),
    Row(
        "script-host",
        LOW,
        hosts.plain_hosts,
        "Every file of that host may run: one old library or one answer in JSONP there is enough.",
        'Better a nonce or a hash. At least integrity="…" on the tag.',
    ),
    Row(
        "ignored-unsafe-inline",
        LOW,
        keywords.ignored_unsafe_inline,
        "Browsers ignore it beside {detail}. A tag without the nonce stays blocked.",
        "Take it out.",
    ),
    Row(
        "ignored-host",
        LOW,
        keywords.ignored_hosts,
        "Browsers ignore it beside 'strict-dynamic'. A file from there needs the nonce as well.",
        "Take it out.",
    ),
    Row(
        "no-object-src",
        LOW,
        lacks("object-src", "object"),
        "An injected <object> or <embed> shows something of any site inside your page.",
        "Add object-src 'none'. Hardly a page needs one.",
    ),
    Row(
        "open-object-src",
        LOW,
        keywords.object_sources,
        "<object> and <embed> are doors that hardly a page needs.",
        "object-src 'none'",
    ),
    Row(
        "style-unsafe-inline",
        LOW,
        lets_through(("inline-style", None), ("style-attribute", None)),
        "Injected CSS can cover your page with another, and read secrets out of attributes.",
        "Move styles to files. element.style.color = … needs no permission.",
    ),
    Row(
        "open-to-any-site",
        LOW,
        lets_through(
            *((kind, EVIL) for kind in ("style", "connect", "img", "font", "media", "frame"))
        ),
        "What an attacker has read in your page can leave in the address of a request to any site.",
        "Name the hosts you need.",
    ),
    Row(
        "ip-source",
        LOW,
        hosts.ip_sources,
        "A machine named by its number, without a port: left over from development?",
        "Take it out in production. In development, name the port: {token}:5000.",
    ),
    Row(
        "third-party-incomplete",
        LOW,
        hosts.incomplete_third_parties,
        "{detail} also loads from there, and {directive} blocks it.",
        "Add it to {directive}, if you use {detail}.",
    ),
    Row(
        "no-effect",
        LOW,
        keywords.idle_tokens,
        "It means nothing in {directive}: {detail}.",
        "Take it out.",
    ),
)
