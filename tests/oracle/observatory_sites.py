"""Random sites as ``scan --jsonl`` takes them, made to be nasty: every part of one may be odd."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

HOSTS = ["shop.test"] * 6 + ["www.shop.test", "a.b.shop.co.uk", "shop.com", "localhost"]
HOSTS += ["127.0.0.1", "shop.github.io", "co.uk", "xn--bcher-kva.example", "my_shop.test"]

SPACES = [""] * 6 + [" ", "  ", "\t", " \t "]
JS_SPACES = [" "] * 8 + ["  ", "\t", "\xa0", "\u2003", "\ufeff", "\x0b", "\x1c", "\x85"]


class Maker:
    """Makes sites, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pick(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def some(self, choices: list[Any], most: int = 4) -> list[Any]:
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

    # A site

    def site(self) -> dict[str, Any]:
        host = self.pick(*HOSTS)
        scheme = self.pick("https", "https", "https", "http")
        page = self.response(self.page_headers())
        return {
            "hostname": host,
            "url": f"{scheme}://{host}{self.pick('/', '/', '/', '/a/b', '')}",
            "auto": page,
            "https": self.response(self.hsts()) if self.often(0.9) else None,
            "http": self.response([]) if self.often(0.85) else None,
            "http_redirects": self.redirects(host),
            "cors": self.cors(),
            "body": self.body(host),
        }

    def response(self, headers: list[list[str]]) -> dict[str, Any]:
        self.random.shuffle(headers)
        return {"status": 200, "headers": headers, "verified": self.often(0.93)}

    def field(self, name: str, values: Callable[[], str], chance: float) -> list[list[str]]:
        """The field, once, several times, or not at all."""
        if not self.often(chance):
            return []
        times = self.pick(*[1] * 9, 2, 3)
        return [[self.odd_case(name), self.odd_space(values())] for _ in range(times)]

    def page_headers(self) -> list[list[str]]:
        chance = self.pick(0.2, 0.6, 0.95)
        html = ["text/html", "text/html", "text/html; charset=utf-8", "text/html;x", "text/html;"]
        types = [*html * 6, "application/xhtml+xml", "Text/HTML", "text/html ;x", "text/plain", ""]
        return [
            *self.field("Content-Type", lambda: str(self.pick(*types)), 0.97),
            *self.field("Content-Security-Policy", self.policy, chance),
            *self.field("Content-Security-Policy-Report-Only", self.policy, 0.15),
            *self.field("X-Frame-Options", self.frame_options, chance),
            *self.field("X-Content-Type-Options", self.type_options, chance),
            *self.field("Referrer-Policy", self.referrer_policy, chance),
            *self.field("Cross-Origin-Resource-Policy", self.resource_policy, chance),
            *([["Set-Cookie", self.cookie()] for _ in range(self.pick(0, 0, 1, 1, 2, 4))]),
        ]

    def frame_options(self) -> str:
        odd = ["", "none", "DENY, DENY", "ALLOW-FROM https://shop.test", "allow-fromage", "x" * 1200]
        return self.odd(self.pick(*["DENY", "SAMEORIGIN"] * 4, *odd))

    def type_options(self) -> str:
        return self.odd(self.pick(*["nosniff"] * 8, "", "no-sniff", "nosniff,", "nosniff;"))

    def resource_policy(self) -> str:
        good = ["same-origin", "same-site", "cross-origin"] * 3
        return self.odd(self.pick(*good, "", "same origin", "none", "same-origin, same-site"))

    def referrer_policy(self) -> str:
        good = ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"]
        bad = ["origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"]
        tokens = self.some([*good * 4, *bad, "", "never", "default", "strict origin"], 3)
        return ",".join(map(self.odd, tokens))

    def hsts(self) -> list[list[str]]:
        def value() -> str:
            ages = ["31536000"] * 6 + ["63072000", "15552000", "15551999", "0", "-1", '"31536000"']
            ages += ["abc", "", " 31536000", "1e9", "0x1000000", "31536000.5", "٣١٥٣٦٠٠٠", "+16000000"]
            directives = [f"max-age={self.pick(*ages)}"] if self.often(0.9) else ["max-age"]
            directives += self.some(["includeSubDomains", "preload", "max-age=5", "x,y", ""], 2)
            if self.often(0.2):
                self.random.shuffle(directives)
            return ";".join(map(self.odd, directives))

        return self.field("Strict-Transport-Security", value, 0.85)

    def cors(self) -> dict[str, Any] | None:
        if not self.often(0.6):
            return None
        origin = self.pick("https://evil.test", "https://evil.test", "null", None)
        allowed = ["*", "*", " * ", origin or "", "https://shop.test", "null", "", "*, *"]
        allow = self.field("Access-Control-Allow-Origin", lambda: str(self.pick(*allowed)), 0.9)
        truth = lambda: str(self.odd(self.pick("true", "true", "false", "", "1")))  # noqa: E731
        credentials = self.field("Access-Control-Allow-Credentials", truth, 0.6)
        return {**self.response([*allow, *credentials]), "request_origin": origin}

    def redirects(self, host: str) -> list[list[Any]]:
        other = "evil.test" if host[0].isdigit() else f"www.{host}"
        places = [f"http://{host}/", f"https://{host}/", f"https://{other}/x"]
        places += [f"http://{other}/", f"HTTPS://{host.upper()}/", "https://evil.test:8443/"]
        first = [[places[0], 301]]
        ways = [[], first, [*first, [places[1], 200]], [*first, [places[1], 200]]]
        random_way = [[self.pick(*places), 301] for _ in range(self.random.randint(1, 4))]
        return list(self.pick(*ways, [*first, *random_way], [*first, *random_way], random_way))

    # Cookies

    def cookie(self) -> str:
        names = ["id", "session", "SESSID", "Login", "csrftoken", "XSRF-csrf", "theme", "samesite"]
        names += ["__Host-session", "__Secure-id", "__host-x", "heroku-session-affinity", "", "a b"]
        values = ["1", "abc", "", '"q"', "a=b", "x y", "é", "samesite=lax", "a\x01b"]
        pair = self.pick(*[f"{self.pick(*names)}={self.pick(*values)}"] * 9, self.pick(*names), "=x")
        good = self.some(["Secure", "HttpOnly", "Path=/", "SameSite=Lax", "SameSite=Strict"], 6)
        attributes = good + self.some(self.cookie_attributes(), self.pick(0, 1, 3))
        self.random.shuffle(attributes)
        separator = self.pick("; ", "; ", "; ", ";", " ; ", ";;")
        return separator.join([self.odd_space(pair), *map(self.odd, attributes)])

    def cookie_attributes(self) -> list[str]:
        same_site = ["SameSite=None", "SameSite", "SameSite=", "SameSite=Foo", "SameSite = lax"]
        domains = ["shop.test", ".shop.test", "test", "evil.test", "", ".", "..shop.test", "127.0.0.1"]
        dates = ["Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 21 Oct 2099 07:28:00 GMT", "tomorrow"]
        return [
            *same_site * 2,
            "SameSite=Lax=x",
            *(f"Domain={domain}" for domain in domains),
            *(f"Expires={date}" for date in dates),
            *["Secure=false", "HttpOnly=0", "Max-Age=0", "Max-Age=-1", "Max-Age=9", "Partitioned"],
            *["Path=/a", "Path=a", "Path", "Priority=High", ""],
        ]

    # Policies

    def policy(self) -> str:
        if self.often(0.05):
            odd = ["", "x", "img-src", "img-s", ";;;;;;;;", "default", "'none'", "   ", ",", "\x00"]
            return str(self.pick(*odd))
        directives = [self.directive() for _ in range(self.random.randint(1, 6))]
        if self.often(0.8):  # mostly each only once
            directives = list({each.split(" ")[0].lower(): each for each in directives}.values())
        separator = self.pick("; ", "; ", "; ", ";", " ;\t", ";;", "; \r\n ", ", ")
        return str(separator).join(directives) + self.pick("", "", ";", "; ")

    def directive(self) -> str:
        main = ["default-src", "default-src", "script-src", "script-src", "style-src", "object-src"]
        more = ["img-src", "media-src", "base-uri", "form-action", "frame-ancestors", "connect-src"]
        rest = ["script-src-elem", "font-src", "report-uri", "report-to", "sandbox", "x-src", "foo"]
        rest += ["upgrade-insecure-requests", "require-trusted-types-for", "frame-src", "worker-src"]
        name = self.pick(*main * 2, *more, *rest)
        sources = self.some(SAFE if self.often() else [*SAFE, *UNSAFE], self.pick(1, 2, 4, 7))
        space = self.pick(*[" "] * 12, *JS_SPACES)
        return str(space).join([self.odd_case(name), *map(self.odd_case, sources)])

    # Pages

    def body(self, host: str) -> str:
        if self.often(0.08):
            return str(self.pick("", "hello", "<", "<script", "<!--", "</", "\0", "<p>1 < 2"))
        parts = [self.part(host) for _ in range(self.pick(0, 1, 1, 2, 3, 5, 8))]
        metas = [self.meta() for _ in range(self.pick(0, 0, 1, 1, 2))]
        head = "".join([*metas, self.base(host) if self.often(0.1) else ""])
        self.random.shuffle(parts)
        form = self.pick("<!doctype html><html><head>{}</head><body>{}</body></html>", "{}{}", "{1}{0}")
        return str(form).format(head, "".join(parts))

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
        kinds += [f"<meta name=referrer http-equiv=x>{'<meta>'}", '<meta name="referrer" content="">']
        return str(self.wrapped(self.pick(*kinds)))

    def quoted(self, text: str) -> str:
        if self.often(0.05):
            text = text.replace("'", "&#39;").replace(";", "&semi;").replace(" ", "&#32")
        return f'"{text}"' if '"' not in text else f"'{text}'"

    def base(self, host: str) -> str:
        places = ["https://cdn.test/lib/", "http://cdn.test/", f"https://{host}/", "/", "data:,x"]
        places += ["//cdn.test/", "", "ftp://cdn.test/", "https://", "javascript:1", "foo:/bar"]
        tag = self.pick("<base href='{}'>", '<base target=x href="{}">', "<BASE HREF={} />")
        return str(self.wrapped(tag.format(self.pick(*places)))) + self.pick("", "", "<base href=x:>")

    def part(self, host: str) -> str:
        others = ["<p>text</p>", "<script>1</script>", "<style>a{}</style>", "<svg><path/></svg>"]
        others += ["<select><option>1</select>", "<table><tr><td>1</table>", "<img src=x>", "<br/>"]
        if self.often(0.25):
            return str(self.wrapped(self.pick(*others)))
        return self.wrapped(self.script(host))

    def script(self, host: str) -> str:
        src = self.src(host)
        quote = self.pick('"', '"', "'", "")
        attributes = [self.odd_case("src") + self.pick("=", "=", "=", " = ") + quote + src + quote]
        if self.often(0.5):
            integrity = ["'sha384-abc='", '"sha256-x"', "x", '""', "", "sha384-a/"]
            attributes.append(self.odd_case("integrity") + "=" + self.pick(*integrity))
        attributes += self.some(["async", "defer", "crossorigin", "src=second", "type=module", "/"], 2)
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
        scheme = self.pick(*["https://"] * 7, "http://", "http://", "//", "//", "HTTPS://", "https:")
        odd = ["http:/", "https:\\\\", "\\\\", "///", "/\\", "ftp://", " https://", "\thttps://", "ht\ntps://"]
        ways = [f"{scheme}{place}{port if self.often(0.2) else ''}/x.js"] * 12
        ways += ["/x.js", "x.js", "./x.js?a=//b", "#x", "", "data:text/javascript,1", "blob:x", " "]
        ways += [f"{self.pick(*odd)}{place}/x.js", "javascript:1", "//", "https:x.js", "https:/x.js"]
        ways += [f"https://{place}?x", f"https://{place}", f"https://a:b@{place}/", "https&colon;//evil.test"]
        return str(self.pick(*ways))

    def wrapped(self, html: str) -> str:
        """The markup somewhere where it counts, or where it does not."""
        return str(self.pick(*["{}"] * 24, *WRAPPERS)).replace("{}", html)


SAFE = ["'self'", "'none'", "https://cdn.test", "https://cdn.test/a", "https://cdn.test/a/", "cdn.test"]
SAFE += ["'nonce-abc'", "'nonce-abcd'", "'sha256-abc='", "*.cdn.test", "https://cdn.test/a/b.js"]
SAFE += ["'strict-dynamic'", "'report-sample'", "/csp", "https://cdn.test/%61", "wss://shop.test"]
UNSAFE = ["'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*", "http://cdn.test"]
UNSAFE += ["https://*", "http://*.*", "ftp://cdn.test", "blob:", "'unsafe-hashes'", "self", "none"]
UNSAFE += ["'nonce-'", "'sha512-x'", "'sha1-x'", "https://é.test", "https://cdn.test/%zz", "%", "a_b"]
UNSAFE += ["https://cdn.test/%C3", "cdn.test,", "http", "https:/", "https://cdn-a.test", "a-b", "a.b", "a:b"]
UNSAFE += ["http://*.cdn.test", "https://*.*", "ftp:", "https://cdn.test/a%2Fb", "'", "'self'x", "\x01a"]

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


def random_sites(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """That many sites, the same ones for the same seed."""
    maker = Maker(seed)
    for _ in range(count):
        yield maker.site()
