"""What random cases of ``csp --jsonl`` are made of. What stands here twice is drawn more often."""

from __future__ import annotations

PAGES = (
    *["https://page.test/"] * 5,
    *["http://page.test/"] * 2,
    *["https://page.test/dir/page.html", "https://sub.page.test/p", "https://page.test:8443/"],
    *["http://page.test/", "http://page.test:8080/", "http://localhost/"],
    *["https://10.0.0.1/", "https://xn--bcher-kva.test/"],
)
HOSTS = (
    *["cdn.test", "page.test"] * 4,
    *["a.sub.cdn.test", "sub.page.test", "notcdn.test", "cdn.test.evil.test", "evil.test"],
    *[
        "CDN.test",
        "cdn.test.",
        "cdn%2Etest",
        "\uff43dn.test",
        "b\u00fccher.test",
        "B\u00dcCHER.test",
    ],
    *["localhost", "127.0.0.1", "127.1", "10.0.0.1", "0x0a.1", "167772161", "[::1]"],
)
PATHS = (
    *["/", "/lib", "/lib/", "/lib/x", "/lib/v1/x", "/library/x", "/Lib/x", "//lib/x", "\\lib\\x"],
    *["/lib/../x", "/lib/%2e%2E/x", "/lib/./v1/", "/lib/.", "/l\tib/x", "/lib x", '/"lib"/x'],
    *["/li%62/x", "/lib%2Fx", "/lib%20a/x", "/lib%3Bx", "/l\u00efb/x", "/l%C3%AFb/x", "/%zz/x"],
)
PORTS = {"http": ("", "", "", ":80", ":8080"), "https": ("", "", "", ":443", ":8443")}
SUFFIXES = {
    "script": (".js",),
    "style": (".css",),
    "img": (".png",),
    "media": (".wav",),
    "manifest": (".json",),
    "object": (".html", ".svg", ".png", ""),
}
GIF = "R0lGODlhAQABAAAAACwAAAAAAQABAAA="
WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA=="
DATA_URLS = {
    "script": "data:text/javascript,0",
    "style": "data:text/css,p{}",
    "img": f"data:image/gif;base64,{GIF}",
    "media": f"data:audio/wav;base64,{WAV}",
    "connect": "data:text/plain,x",
    "worker": "data:text/javascript,postMessage(1)",
    "object": "data:text/html,<title>",
    "frame": "data:text/html,<title>",
}

CHAINS = {
    "script": ("script-src-elem", "script-src", "default-src"),
    "inline-script": ("script-src-elem", "script-src", "default-src"),
    "javascript-url": ("script-src-elem", "script-src", "default-src"),
    "event-handler": ("script-src-attr", "script-src", "default-src"),
    "eval": ("script-src", "default-src"),
    "style": ("style-src-elem", "style-src", "default-src"),
    "inline-style": ("style-src-elem", "style-src", "default-src"),
    "style-attribute": ("style-src-attr", "style-src", "default-src"),
    "img": ("img-src", "default-src"),
    "font": ("font-src", "default-src"),
    "connect": ("connect-src", "default-src"),
    "media": ("media-src", "default-src"),
    "object": ("object-src", "frame-src", "child-src", "default-src"),
    "frame": ("frame-src", "child-src", "default-src"),
    "worker": ("worker-src", "child-src", "script-src", "default-src"),
    "manifest": ("manifest-src", "default-src"),
    "form-action": ("form-action",),
    "base-uri": ("base-uri",),
    "frame-ancestors": ("frame-ancestors",),
}
WEIGHTS = {"script": 5, "inline-script": 4, "style": 2, "event-handler": 2, "connect": 2}
REDIRECTED = frozenset(
    {"script", "style", "img", "font", "connect", "media", "object", "frame", "form-action"}
)
OTHER_DIRECTIVES = (
    *["child-src", "worker-src", "img-src", "object-src", "form-action", "base-uri", "style-src"],
    *["script-src-attr", "script-src-elem", "sourcemap-src", "script-scr", "default-src:", "x"],
    *["upgrade-insecure-requests"] * 4,
    "block-all-mixed-content",
)
SANDBOXES = (
    "sandbox",
    "sandbox allow-forms",
    "sandbox allow-scripts",
    "SANDBOX Allow-Scripts allow-forms",
    "sandbox allow-scripts allow-same-origin",
)
TRUSTED_TYPES = (
    "require-trusted-types-for 'script'",
    "require-trusted-types-for 'SCRIPT'",
    "require-trusted-types-for script",
    "require-trusted-types-for 'script'; trusted-types default",
    "trusted-types 'none'",
    "require-trusted-types-for 'script'; script-src 'trusted-types-eval'",
)
EXTRAS = {
    "script": SANDBOXES,
    "inline-script": SANDBOXES,
    "event-handler": SANDBOXES,
    "form-action": SANDBOXES[2:],
    "eval": SANDBOXES + TRUSTED_TYPES,
    "javascript-url": SANDBOXES + TRUSTED_TYPES,
}
"""What a few policies have besides, for kinds on which it bears."""
ALONE = ("upgrade-insecure-requests", "block-all-mixed-content")

SCRIPTS = ("window.ran=1", " window.ran=1\n", "window.ran='\u00e9'", "window.ran=1\r\n//2")
HANDLERS = ("window.ran=1", "window.ran='\u00e9';", "window.ran = 1 ", "window\r\n.ran=1")
ADDRESSES = (
    *["window.ran=1", "window.ran='%20'", "void(window.ran=1)", "window.ran='\u00e9'"],
    *["window.\nran=1", "window.ran=1%0A", " window.ran\t=1 ", "window.ran='%'"],
)
STYLES = ("#p{color:rgb(1, 2, 3)}", " p{} ", "/*\u00e9*/p{color:red}", "p\r\n{color:red}\r")
ATTRIBUTES = ("color:red", "color : rgb(1, 2, 3)", "--x:'\u00e9'", "color:\r\nred")
SOURCES = {
    "inline-script": SCRIPTS,
    "event-handler": HANDLERS,
    "javascript-url": ADDRESSES,
    "inline-style": STYLES,
    "style-attribute": ATTRIBUTES,
    "eval": ("1",),
}
BODIES = ("0", "1;", "/*\u00e9*/2")
"""What the scripts at a URL may say: for integrity."""

NONCES = ("abc123", "ABC123", "r4nd0m==", "a_b-c", "a/b+c")
KEYWORDS = (
    *["'self'", "'none'", "'unsafe-inline'", "'strict-dynamic'", "'unsafe-hashes'"] * 3,
    *["'unsafe-eval'", "'report-sample'", "'wasm-unsafe-eval'", "'inline-speculation-rules'"],
    *["'SELF'", "'Unsafe-Inline'", "'trusted-types-eval'", "'report-sha256'"],
)
SCHEMES = ("https:", "http:", "data:", "blob:", "ws:", "wss:", "HTTPS:", "filesystem:")
GARBAGE = (
    *["self", "none", "unsafe-inline", "'bogus'", "''", "'", "self'", "'self", "'self',", '"self"'],
    *["`self`", "&#39;self&#39;", "\u2018self\u2019", "script-src", "%", "\x0b", "x\u00a0y"],
    *["*.", "**", "*.*", "*:*", "*.test", "*.*.test", "*.cdn.test.", "*.0.0.1", "*:8443"],
    *["cdn.*", "cdn..test", "-cdn.test", "cdn-.test", "my_cdn.test", "1.2.3", "user@cdn.test"],
    *["cdn.test:", "cdn.test:x", "cdn.test:99999", "cdn.test:0443", "cdn.test:00", "10.0.0.1:*"],
    *["cdn.test/%", "cdn.test/%zz/", "cdn.test/lib/?q", "cdn.test/#f", "cdn.test,evil.test"],
    *["//cdn.test", "https://", "https:*", "https:///lib/", "http:cdn.test", "*://cdn.test"],
    *["https://*", "https://*:*", "http://*:443", "data://*", "blob://*:*", "data://x"],
    *["http://cdn.test:*/lib/", "https://CDN.test/Lib", "https://b\u00fccher.test", "caf\u00e9"],
    *["[::1]", "::1", "[::1]:443", "nonce-abc123", "'nonce-'", "'nonce-a b'", "'nonce-abc123"],
    *["'sha256-'", "'sha256-x='", "'sha1-abc='"],
)
