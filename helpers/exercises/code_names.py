"""Names in a script that stand for nothing: a browser throws a ReferenceError where it meets one.

What is declared is looked for in all the code of a page, parameters only in the same script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.exercises.javascript import Code

_NAME = re.compile(r"(?<![\w$.])([a-z_$][\w$]*)(?!\s*:)")
"""A name that is no property. One with a capital is a class, which we leave to the browser."""

_DECLARED = (
    r"\b(?:let|const|var|function|class|import)\b[^;=()]*(?<![\w$]){0}(?![\w$])",
    r"(?<![\w$]){0}\s*=(?!=)",
)
_PARAMETER = r"(?<![\w$]){0}\s*=>|\([^()]*(?<![\w$]){0}(?![\w$])[^()]*\)\s*(?:=>|\{{)"

_KNOWN = frozenset(
    re.findall(
        r"\w+",
        """
    addEventListener alert async atob await btoa case catch class confirm console const crypto
    decodeURI decodeURIComponent default delete do document else encodeURI encodeURIComponent escape
    eval event false fetch finally for function globalThis history if import in instanceof isNaN let
    localStorage location name navigator new null of onload open parent parseFloat parseInt
    performance print prompt queueMicrotask removeEventListener requestAnimationFrame
    requestIdleCallback return screen self sessionStorage setInterval setTimeout structuredClone
    super switch this throw top true try typeof undefined unescape var void while window yield
    """,
    )
)
"""What JavaScript and a browser's window have."""


def unknown_names(text: str, own: Code, every: Sequence[Code]) -> Iterator[str]:
    """The names in a piece of a script that no code of the page declares."""
    for found in _NAME.finditer(Code(text).bare):
        name = found[1]
        if name not in _KNOWN and not _is_declared(name, own, every):
            yield name


def _is_declared(name: str, own: Code, every: Sequence[Code]) -> bool:
    named = re.escape(name)
    return bool(re.search(_PARAMETER.format(named), own.bare)) or any(
        re.search(pattern.format(named), code.bare) for code in every for pattern in _DECLARED
    )
