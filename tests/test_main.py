"""The command line: contracts of architecture.md, errors in one line, exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from flask import Flask

from helpers import chromium
from helpers.__main__ import main, run
from helpers.check import check
from helpers.grading import gradebook
from helpers.grading.grade import Row


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it wrote."""

    code: object
    out: str
    err: str

    def in_one_line(self) -> str:
        """The error, which is alone on standard error, in one line."""
        assert self.err.count("\n") == 1
        return self.err


Command = Callable[..., Ended]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs ``python -m helpers`` with these arguments, in this process."""

    def running(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["helpers", *arguments])
        code: object = 0
        try:
            run()
        except SystemExit as exit:
            code = exit.code or 0
        return Ended(code, *capsys.readouterr())

    return running


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser and no program at all; gives the folder PATH names."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv("FLASK_SECURE_HEADERS_BROWSER", raising=False)
    monkeypatch.setattr(chromium, "PLACES", ())
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    return programs


def program(path: Path, source: str, python: str = sys.executable) -> str:
    """A program at that path, which runs a line of Python."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{python}\nimport os, pathlib, sys\n{source}\n")
    path.chmod(0o755)
    return str(path)


def makes(path: Path) -> str:
    """A line of Python that makes an executable file, as an installer would."""
    return (
        f"path = pathlib.Path({str(path)!r}); path.parent.mkdir(parents=True, exist_ok=True); "
        "path.touch(0o755)"
    )


def test_help_names_every_command(command: Command) -> None:
    ended = command("--help")
    assert (ended.code, ended.err) == (0, "")
    assert all(f"\n  {name} " in ended.out for name in main.commands)


def test_python_dash_m_runs_it() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "helpers", "nothing"], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["doctor", "--nothing"], ["progress", "more"], ["--nothing"]]
)
def test_bad_use_is_one_line_and_exit_code_2(command: Command, arguments: list[str]) -> None:
    ended = command(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert arguments[-1] in ended.in_one_line()


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (["nothing"], ""),
        (["grade"], " grade"),
        (["grade", "x", "--resume"], " grade"),
        (["scan"], " scan"),
        (["csp"], " csp"),
        (["lessons", "no such"], " lessons"),
    ],
)
def test_bad_use_points_to_the_help_of_its_command(
    command: Command, arguments: list[str], where: str
) -> None:
    line = command(*arguments).in_one_line()
    assert line.endswith(f". See python -m helpers{where} --help.\n")


def test_a_python_without_a_package_is_told_in_one_line() -> None:
    # CPython, sys.modules: None there is a module that is not found.
    source = "import sys; from helpers.__main__ import run; sys.modules['jupytext'] = None; run()"
    line = [sys.executable, "-c", source, "lessons", "--check"]
    ran = subprocess.run(line, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert " lacks jupytext. " in ran.stderr
    assert "README.md" in ran.stderr


def test_a_python_that_is_not_the_courses_is_told_in_one_line() -> None:
    # CPython, -S: nothing that was installed is found.
    ran = subprocess.run([sys.executable, "-S", "-m", "helpers"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert "README.md" in ran.stderr


@pytest.mark.parametrize("url", ["not_a_url::", "a:99999", "ftp://a", "http://[::1"])
def test_what_is_no_address_is_told_with_one_that_is(command: Command, url: str) -> None:
    line = command("scan", url).in_one_line()
    assert line.startswith(f"{url!r} is no address such as http://127.0.0.1:5000.")


def test_the_line_in_the_help_of_csp_gets_the_verdict_that_is_there(command: Command) -> None:
    text = " ".join(command("csp", "--help").out.split())
    asked, end = json.JSONDecoder().raw_decode(text[text.index("{") :])
    rest = text[text.index("{") + end :].strip()
    answered, _ = json.JSONDecoder().raw_decode(rest)
    line = [sys.executable, "-m", "helpers", "csp", "--jsonl"]
    ran = subprocess.run(line, input=json.dumps(asked), capture_output=True, text=True)
    assert json.loads(ran.stdout) == answered


def test_the_help_of_grade_says_what_a_column_is_made_of_and_how_a_notebook_ends(
    command: Command,
) -> None:
    text = " ".join(command("grade", "--help").out.split())
    for place in gradebook.place(Row("x.ipynb", "graded")):
        assert f"{{{place}}}" in text
    # architecture.md, "Command line": the statuses.
    assert all(status in text for status in ("graded", "unreadable", "timeout", "crashed"))
    assert "[default: 10;" in text


# doctor


@pytest.mark.xdist_group("browser")
def test_doctor_finds_what_this_machine_has(command: Command, home: Path) -> None:
    ended = command("doctor")
    assert (ended.code, ended.err) == (0, "")
    shown = " ".join(ended.out.split())
    for fact in (platform.python_version(), f"flask {metadata.version('flask')}", str(home)):
        assert fact in shown
    assert "missing" not in shown


def test_doctor_without_a_browser_gives_the_remedy_and_the_course_can_run(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_SECURE_HEADERS_BROWSER", "none")
    ended = command("doctor")
    assert (ended.code, ended.err) == (0, "")
    assert "Unset FLASK_SECURE_HEADERS_BROWSER" in ended.out


@pytest.mark.parametrize("uid", [0, 1000])
def test_doctor_on_a_bare_machine_names_the_command_that_helps(
    command: Command, nothing_installed: Path, monkeypatch: pytest.MonkeyPatch, uid: int
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(chromium, "version", no_browser)
    program(nothing_installed / "apt-get", "")
    ended = command("doctor")
    assert ended.code == 0
    assert "python -m helpers doctor --install-browser" in ended.out
    assert ("sudo apt install chromium-headless-shell" in ended.out) is (uid != 0)


def no_browser() -> str:
    raise chromium.NoBrowserError("no Chromium on this machine.")


def test_doctor_with_a_package_missing_says_so_and_fails(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_SECURE_HEADERS_BROWSER", "none")
    monkeypatch.setattr(metadata, "requires", lambda _: ["flask>=3.1", "no-such-package>=1.0"])
    ended = command("doctor")
    assert ended.code == 1
    assert "missing: no-such-package" in ended.out
    assert "packages: make .venv" in ended.out
    assert ended.in_one_line()


def test_doctor_with_no_place_for_progress_names_the_variable_that_moves_it(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()  # no folder can be made in a file, not even by root
    monkeypatch.setenv("FLASK_SECURE_HEADERS_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("FLASK_SECURE_HEADERS_BROWSER", "none")
    ended = command("doctor")
    assert ended.code == 0
    assert "progress: Set FLASK_SECURE_HEADERS_HOME" in ended.out


# doctor --install-browser


def test_a_browser_that_is_there_is_not_installed_again(
    command: Command, nothing_installed: Path
) -> None:
    there = program(nothing_installed / "chromium-headless-shell", "")
    ended = command("doctor", "--install-browser")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"The browser is {there}.\n"


def test_playwrights_own_browser_comes_first(
    command: Command, nothing_installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = nothing_installed.parent / "playwright/chromium_headless_shell-1/linux/headless_shell"
    # Playwright, "Browsers", install browsers: playwright install --only-shell.
    asked = f"assert sys.argv[1:4] == ['-m', 'playwright', 'install']; {makes(shell)}"
    python = program(nothing_installed / "python", asked)
    monkeypatch.setattr(sys, "executable", python)
    program(nothing_installed / "apt-get", "sys.exit('nobody asks apt')")
    ended = command("doctor", "--install-browser")
    assert (ended.code, ended.err) == (0, "")
    assert str(shell) in ended.out
    assert "apt" not in ended.out


def test_where_playwrights_cannot_be_had_root_asks_apt(
    command: Command, nothing_installed: Path
) -> None:
    shell = nothing_installed / "chromium-headless-shell"
    # Debian's package of that name holds /usr/bin/chromium-headless-shell.
    installs = f"if sys.argv[1] == 'install' and sys.argv[-1] == {shell.name!r}: {makes(shell)}"
    program(nothing_installed / "apt-get", installs)
    ended = command("doctor", "--install-browser")
    assert (ended.code, ended.err) == (0, "")
    assert str(shell) in ended.out


def test_a_user_who_cannot_install_one_is_told_what_to_do(
    command: Command, nothing_installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(nothing_installed / "apt-get", "sys.exit('only root may')")
    ended = command("doctor", "--install-browser")
    assert ended.code == 1
    assert "sudo apt install chromium-headless-shell" in ended.in_one_line()


def test_a_browser_hidden_on_purpose_is_not_installed(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_SECURE_HEADERS_BROWSER", "none")
    ended = command("doctor", "--install-browser")
    assert (ended.code, ended.out) == (1, "")
    assert "FLASK_SECURE_HEADERS_BROWSER" in ended.in_one_line()


# progress


@pytest.mark.usefixtures("course")
def test_progress_shows_what_was_passed_and_where_it_is_kept(
    command: Command, home: Path, right: Flask
) -> None:
    before = command("progress")
    check("90-1", right)
    after = command("progress")
    assert (before.code, before.err, after.code, after.err) == (0, "", 0, "")
    assert [line.split()[-3:] for line in before.out.splitlines()[2:3]] == [["0", "of", "3"]]
    assert [line.split()[-3:] for line in after.out.splitlines()[2:3]] == [["3", "of", "3"]]
    assert str(home) in "".join(after.out.split())


# grade, where it cannot


@pytest.mark.parametrize("arguments", [[], ["--unsafe"]])
@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_grading_elsewhere_than_on_linux_is_refused_in_one_line(
    system: str, arguments: list[str]
) -> None:
    # CPython, "resource": Unix alone. What has been imported by then is there on every system.
    source = (
        "import sys; from helpers.__main__ import run; sys.modules['resource'] = None; "
        f"sys.platform = {system!r}; run()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", source, "grade", "README.md", *arguments],
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert "Linux" in ran.stderr
