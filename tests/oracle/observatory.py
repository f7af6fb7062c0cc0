"""Our Observatory beside Mozilla's own: ``python -m tests.oracle.observatory --count 1000``.

Mozilla's is the npm package @mdn/mdn-http-observatory, run by Node. It is looked for where the
environment variable OBSERVATORY says, in node_modules here and above, and in this project's folder
for caches; where it is missing there, it is installed in the last, by npm.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import platformdirs

from tests.oracle.observatory_sites import random_sites

VERSION = "1.4.8"
PACKAGE = "@mdn/mdn-http-observatory"
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CACHE = Path(platformdirs.user_cache_dir("flask-secure-headers")) / "observatory"
RECORD = HERE / "observatory-sites.jsonl"

Json = dict[str, Any]


def installed() -> Path | None:
    """The folder of the package in the version we are equal to, or None; also without Node."""
    places = [Path(os.environ["OBSERVATORY"])] if "OBSERVATORY" in os.environ else []
    places += [folder / "node_modules" / PACKAGE for folder in (CACHE, ROOT, *ROOT.parents)]
    fitting = (place for place in places if _version(place) == VERSION)
    return next(fitting, None) if shutil.which("node") else None
