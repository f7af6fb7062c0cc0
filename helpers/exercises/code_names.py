"""Names in a script that stand for nothing: a browser throws a ReferenceError where it meets one.

What is declared is looked for in all the code of a page, parameters only in the same script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from helpers.exercises.javascript import Code

_NAME = re.compile(r"(?<![\w$.])([a-z_$][\w$]*)(?![\w$])")
"""A name that is no property. One with a capital is a class, which we leave to the browser."""

_KEY = re.compile(r"[{,]\s*$")
"""What stands before the key of an object, which a colon follows."""

_DECLARED = re.compile(
    r"\b(?:let|const|var|class|import)\b([^;\n]*)|\bfunction\b\s*\*?\s*([\w$]+)"
    r"|(?<![\w$.])([\w$]+)\s*=(?![=>])"
)
_ON_WINDOW = re.compile(r"\bObject\.assign\(\s*(?:window|globalThis)\b|\b(?:window|globalThis)\[")

_KNOWN = frozenset(
    re.findall(
        r"\w+",
        """
    arguments as async await break case catch class const continue debugger default delete do
    else export extends false finally for from function get if import in instanceof let new null
    of return set static super switch this throw true try typeof var void while with yield

    addEventListener alert atob blur btoa caches cancelAnimationFrame cancelIdleCallback
    captureEvents chrome clearInterval clearTimeout clientInformation close closed confirm
    console constructor cookieStore crashReport createImageBitmap credentialless
    crossOriginIsolated crypto customElements decodeURI decodeURIComponent devicePixelRatio
    dispatchEvent document documentPictureInPicture encodeURI encodeURIComponent escape eval
    event external fence fetch find focus frameElement frames getComputedStyle getSelection
    globalThis hasOwnProperty history indexedDB innerHeight innerWidth isFinite isNaN
    isPrototypeOf isSecureContext launchQueue length localStorage location locationbar
    matchMedia menubar moveBy moveTo name navigation navigator offscreenBuffering open opener
    origin originAgentCluster outerHeight outerWidth pageXOffset pageYOffset parent parseFloat
    parseInt performance personalbar postMessage print prompt propertyIsEnumerable
    queueMicrotask releaseEvents removeEventListener reportError requestAnimationFrame
    requestIdleCallback requestResize resizeBy resizeTo scheduler screen screenLeft screenTop
    screenX screenY scroll scrollbars scrollBy scrollTo scrollX scrollY self sessionStorage
    setInterval setTimeout sharedStorage showOpenFilePicker showSaveFilePicker speechSynthesis
    status statusbar stop structuredClone styleMedia toLocaleString toolbar top toString
    trustedTypes undefined unescape valueOf viewport visualViewport when window
    """,
    )
)
"""JavaScript's own words, and what a window has in Chromium 156; its ``on…`` are known as well."""


def unknown_names(text: str, own: Code, every: Sequence[Code]) -> Iterator[str]:
    """The names in a piece of a script that no code of the page declares; on doubt, none."""
    if any(_ON_WINDOW.search(code.bare) for code in every):
        return
    known = _KNOWN.union(_parameters(own), *map(_declared, every))
    bare = Code(text).bare
    for found in _NAME.finditer(bare):
        key = bare[found.end() :].lstrip().startswith(":") and _KEY.search(bare[: found.start()])
        if not key and found[1] not in known and not found[1].startswith("on"):
            yield found[1]


@lru_cache(maxsize=64)
def _declared(code: Code) -> frozenset[str]:
    """The names that stand in a declaration, wherever in it, and those that are assigned to."""
    return frozenset(
        name
        for found in _DECLARED.finditer(code.bare)
        for name in re.findall(r"[\w$]+", found[1] or found[2] or found[3] or "")
    )


@lru_cache(maxsize=64)
def _parameters(code: Code) -> frozenset[str]:
    """The name before ``=>``, and what stands between brackets before it or before a ``{``."""
    names: set[str] = set()
    for found in re.finditer(r"=>|\{", code.bare):
        before = code.bare[max(0, found.start() - LONGEST) : found.start()].rstrip()
        alone = re.search(r"[\w$]*$", before) if found[0] == "=>" else None
        brackets = _last_brackets(before) if before.endswith(")") else ""
        names |= set(re.findall(r"[\w$]+", brackets or (alone[0] if alone else "")))
    return frozenset(names)


LONGEST = 400
"""Characters of a list of parameters that is read."""


def _last_brackets(text: str) -> str:
    """From the bracket on that ``text`` closes at its end; all of it where none opens there."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return text[place:]
    return text
