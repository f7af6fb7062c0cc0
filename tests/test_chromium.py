"""The Chromium of this machine: it is found, replaced when it dies, and outlives nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from jupyter_client.manager import start_new_kernel

from helpers import browser, chromium

GENEROUS = 30.0
"""Seconds a test waits for what should happen at once, before it fails."""

one_browser = pytest.mark.xdist_group("browser")
other_pythons = pytest.mark.xdist_group("browsers of other Pythons")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser: the folder that its PATH names."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv("FLASK_SECURE_HEADERS_BROWSER", raising=False)
    monkeypatch.setattr(chromium, "PLACES", ())
    return folder


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return str(path)


def test_a_headless_shell_is_taken_before_a_full_browser(path: Path) -> None:
    full, shell = program(path / "chromium"), program(path / "chromium-headless-shell")
    # Playwright, "Browsers", managing browser binaries: PLAYWRIGHT_BROWSERS_PATH names the folder.
    own = path.parent / "playwright" / "chromium_headless_shell-1200" / "chrome-linux"
    playwrights = program(own / "headless_shell")
    program(own / "headless_shell.log")
    assert [*chromium.candidates()] == [shell, playwrights, full]


@pytest.mark.parametrize(("setting", "found"), [("none", []), ("/my/chrome", ["/my/chrome"])])
def test_the_variable_decides_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, found: list[str]
) -> None:
    program(path / "chromium-headless-shell")
    monkeypatch.setenv("FLASK_SECURE_HEADERS_BROWSER", setting)
    assert [*chromium.candidates()] == found


@one_browser
def test_it_says_which_browser_it_is_as_the_browser_itself_does() -> None:
    said = subprocess.run([chromium.path(), "--version"], capture_output=True, text=True).stdout
    assert chromium.version() in said


def starts() -> bool:
    """A story plays."""
    return browser.play(lambda page: "told").facts == {"result": "told"}


def name_of(process: psutil.Process) -> str:
    """Its name; nothing once it has ended."""
    with suppress(psutil.NoSuchProcess):
        return process.name()
    return ""


def its_processes(name: str) -> list[psutil.Process]:
    """Those with ``name`` in theirs; a renderer may end while one looks at it."""
    return [each for each in psutil.Process().children(recursive=True) if name in name_of(each)]


@one_browser
@pytest.mark.parametrize("name", ["chrom", "node"])
def test_a_browser_that_dies_between_two_visits_is_replaced(name: str) -> None:
    assert starts()
    dying = its_processes(name)
    for each in dying:
        with suppress(psutil.NoSuchProcess):  # it went with the one before it
            each.kill()
    assert dying
    assert not psutil.wait_procs(dying, timeout=GENEROUS)[1]
    assert starts()


VISIT = """
from flask import Flask
from helpers import browser, web
web.site("shop.test", Flask("shop"))
print(browser.visit("https://shop.test/").problem)
print(browser.play(lambda page: 1).problem)
"""


def python(source: str, **environment: str) -> subprocess.Popen[str]:
    """Another Python that runs this source."""
    return subprocess.Popen(
        [sys.executable, "-c", source],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@other_pythons
@pytest.mark.parametrize("setting", ["none", "/bin/true", "/no/such/browser"])
def test_without_a_browser_every_call_says_not_run_and_why(setting: str) -> None:
    out, err = python(VISIT, FLASK_SECURE_HEADERS_BROWSER=setting).communicate(timeout=GENEROUS)
    assert err == ""
    lines = out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("NOT RUN: ") and setting in line for line in lines)


LIVES = """
import json, psutil, sys
from helpers import browser
browser.play(lambda page: 1)
print(json.dumps([each.pid for each in psutil.Process().children(recursive=True)]), flush=True)
sys.stdin.read()
"""


def process(pid: int) -> psutil.Process | None:
    """The process, unless it has ended: a visit's own renderer may have."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid)
    return None


@other_pythons
@pytest.mark.parametrize("how", [signal.SIGKILL, None])
def test_no_browser_outlives_the_python_it_belongs_to(how: signal.Signals | None) -> None:
    owner = python(LIVES)
    assert owner.stdout
    processes = [*filter(None, map(process, json.loads(owner.stdout.readline())))]
    assert any("chrom" in name for name in map(name_of, processes))
    if how:
        owner.send_signal(how)
    owner.communicate(timeout=GENEROUS)  # where no signal came, it ends as its input does
    assert not psutil.wait_procs(processes, timeout=GENEROUS)[1]


@other_pythons
def test_a_kernel_shut_down_as_jupyterlab_does_leaves_no_file(tmp_path: Path) -> None:
    kernel, client = start_new_kernel(env=os.environ | {"TMPDIR": str(tmp_path)})
    try:
        client.execute_interactive(VISIT, timeout=GENEROUS, output_hook=lambda _message: None)
        assert any(tmp_path.rglob("*chromium*"))
    finally:
        client.stop_channels()
        kernel.shutdown_kernel()
    assert [*tmp_path.iterdir()] == []
