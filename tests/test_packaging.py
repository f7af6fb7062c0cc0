"""What the project says of itself in several places says the same in all of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def named() -> set[str]:
    """The requirements pyproject.toml names, for learners and for authors."""
    return {*project()["project"]["dependencies"], *project()["dependency-groups"]["dev"]}


def test_environment_yml_names_the_packages_pyproject_names() -> None:
    lines = (ROOT / "environment.yml").read_text("utf-8").splitlines()
    listed = {line.strip().removeprefix("- ") for line in lines if line.startswith("      - ")}
    assert listed - {"-e ."} == named()


def test_the_lock_holds_every_named_package_with_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    assert {re.split(r"[^\w-]", name)[0] for name in named()} <= pinned
    assert lock.count("==") <= lock.count("--hash=sha256:")
    assert "://" not in lock


def test_each_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for requirement in named():
        assert re.search(rf'"{re.escape(requirement)}", +# \w', text), requirement
