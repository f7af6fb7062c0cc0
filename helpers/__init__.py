"""The learner's vocabulary. Three things (web, browser, Policy); the rest are plain verbs."""

import sys as _sys

try:
    from helpers import browser, web
    from helpers.check import check, hint, progress
    from helpers.csp import Policy
    from helpers.scan import scan
    from helpers.show import register as _register
    from helpers.show import show, table
except ModuleNotFoundError as _lacking:  # sys.argv is so while python -m helpers begins
    if _sys.argv[:1] != ["-m"] or f"{_lacking.name}".startswith("helpers"):
        raise
    from helpers.interpreter import lacks as _lacks

    _sys.exit(_lacks(_lacking.name))

__all__ = ["Policy", "browser", "check", "hint", "progress", "scan", "show", "table", "web"]

if "IPython" in _sys.modules and (_shell := _sys.modules["IPython"].get_ipython()):
    _register(_shell)
