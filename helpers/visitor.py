"""Werkzeug's test client, with the cookies that a browser would have."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from werkzeug.test import Client

from helpers.cookies import keeps

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Visitor(Client):
    """Keeps the cookies that a browser keeps, and passes over what Werkzeug's client raises for.

    A request that names its cookies itself is of another visitor: it has no others.
    """

    def _add_cookies_to_wsgi(self, environ: WSGIEnvironment) -> None:
        if "HTTP_COOKIE" not in environ:
            super()._add_cookies_to_wsgi(environ)

    def _update_cookies_from_response(self, server: str, path: str, headers: list[str]) -> None:
        for header in (each for each in headers if keeps(each, server)):
            with suppress(ValueError, StopIteration):
                super()._update_cookies_from_response(server, path, [header])
