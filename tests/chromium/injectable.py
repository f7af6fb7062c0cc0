"""What an app answers, with an attacker's markup in it."""

from __future__ import annotations

import werkzeug


class Injectable(werkzeug.Response):
    """An app's answer: its `data` can be changed, its length follows, no type is put in."""

    default_mimetype = None
