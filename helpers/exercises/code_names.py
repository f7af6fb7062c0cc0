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
    arguments as async await break case catch class const continue debugger default delete do
    else export extends false finally for from function get if import in instanceof let new null
    of return set static super switch this throw true try typeof var void while with yield

    addEventListener alert atob blur btoa cancelAnimationFrame cancelIdleCallback captureEvents
    clearInterval clearTimeout clientInformation close closed confirm console constructor
    crashReport createImageBitmap credentialless crossOriginIsolated crypto customElements
    decodeURI decodeURIComponent devicePixelRatio dispatchEvent document encodeURI
    encodeURIComponent escape eval event external fence fetch find focus frameElement frames
    getComputedStyle getSelection globalThis hasOwnProperty history indexedDB innerHeight
    innerWidth isFinite isNaN isPrototypeOf isSecureContext launchQueue length localStorage
    location locationbar matchMedia menubar moveBy moveTo name navigation navigator
    offscreenBuffering open opener origin originAgentCluster outerHeight outerWidth pageXOffset
    pageYOffset parent parseFloat parseInt performance personalbar postMessage print prompt
    propertyIsEnumerable queueMicrotask releaseEvents removeEventListener reportError
    requestAnimationFrame requestIdleCallback requestResize resizeBy resizeTo scheduler screen
    screenLeft screenTop screenX screenY scroll scrollbars scrollBy scrollTo scrollX scrollY
    self sessionStorage setInterval setTimeout speechSynthesis status statusbar stop
    structuredClone styleMedia toLocaleString toolbar top toString trustedTypes undefined
    unescape valueOf viewport visualViewport when window
    """,
    )
)
"""JavaScript's own words, and what a window has in Chromium 156; its ``on…`` are known as well."""


def unknown_names(text: str, own: Code, every: Sequence[Code]) -> Iterator[str]:
    """The names in a piece of a script that no code of the page declares."""
    for found in _NAME.finditer(Code(text).bare):
        name = found[1]
        if name not in _KNOWN and not name.startswith("on") and not _is_declared(name, own, every):
            yield name


def _is_declared(name: str, own: Code, every: Sequence[Code]) -> bool:
    named = re.escape(name)
    return bool(re.search(_PARAMETER.format(named), own.bare)) or any(
        re.search(pattern.format(named), code.bare) for code in every for pattern in _DECLARED
    )
