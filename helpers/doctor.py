"""What this machine has and lacks for the course, each thing missing with its exact remedy."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from helpers import chromium
from helpers.interpreter import NOT_THE_COURSES, this_python
from helpers.progress import SETTING as HOME_SETTING
from helpers.progress import folder as progress_folder

DISTRIBUTION = "flask-secure-headers-course"
APT_PACKAGE = "chromium-headless-shell"
DOWNLOAD_SECONDS = 600
FULL_BROWSER = " (a full browser: it keeps cookies out of foreign frames, see lesson 03)"


@dataclass(frozen=True)
class Diagnosis:
    """One thing the course uses: what there is, and what to do where it is missing.

    Without what is ``needed`` the course cannot run; ``optional`` is what learners can do without.
    """

    thing: str
    found: str
    remedy: str = ""
    needed: bool = False
    optional: bool = False

    @property
    def state(self) -> str:
        """In a word: "ok", "missing" or "optional"."""
        if self.optional:
            return "optional"
        return "missing" if self.remedy else "ok"


def examine() -> list[Diagnosis]:
    """Everything the course needs or can use on this machine."""
    return [_python(), _packages(), _browser(), _progress(), _sandbox()]


def install_browser() -> Iterator[str]:
    """Get a headless shell, saying each step: Playwright's own, else Debian's where root.

    A full browser will do, but it keeps cookies out of foreign frames, so one attack fails in it
    without any header. Raises ``chromium.NoBrowserError`` with the remedy where there is none.
    """
    there = next(chromium.candidates(), "")
    if chromium.is_headless_shell(there):
        yield f"The browser is {there}."
        return
    if os.environ.get(chromium.SETTING):
        raise chromium.NoBrowserError(f"{chromium.SETTING} says which browser to use. Unset it.")
    if _runs([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]):
        yield "Downloaded Playwright's Chromium headless shell."
    elif shutil.which("apt-get") and _is_root():
        yield "Playwright's own browser could not be downloaded. Asking apt for one."
        _runs(["apt-get", "update", "-qq"])
        _runs(["apt-get", "install", "-y", "-qq", APT_PACKAGE])
    found = next(chromium.candidates(), "")
    if not found:
        raise chromium.NoBrowserError(f"No browser could be installed. {_remedy()}")
    yield f"The browser is {found}."


def _python() -> Diagnosis:
    found = f"{platform.python_version()} at {sys.executable}"
    old = sys.version_info < (3, 11)
    return Diagnosis("Python", found, "Install Python 3.11 or newer." if old else "", needed=True)


def _packages() -> Diagnosis:
    if not _version(DISTRIBUTION):
        found = f"the course is not installed in {this_python()}"
        return Diagnosis("packages", found, NOT_THE_COURSES, needed=True)
    names = [re.split(r"[^\w.-]", each)[0] for each in metadata.requires(DISTRIBUTION) or []]
    missing = [name for name in names if not _version(name)]
    if missing:
        found = f"missing: {', '.join(missing)}"
        return Diagnosis("packages", found, _packages_remedy(), needed=True)
    versions = [f"{name} {_version(name)}" for name in ("flask", "jupyterlab", "playwright")]
    return Diagnosis("packages", ", ".join(versions), needed=True)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _browser() -> Diagnosis:
    if os.environ.get(chromium.SETTING) == "none":
        return Diagnosis("browser", f"hidden by {chromium.SETTING}=none", _remedy())
    try:
        version = chromium.version()
    except chromium.NoBrowserError as missing:
        return Diagnosis("browser", str(missing).partition(" To get one")[0], _remedy())
    full = "" if chromium.is_headless_shell(chromium.path()) else FULL_BROWSER
    return Diagnosis("browser", f"Chromium {version} at {chromium.path()}{full}")


def _progress() -> Diagnosis:
    folder = progress_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    remedy = f"Set {HOME_SETTING} to a folder you may write to."
    return Diagnosis("progress", str(folder), "" if writable else remedy)


def _sandbox() -> Diagnosis:
    if sys.platform != "linux":
        found = "not needed to learn, only for grading, on Linux"
        return Diagnosis("sandbox", found, optional=True)
    from helpers.grading.sandbox import INSTALL, MAY_NOT, NoSandboxError, bubblewrap

    try:
        tried = subprocess.run([*bubblewrap(), "/bin/true"], capture_output=True, text=True)
    except NoSandboxError:
        found = "no bubblewrap; not needed to learn, only for grading"
        return Diagnosis("sandbox", found, INSTALL, optional=True)
    if tried.returncode:
        said = (tried.stderr.strip().splitlines() or ["it says nothing"])[-1]
        found = f"bubblewrap does not work: {said}; not needed to learn, only for grading"
        return Diagnosis("sandbox", found, f"to grade, {MAY_NOT}", optional=True)
    return Diagnosis("sandbox", "bubblewrap, for grading")


def _packages_remedy() -> str:
    """What fills this environment: conda's, that of Windows without make, or .venv."""
    if os.environ.get("CONDA_PREFIX") == sys.prefix:
        return "conda env update -f environment.yml"
    if sys.platform == "win32":
        return f"{this_python()} -m pip install --require-hashes -r requirements.txt"
    return "make .venv"


def _remedy() -> str:
    if os.environ.get(chromium.SETTING):
        return f"Unset {chromium.SETTING}, or let it name a Chromium."
    install = f"{this_python()} -m helpers doctor --install-browser"
    if sys.platform == "linux" and shutil.which("apt-get") and not _is_root():
        return f"{install}, or: sudo apt install {APT_PACKAGE}"
    return f"{install}, or install Google Chrome; {chromium.SETTING} can name its path"


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _runs(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=DOWNLOAD_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
