"""What a real Chromium decides on new random cases of ``csp --jsonl``, against what we decide.

``python -m tests.oracle.chromium_csp --count 200 --seed 7`` prints each disagreement as a JSON
line and exits with 1 if there is one. The page of a case stands in a frame, and the case is
decided by a sign that comes: for "allowed" the request at the server or the effect in the page,
for "blocked" the page's securitypolicyviolation event or the console's word about a sandbox. No
sign, or one of each, is a disagreement as well, and says what was seen.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Error, Page, async_playwright

from helpers import chromium
from helpers.csp import Policy, Verdict
from helpers.lab import Lab
from tests.oracle.csp_cases import Case, random_case
from tests.oracle.csp_site import Planned, Site

WATCH = (Path(__file__).parent / "csp_case.js").read_text()
PORTS = {"http": (80, 8080), "https": (443, 8443)}
TABS = {"https": 2, "http": 1, "manifest": 1, "frame-ancestors": 1}
"""How many tabs there are for each kind of place in which a case can be shown."""
STARTS = (
    *("https://page.test/go", "https://page.test:8443/lib/go", "https://sub.page.test/lib/"),
    *("https://cdn.test/go", "https://cdn.test:8443/", "https://evil.test/lib/"),
)
BY_ADDRESS = "https://10.0.0.1/"
"""Where redirects may start, by a name or by an address."""
SECONDS = 20
"""How long Chromium may take over one case."""

NAMED = re.compile(
    r"(?:violates the following|source list for(?: the)?) Content Security Policy directive:? "
    r"[\"']([a-z-]+)"
)
SANDBOXED = re.compile(r"because .* is sandboxed")
SIGNS = {"yes": True, "arrived": True, "violation": False, "sandboxed": False}
"""What tells that a case is allowed, or blocked."""
ANCESTORS_SIGNS = {"shown": True, "refused": False}
"""The same where it is the page of the case that is allowed, or blocked."""


class Undecided(Exception):
    """The signs contradict each other, or what they are signs of has not begun."""


@dataclass(frozen=True)
class Seen:
    """What Chromium did with a case; ``undecided`` says why it is not known."""

    allowed: bool = False
    blocked_by: str | None = None
    undecided: str | None = None


def disagreements(seed: int, count: int) -> list[dict[str, Any]]:
    """The cases on which we and Chromium differ, each with both answers."""
    planned = list(plan(Random(seed), count))
    seen = asyncio.run(observe(planned))
    compared = [(each, seen[each.number], decide(each)) for each in planned]
    return [
        {
            "case": {**asdict(each.case), "url": each.url},
            "start": each.start,
            "chromium": asdict(theirs),
            "ours": asdict(ours),
        }
        for each, theirs, ours in compared
        if theirs != Seen(ours.allowed, ours.blocked_by)
    ]


def plan(random: Random, count: int) -> Iterator[Planned]:
    """New cases; one with a redirect starts where we think it may, and Chromium must agree."""
    for number in range(count):
        case = random_case(random)
        start = _start(random, case) if case.redirects else None
        yield Planned(number, case if start else replace(case, redirects=0), start)


def _start(random: Random, case: Case) -> str | None:
    direct = replace(case, redirects=0)
    # From an address on, Chromium loads no image or film by https instead. No case says its start.
    mixed = case.kind in ("img", "media") and (case.url or "").startswith("http:")
    starts = STARTS if mixed else (*STARTS, BY_ADDRESS)
    allowed = [url for url in starts if decide(Planned(0, replace(direct, url=url)))]
    return random.choice(allowed) if allowed else None


def decide(planned: Planned) -> Verdict:
    """What ``helpers.csp`` says to a case."""
    fields = asdict(planned.case)
    return Policy(*fields.pop("policies")).allows(**{**fields, "url": planned.url})


async def observe(planned: list[Planned]) -> dict[int, Seen]:
    """What Chromium does with each case, by its number."""
    site = Site({each.number: each for each in planned})
    lab = Lab(site)
    names = [f"MAP *:{port} 127.0.0.1:{lab.port(name)}" for name in PORTS for port in PORTS[name]]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=next(chromium.candidates(), None),
            args=[
                f"--host-resolver-rules={', '.join(names)}, MAP * ~NOTFOUND",
                *["--proxy-server=direct://", "--ignore-certificate-errors"],
            ],
        )
        context = await browser.new_context(viewport={"width": 8, "height": 8})
        await context.add_init_script(WATCH)
        tabs = []
        for place, number in TABS.items():
            cases = iter([each for each in planned if place_of(each.case) == place])
            tabs += [Tab.watch_all(context, site, cases) for _ in range(number)]
        seen = await asyncio.gather(*tabs)
        await browser.close()
    return {number: each for tab in seen for number, each in tab.items()}


def place_of(case: Case) -> str:
    """The kind of page that must be around a case: nothing in it may be mixed content there."""
    if case.kind in TABS:
        return case.kind
    return "http" if case.kind == "form-action" else case.page.partition(":")[0]


class Tab:
    """A tab of Chromium, and what its console said of the case in it."""

    def __init__(self, page: Page, site: Site) -> None:
        self._page, self._site = page, site
        self._said: list[str] = []
        self._heard = asyncio.Event()
        page.on("console", self._hear)

    @classmethod
    async def watch_all(
        cls, context: BrowserContext, site: Site, cases: Iterator[Planned]
    ) -> dict[int, Seen]:
        """What Chromium does with the cases that no other tab has taken."""
        tab = cls(await context.new_page(), site)
        return {each.number: await tab.watch(each) for each in cases}

    def _hear(self, message: ConsoleMessage) -> None:
        self._said.append(message.text)
        self._heard.set()

    async def watch(self, planned: Planned) -> Seen:
        """What Chromium does with a case."""
        self._said.clear()
        show = self._manifest if planned.case.kind == "manifest" else self._frame
        try:
            async with asyncio.timeout(SECONDS):
                allowed = await show(planned)
            if planned.start and planned.number not in self._site.started:
                raise Undecided("the redirect did not start")
        except (TimeoutError, Error, Undecided) as problem:
            await self._page.goto("about:blank")  # the next case finds nothing of this one
            return Seen(undecided=f"{problem!r}, console: {self._said}")
        named = {name for line in self._said for name in NAMED.findall(line)}
        return Seen(allowed, named.pop() if len(named) == 1 and not allowed else None)

    async def _frame(self, planned: Planned) -> bool:
        """The case in a frame of the page around it."""
        ancestors = planned.case.kind == "frame-ancestors"
        around = planned.case.url if ancestors else f"{place_of(planned.case)}://top.test/"
        if self._page.url != f"{around}?top":
            await self._page.goto(f"{around}?top")
        signs = ANCESTORS_SIGNS if ancestors else SIGNS
        told = await self._told(planned, list(signs))
        meant = {signs[what] for what in map(first_word, told) if what in signs}
        violated = "violation" in map(first_word, told)
        if len(meant) != 1 or (violated and planned.number in self._site.arrived):
            raise Undecided(f"both signs: {told}")
        if violated:
            await self._hears(f"all said of case {planned.number}")
        elif ancestors:
            await self._all_said()
        return meant.pop()

    async def _told(self, planned: Planned, signs: list[str]) -> list[str]:
        """What the scripts in the page told, and of a sandbox without scripts, the console."""
        asked = {"number": str(planned.number), "url": planned.page, "signs": signs}
        shown = asyncio.ensure_future(self._page.evaluate("asked => show(asked)", asked))
        try:
            while not shown.done() and not any(map(SANDBOXED.search, self._said)):
                self._heard.clear()
                heard = asyncio.ensure_future(self._heard.wait())
                await asyncio.wait({shown, heard}, return_when=asyncio.FIRST_COMPLETED)
                heard.cancel()
            if shown.done():
                return list(shown.result())
        finally:
            shown.cancel()
        await self._page.wait_for_function("told.includes('loaded')")
        return [*await self._page.evaluate("told"), "sandboxed"]

    async def _hears(self, line: str) -> None:
        """Wait until the console has said that: all it said before has come then."""
        while line not in self._said:
            self._heard.clear()
            await self._heard.wait()

    async def _all_said(self) -> None:
        """The same where no script can say it: a frame answers after what it has said."""
        top = self._page.main_frame
        for frame in (*top.child_frames, top):
            await frame.evaluate("0")

    async def _manifest(self, planned: Planned) -> bool:
        """The case in the tab itself: Chromium reads the manifest of no other page."""
        await self._page.goto(planned.page)
        session = await self._page.context.new_cdp_session(self._page)
        await session.send("Page.getAppManifest")
        await session.detach()
        await self._all_said()
        arrived = planned.number in self._site.arrived
        if arrived is any("violates" in line for line in self._said):
            raise Undecided(f"arrived: {arrived}")
        return arrived


def first_word(text: str) -> str:
    return text.partition(" ")[0]


def main() -> int:
    """The command; on standard error it says which seed it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=200, help="how many cases")
    parser.add_argument("--seed", type=int, default=SystemRandom().getrandbits(32))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", file=sys.stderr)
    found = disagreements(asked.seed, asked.count)
    for each in found:
        print(json.dumps(each, ensure_ascii=False))
    print(f"{asked.count - len(found)} of {asked.count} agree", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
