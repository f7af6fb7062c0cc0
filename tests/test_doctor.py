"""The doctor: what it says of a machine that lacks something, in each case with what helps."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from helpers.doctor import DISTRIBUTION, Diagnosis, examine
from helpers.interpreter import this_python

SAYS = "bwrap: setting up uid map: Permission denied"
"""What bubblewrap says on Ubuntu 24.04: github.com/containers/bubblewrap/issues/632."""


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_SECURE_HEADERS_BROWSER", "none")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of every program that is found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def found(thing: str) -> Diagnosis:
    (one,) = (each for each in examine() if each.thing == thing)
    return one


def failing_bubblewrap(folder: Path) -> None:
    program = folder / "bwrap"
    program.write_text(f"#!/bin/sh\necho '{SAYS}' >&2\nexit 1\n")
    program.chmod(0o755)


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_where_nobody_can_grade_the_sandbox_is_not_missed(
    monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    sandbox = found("sandbox")
    assert (sandbox.state, sandbox.remedy) == ("optional", "")
    assert "not needed to learn" in sandbox.found
    assert "Linux" in sandbox.found


@pytest.mark.usefixtures("path")
def test_bubblewrap_that_is_not_there_is_to_be_installed() -> None:
    sandbox = found("sandbox")
    assert (sandbox.state, sandbox.remedy) == ("optional", "sudo apt install bubblewrap")


def test_bubblewrap_that_fails_is_not_to_be_installed_but_allowed(path: Path) -> None:
    failing_bubblewrap(path)
    sandbox = found("sandbox")
    assert sandbox.state == "optional"
    assert SAYS in sandbox.found
    # The issue above; Docker, "Runtime privilege": --privileged lifts seccomp and AppArmor.
    assert "sudo" in sandbox.remedy
    assert "--privileged" in sandbox.remedy
    assert "install" not in sandbox.remedy
    assert "--unsafe" not in sandbox.remedy


def test_the_python_of_this_folder_is_named_as_one_types_it(
    monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.chdir(path)
    monkeypatch.setattr(sys, "executable", str(path / ".venv/bin/python"))
    assert this_python() == os.path.join(".venv", "bin", "python")
    assert f"{this_python()} -m helpers doctor --install-browser" in unhidden(monkeypatch).remedy


def unhidden(monkeypatch: pytest.MonkeyPatch) -> Diagnosis:
    """What is said of a browser that nobody has hidden, and that is not there."""
    from helpers import chromium

    def none() -> str:
        raise chromium.NoBrowserError("no Chromium on this machine.")

    monkeypatch.delenv("FLASK_SECURE_HEADERS_BROWSER")
    monkeypatch.setattr(chromium, "version", none)
    return found("browser")


def test_the_python_that_is_found_by_its_name_is_named_so(
    monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    (path / "python").touch(0o755)
    monkeypatch.setattr(sys, "executable", str(path / "python"))
    assert this_python() == "python"


def test_another_python_is_named_in_full(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(path / "Ann Lee" / "python"))
    # A shell gives back the very words.
    asked = f"printf %s {this_python()}"
    done = subprocess.run(["/bin/sh", "-c", asked], capture_output=True, text=True)
    assert done.stdout == sys.executable


@pytest.mark.parametrize(
    ("system", "conda", "remedy"),
    [
        ("linux", False, "make .venv"),
        ("win32", False, "-m pip install --require-hashes -r requirements.txt"),
        ("darwin", True, "conda env update -f environment.yml"),
    ],
)
def test_missing_packages_are_got_as_the_environment_was_made(
    monkeypatch: pytest.MonkeyPatch, system: str, conda: bool, remedy: str
) -> None:
    monkeypatch.setenv("CONDA_PREFIX", sys.prefix if conda else "/elsewhere")
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(metadata, "requires", lambda _: ["no-such-package>=1.0"])
    assert found("packages").remedy.endswith(remedy)


def test_outside_the_courses_environment_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    known = metadata.version

    def version(name: str) -> str:
        if name == DISTRIBUTION:
            raise metadata.PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(metadata, "version", version)
    packages = found("packages")
    assert (packages.state, packages.needed) == ("missing", True)
    assert "is not installed in" in packages.found
    assert "README.md" in packages.remedy
