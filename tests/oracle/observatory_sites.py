"""Random sites as ``scan --jsonl`` takes them, made to be nasty: every part of one may be odd."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.oracle.observatory_pages import PageMaker

HOSTS = ["shop.test"] * 6 + ["www.shop.test", "a.b.shop.co.uk", "shop.com", "localhost"]
HOSTS += ["127.0.0.1", "shop.github.io", "co.uk", "xn--bcher-kva.example", "my_shop.test"]


class SiteMaker(PageMaker):
    """Makes sites."""

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
            *self.field("Content-Type", lambda: self.pick(*types), 0.97),
            *self.field("Content-Security-Policy", self.policy, chance),
            *self.field("Content-Security-Policy-Report-Only", self.policy, 0.15),
            *self.field("X-Frame-Options", self.frame_options, chance),
            *self.field("X-Content-Type-Options", self.type_options, chance),
            *self.field("Referrer-Policy", self.referrer_policy, chance),
            *self.field("Cross-Origin-Resource-Policy", self.resource_policy, chance),
            *([["Set-Cookie", self.cookie()] for _ in range(self.pick(0, 0, 1, 1, 2, 4))]),
        ]

    def frame_options(self) -> str:
        odd = [
            "",
            "none",
            "DENY, DENY",
            "ALLOW-FROM https://shop.test",
            "allow-fromage",
            "x" * 1200,
        ]
        return self.odd(self.pick(*["DENY", "SAMEORIGIN"] * 4, *odd))

    def type_options(self) -> str:
        return self.odd(self.pick(*["nosniff"] * 8, "", "no-sniff", "nosniff,", "nosniff;"))

    def resource_policy(self) -> str:
        good = ["same-origin", "same-site", "cross-origin"] * 3
        return self.odd(self.pick(*good, "", "same origin", "none", "same-origin, same-site"))

    def hsts(self) -> list[list[str]]:
        def value() -> str:
            ages = ["31536000"] * 6 + ["63072000", "15552000", "15551999", "0", "-1", '"31536000"']
            ages += [
                "abc",
                "",
                " 31536000",
                "1e9",
                "0x1000000",
                "31536000.5",
                "٣١٥٣٦٠٠٠",
                "+16000000",
            ]
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
        allow = self.field("Access-Control-Allow-Origin", lambda: self.pick(*allowed), 0.9)
        credentials = self.field("Access-Control-Allow-Credentials", self.truth, 0.6)
        return {**self.response([*allow, *credentials]), "request_origin": origin}

    def truth(self) -> str:
        return self.odd(self.pick("true", "true", "false", "", "1"))

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
        pair = self.pick(
            *[f"{self.pick(*names)}={self.pick(*values)}"] * 9, self.pick(*names), "=x"
        )
        good = self.some(["Secure", "HttpOnly", "Path=/", "SameSite=Lax", "SameSite=Strict"], 6)
        attributes = good + self.some(self.cookie_attributes(), self.pick(0, 1, 3))
        self.random.shuffle(attributes)
        separator = self.pick("; ", "; ", "; ", ";", " ; ", ";;")
        return separator.join([self.odd_space(pair), *map(self.odd, attributes)])

    def cookie_attributes(self) -> list[str]:
        same_site = ["SameSite=None", "SameSite", "SameSite=", "SameSite=Foo", "SameSite = lax"]
        domains = [
            "shop.test",
            ".shop.test",
            "test",
            "evil.test",
            "",
            ".",
            "..shop.test",
            "127.0.0.1",
        ]
        dates = ["Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 21 Oct 2099 07:28:00 GMT", "tomorrow"]
        return [
            *same_site * 2,
            "SameSite=Lax=x",
            *(f"Domain={domain}" for domain in domains),
            *(f"Expires={date}" for date in dates),
            *["Secure=false", "HttpOnly=0", "Max-Age=0", "Max-Age=-1", "Max-Age=9", "Partitioned"],
            *["Path=/a", "Path=a", "Path", "Priority=High", ""],
        ]


def random_sites(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """That many sites, the same ones for the same seed."""
    maker = SiteMaker(seed)
    for _ in range(count):
        yield maker.site()
