"""Random policies and pages for the Observatory, made to be nasty."""

from __future__ import annotations

from random import Random
from typing import TypeVar

T = TypeVar("T")

SPACES = [""] * 6 + [" ", "  ", "\t", " \t "]
JS_SPACES = [" "] * 8 + ["  ", "\t", "\xa0", "\u2003", "\ufeff", "\x0b", "\x1c", "\x85"]


class Chance:
    """What comes by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pick(self, *choices: T) -> T:
        return self.random.choice(choices)

    def some(self, choices: list[str], most: int = 4) -> list[str]:
        return [self.random.choice(choices) for _ in range(self.random.randint(0, most))]

    def often(self, chance: float = 0.7) -> bool:
        return self.random.random() < chance

    def odd_case(self, text: str) -> str:
        if self.often(0.85):
            return text
        return "".join(self.pick(str.upper, str.lower)(letter) for letter in text)

    def odd_space(self, text: str) -> str:
        if self.often(0.9):
            return text
        return self.pick(*SPACES, *JS_SPACES) + text + self.pick(*SPACES, *JS_SPACES)

    def odd(self, text: str) -> str:
        return self.odd_space(self.odd_case(text))


class PageMaker(Chance):
    """Makes policies, and pages with scripts and meta elements where they count and do not."""

    # Policies

    def policy(self) -> str:
        if self.often(0.05):
            odd = ["", "x", "img-src", "img-s", ";;;;;;;;", "default", "'none'", "   ", ",", "\x00"]
            return self.pick(*odd)
        directives = [self.directive() for _ in range(self.random.randint(1, 6))]
        if self.often(0.5):  # a good one, with at most one odd thing in it
            directives = self.good_directives() + directives[: self.pick(0, 0, 1)]
        if self.often(0.8):  # mostly each only once
            directives = list({each.split(" ")[0].lower(): each for each in directives}.values())
            if self.often(0.1):
                directives += [self.pick("report-uri /a", "report-to b")] * 2
        separator = self.pick("; ", "; ", "; ", ";", " ;\t", ";;", "; \r\n ", ", ")
        return separator.join(directives) + self.pick("", "", ";", "; ")

    def good_directives(self) -> list[str]:
        default = self.pick("default-src 'none'", "default-src 'self'", "default-src")
        flaw = self.pick("", "", "", " 'unsafe-eval'", f" {self.pick(*UNSAFE)}")
        scripts = self.pick("script-src 'self'", "script-src 'nonce-abc' 'strict-dynamic'")
        images = self.pick(
            "img-src 'self'", "img-src http:", "media-src ftp://cdn.test", "img-src *"
        )
        more = self.some([f"{scripts}{flaw}", images, f"style-src 'self'{flaw}"], 3)
        more += self.some(["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"], 2)
        return [default, *more, *self.pick([], ["object-src 'none'"])]

    def referrer_policy(self) -> str:
        good = ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"]
        bad = ["origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"]
        tokens = self.some([*good * 4, *bad, "", "never", "default", "strict origin"], 3)
        return ",".join(map(self.odd, tokens))

    def directive(self) -> str:
        main = ["default-src", "default-src", "script-src", "script-src", "style-src", "object-src"]
        more = ["img-src", "media-src", "base-uri", "form-action", "frame-ancestors", "connect-src"]
        rest = ["script-src-elem", "font-src", "report-uri", "report-to", "sandbox", "x-src", "foo"]
        rest += [
            "upgrade-insecure-requests",
            "require-trusted-types-for",
            "frame-src",
            "worker-src",
        ]
        name = self.pick(*main * 2, *more, *rest)
        sources = self.some(SAFE if self.often() else [*SAFE, *UNSAFE], self.pick(1, 2, 4, 7))
        space = self.pick(*[" "] * 12, *JS_SPACES)
        return space.join([self.odd_case(name), *map(self.odd_case, sources)])

    # Pages

    def body(self, host: str) -> str:
        if self.often(0.08):
            return self.pick("", "hello", "<", "<script", "<!--", "</", "\0", "<p>1 < 2")
        parts = [self.part(host) for _ in range(self.pick(0, 1, 1, 2, 3, 5, 8))]
        metas = [self.meta() for _ in range(self.pick(0, 0, 1, 1, 2))]
        head = "".join([*metas, self.base(host) if self.often(0.1) else ""])
        self.random.shuffle(parts)
        form = self.pick(
            "<!doctype html><html><head>{}</head><body>{}</body></html>", "{}{}", "{1}{0}"
        )
        return form.format(head, "".join(parts))

    def meta(self) -> str:
        policy = self.quoted(self.policy())
        name = self.odd("Content-Security-Policy")
        referrer = self.quoted(self.referrer_policy())
        kinds = [f'<meta http-equiv="{name}" content={policy}>'] * 4
        kinds += [f"<META CONTENT={policy} HTTP-EQUIV='{name}'/>", f'<meta http-equiv="{name}">']
        kinds += [f'<meta http-equiv="{name}-Report-Only" content={policy}>']
        kinds += [f'<meta name="{self.odd("referrer")}" content={referrer}>'] * 3
        kinds += [f"<meta name=referrer http-equiv=x content={referrer}>", "<meta name=referrer>"]
        kinds += ['<meta http-equiv="X-Frame-Options" content="DENY">', "<meta charset=utf-8>"]
        kinds += ["<meta name=referrer http-equiv=x>", '<meta name="referrer" content="">']
        return self.wrapped(self.pick(*kinds))

    def quoted(self, text: str) -> str:
        if self.often(0.05):
            text = text.replace("'", "&#39;").replace(";", "&semi;").replace(" ", "&#32")
        return f'"{text}"' if '"' not in text else f"'{text}'"

    def base(self, host: str) -> str:
        places = ["https://cdn.test/lib/", "http://cdn.test/", f"https://{host}/", "/", "data:,x"]
        places += ["//cdn.test/", "", "ftp://cdn.test/", "https://", "javascript:1", "foo:/bar"]
        tag = self.pick("<base href='{}'>", '<base target=x href="{}">', "<BASE HREF={} />")
        return self.wrapped(tag.format(self.pick(*places))) + self.pick("", "", "<base href=x:>")

    def part(self, host: str) -> str:
        others = ["<p>text</p>", "<script>1</script>", "<style>a{}</style>", "<svg><path/></svg>"]
        others += ["<select><option>1</select>", "<table><tr><td>1</table>", "<img src=x>", "<br/>"]
        if self.often(0.25):
            return self.wrapped(self.pick(*others))
        return self.wrapped(self.script(host))

    def script(self, host: str) -> str:
        src = self.src(host)
        quote = self.pick('"', '"', "'", "")
        attributes = [self.odd_case("src") + self.pick("=", "=", "=", " = ") + quote + src + quote]
        if self.often(0.5):
            integrity = ["'sha384-abc='", '"sha256-x"', "x", '""', "", "sha384-a/"]
            attributes.append(self.odd_case("integrity") + "=" + self.pick(*integrity))
        more = ["async", "defer", "crossorigin", "src=second", "type=module", "/"]
        attributes += self.some(more, 2)
        if self.often(0.3):
            self.random.shuffle(attributes)
        inside = ["", "", "", "1", "<!--", "<!-- <script> </script>", "<!-- <script>a</script> -->"]
        end = self.pick(*["</script>"] * 8, "</SCRIPT >", "</script x=y>", "</script", "")
        name = self.odd_case("script")
        return f"<{name} {' '.join(attributes)}>{self.pick(*inside)}{end}"

    def src(self, host: str) -> str:
        foreign = ["evil.test", "cdn.evil.test", "shop.example", "evil.co.uk", "b.shop.co.uk"]
        foreign += ["10.0.0.1", "[::1]", "xn--bcher-kva.example", "bücher.example", "shop.test."]
        place = self.pick(host, f"cdn.{host}", "shop.test", *foreign)
        port = self.pick("", "", "", ":8443", "@evil.test", ":", ":x")
        schemes = ["https://"] * 7 + ["http://", "http://", "//", "//", "HTTPS://", "https:"]
        odd = ["http:/", "https:\\\\", "\\\\", "///", "/\\", "ftp://", " https://", "ht\ntps://"]
        ways = [f"{self.pick(*schemes)}{place}{port if self.often(0.2) else ''}/x.js"] * 12
        ways += ["/x.js", "x.js", "./x.js?a=//b", "#x", "", "data:text/javascript,1", "blob:x", " "]
        ways += [
            f"{self.pick(*odd)}{place}/x.js",
            "javascript:1",
            "//",
            "https:x.js",
            "https:/x.js",
        ]
        ways += [f"https://{place}?x", f"https://{place}", f"https://a:b@{place}/"]
        ways += ["https&colon;//evil.test"]
        return self.pick(*ways)

    def wrapped(self, html: str) -> str:
        """The markup somewhere where it counts, or where it does not."""
        for _ in range(self.pick(0, 0, 1, 1, 2, 3)):
            html = self.pick("{}", *WRAPPERS).replace("{}", html)
        return html


SAFE = [
    "'self'", "'none'", "https://cdn.test", "https://cdn.test/a", "https://cdn.test/a/", "cdn.test",
    "'nonce-abc'", "'nonce-abcd'", "'sha256-abc='", "*.cdn.test", "https://cdn.test/a/b.js",
    "'strict-dynamic'", "'report-sample'", "/csp", "https://cdn.test/%61", "wss://shop.test",
]  # fmt: skip
UNSAFE = [
    "'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*", "http://cdn.test", "ftp:",
    "https://*", "http://*.*", "ftp://cdn.test", "blob:", "'unsafe-hashes'", "self", "none", "%",
    "'nonce-'", "'sha512-x'", "'sha1-x'", "https://é.test", "https://cdn.test/%zz", "a_b", "'",
    "https://cdn.test/%C3", "cdn.test,", "http", "https:/", "https://cdn-a.test", "a-b", "a.b",
    "a:b", "http://*.cdn.test", "https://*.*", "https://cdn.test/a%2Fb", "'self'x", "\x01a",
]  # fmt: skip
"""Source expressions."""

WRAPPERS = [
    "<!-- {} -->", "<!--> {} -->", "<!---> {}", "<!-- a --!> {}", "<!-- -- > {} -->", "<!{}>",
    "<?xml {} ?>", "</ {}>", "<![CDATA[{}]]>", "<svg><![CDATA[{}]]></svg>",
    "<template>{}</template>", "<template><template></template>{}</template>", "</template>{}",
    "<noscript>{}</noscript>", "<textarea>{}</textarea>", "<title>{}</title>", "<style>{}</style>",
    "<iframe>{}</iframe>", "<noembed>{}</noembed>", "<noframes>{}</noframes>", "<xmp>{}</xmp>",
    "<svg>{}</svg>", "<svg><title>{}</title></svg>", "<svg><style>{}</style></svg>", "<svg/>{}",
    "<svg><foreignObject>{}</foreignObject></svg>", "<math><mi>{}</mi></math>", "<math>{}</math>",
    "<svg><g><p>{}</svg>", "<select>{}</select>", "<select><option>{}", "<table>{}</table>",
    "<table><tr>{}</tr></table>", "<div title='{}'></div>", '<div title="{}"></div>', "<div a={}>",
    "<script>{}</script>", "<script><!--{}</script>", "<p>{}</p>", "<b><i>{}</b></i>", "<a b='{}",
    "<annotation-xml>{}", "<math><annotation-xml encoding='text/html'>{}</annotation-xml></math>",
    "<plaintext>{}", "<svg><desc><template>{}</template></desc></svg>", "<textarea>{}</title>",
    "<style></style >{}", "<TITLE>a</TITLE\n>{}", "<script/>{}</script>", "<b/>{}", "<a/b=c/>{}",
    "<svg><script>{}</script></svg>", "<svg><font color=x>{}</svg>", "<svg><font>{}</font></svg>",
]  # fmt: skip
"""Where something may stand in a page."""
