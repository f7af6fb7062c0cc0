"""Werkzeug's test client, with the cookies that a browser would have."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from werkzeug.test import Client

from helpers.cookies import keeps

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.datastructures import Headers


class Visitor(Client):
    """Keeps the cookies that a browser keeps, and passes over what Werkzeug's client raises for.

    A request that names its cookies itself is of another visitor: it has no others.
    """

    def run_wsgi_app(
        self, environ: WSGIEnvironment, buffered: bool = False
    ) -> tuple[Iterable[bytes], str, Headers]:
        """As a server does: a body in chunks comes without its length, and ends by itself."""
        if "HTTP_TRANSFER_ENCODING" in environ:
            environ.pop("CONTENT_LENGTH", None)
            environ["wsgi.input_terminated"] = True
        return super().run_wsgi_app(environ, buffered)

    def _add_cookies_to_wsgi(self, environ: WSGIEnvironment) -> None:
        if "HTTP_COOKIE" not in environ:
            super()._add_cookies_to_wsgi(environ)

    def _update_cookies_from_response(self, server: str, path: str, headers: list[str]) -> None:
        for header in (each for each in headers if keeps(each, server)):
            with suppress(ValueError, StopIteration):
                super()._update_cookies_from_response(server, path, [header])
