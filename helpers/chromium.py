"""The Chromium of this machine: which one it is, its process, and the thread that drives it.

Playwright's sync API lives in one thread of its own, because the main thread of a notebook kernel
already runs an event loop.
"""

from __future__ import annotations

import atexit
import os
import queue
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from helpers.deadline import interrupt
from helpers.web import lab

if TYPE_CHECKING:
    import psutil
    from playwright.sync_api import Browser

T = TypeVar("T")

SETTING = "FLASK_SECURE_HEADERS_BROWSER"
"""The environment variable that names the browser to use, or ``none`` to use no browser."""

REMEDY = "To get one: python -m helpers doctor --install-browser"
CALL_SECONDS = 10
STEP_SECONDS = 5
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "google-chrome",
    "google-chrome-stable",
    "chromium-browser",
    "microsoft-edge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
CACHES = {"linux": "~/.cache", "darwin": "~/Library/Caches", "win32": "~/AppData/Local"}


def candidates() -> Iterator[str]:
    """Paths of the browsers this machine has, the best first."""
    setting = os.environ.get(SETTING)
    if setting:
        yield from [setting] if setting != "none" else []
        return
    on_path = list(filter(None, map(shutil.which, NAMES)))
    yield from filter(is_headless_shell, on_path)
    yield from _playwrights_own()
    yield from (path for path in on_path if not is_headless_shell(path))
    yield from filter(os.path.exists, PLACES)


def is_headless_shell(path: str) -> bool:
    """Whether that browser is the small one without windows, in which the lessons were made."""
    return "headless" in Path(path).name


def _playwrights_own() -> Iterator[str]:
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folder = Path(home) if home else Path(CACHES.get(sys.platform, "~"), "ms-playwright")
    found = folder.expanduser().glob("chromium_headless_shell-*/*/*headless*shell*")
    programs = (str(path) for path in found if path.suffix in ("", ".exe") and path.is_file())
    yield from sorted(programs, reverse=True)


def _why_there_is_none() -> str:
    if os.environ.get(SETTING) == "none":
        return f"{SETTING}=none hides the browser. Unset it to see the attack."
    return f"no Chromium on this machine. {REMEDY}"


class NoBrowserError(RuntimeError):
    """No browser starts on this machine; says why, and what to do."""


class GoneError(NoBrowserError):
    """The browser ended before the story began."""


class Chromium:
    """One Chromium, and the thread that owns Playwright."""

    def __init__(self) -> None:
        if not any(candidates()):
            raise NoBrowserError(_why_there_is_none())
        self.path = ""
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[Browser], Any]] | None]
        self._jobs = queue.SimpleQueue()
        self._driver: list[psutil.Process] = []
        started: Future[None] = Future()
        self._thread = threading.Thread(target=self._own, args=(started,), daemon=True)
        self._thread.start()
        started.result(60)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def call(self, job: Callable[..., T], *arguments: Any) -> T:
        """What ``job(browser, *arguments)`` returns or raises, or ``TimeoutError``."""
        outcome: Future[T] = Future()
        self._jobs.put((outcome, lambda browser: job(browser, *arguments)))
        return outcome.result(CALL_SECONDS)

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join(STEP_SECONDS)

    def kill(self) -> None:
        """End a story that does not end: its Python, then the browser under it."""
        self._jobs.put(None)
        interrupt(self._thread)
        for process in self._driver:
            _end(process)
        self._thread.join(STEP_SECONDS)

    def _own(self, started: Future[None]) -> None:
        import asyncio  # here, as a check needs none of the three

        import psutil
        from playwright.sync_api import sync_playwright

        before = set(psutil.Process().children())
        try:
            with ExitStack() as ending:
                with _temporary_files_in(ending.enter_context(_temporary_folder())):
                    playwright = ending.enter_context(sync_playwright())
                self._driver = [*set(psutil.Process().children()) - before]
                # When a browser is killed, what still waits for it is no news to a learner.
                asyncio.get_running_loop().set_exception_handler(lambda *_: None)
                with self._launched(playwright) as browser:
                    started.set_result(None)
                    self._work(browser)
        except BaseException as error:
            if not started.done():
                started.set_exception(error)

    def _launched(self, playwright: Any) -> Browser:
        why = ""
        for path in candidates():
            try:
                browser: Browser = playwright.chromium.launch(
                    executable_path=path, args=lab().chromium_flags()
                )
            except Exception as error:
                why = f"{path} does not start ({str(error).splitlines()[0]})."
            else:
                self.path = path
                return browser
        raise NoBrowserError(f"{why} {REMEDY}")

    def _work(self, browser: Browser) -> None:
        while (given := self._jobs.get()) is not None:
            outcome, job = given
            try:
                outcome.set_result(job(browser))
            except Exception as error:
                outcome.set_exception(error)


def _temporary_folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="flask-secure-headers-", ignore_cleanup_errors=True)


@contextmanager
def _temporary_files_in(folder: str) -> Iterator[None]:
    """What is started keeps its files there: ended by a signal, Playwright does not delete them."""
    given = {name: os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")}
    os.environ.update(dict.fromkeys(given, folder))
    try:
        yield
    finally:
        for name, value in given.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _end(process: psutil.Process) -> None:
    """Kill it and what it has started; each may have ended by itself meanwhile."""
    from psutil import NoSuchProcess

    with suppress(NoSuchProcess):
        for each in [*process.children(recursive=True), process]:
            with suppress(NoSuchProcess):
                each.kill()


_running: Chromium | None = None
one_at_a_time = threading.RLock()
"""Held by whoever uses the running Chromium."""


def running() -> Chromium:
    global _running
    if _running and not _running.alive:
        stop()
    _running = _running or Chromium()
    return _running


def stop() -> None:
    """End the browser; the next call starts another, even where a story's thread lives on."""
    global _running
    stopped, _running = _running, None
    if stopped:
        stopped.kill()


def version() -> str:
    """The version of the browser the stories run in; raises ``NoBrowserError`` without one."""
    with one_at_a_time:
        found: str = running().call(lambda browser: browser.version)
        return found


def path() -> str:
    """The path of the browser the stories run in; raises ``NoBrowserError`` without one."""
    with one_at_a_time:
        return running().path


@atexit.register
def _close() -> None:
    if _running:
        _running.close()
