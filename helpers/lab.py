"""The lab's two servers: any WSGI application on loopback, by http and by https.

Ports are ephemeral, and known only here, to ``web`` and to the browser's switches.
"""

from __future__ import annotations

import base64
import hashlib
import ssl
import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Lab:
    """One HTTP and one HTTPS server for ``app``, up until the process ends."""

    def __init__(self, app: WSGIApplication) -> None:
        self.certificates = Certificates()
        self._http = _Server("127.0.0.1", 0, app, handler=_Handler)
        self._https = _TLSServer(app, self.certificates.server)
        for server in (self._http, self._https):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def port(self, scheme: str) -> int:
        """The loopback port that answers for ``"http"`` or ``"https"``."""
        return (self._https if scheme == "https" else self._http).port

    def chromium_flags(self) -> list[str]:
        """The switches that give a Chromium these servers as its internet.

        The certificates are accepted by the authority's key: any other way switches HSTS off.
        """
        names = f"MAP *:80 127.0.0.1:{self.port('http')}, MAP *:443 127.0.0.1:{self.port('https')}"
        return [
            f"--host-resolver-rules={names}, MAP * ~NOTFOUND",
            "--renderer-process-limit=1",  # none is started ahead, which nobody would use
            "--proxy-server=direct://",  # a proxy of the learner's network knows no lab names
            f"--ignore-certificate-errors-spki-list={self.certificates.key_hash()}",
        ]


class Certificates:
    """A certificate authority of the lab's own, and a certificate for each name on first use."""

    def __init__(self) -> None:
        import trustme

        self._authority, self._stranger = trustme.CA(), trustme.CA()
        self._of: dict[str, ssl.SSLContext] = {}
        self._strange: set[str] = set()
        self.server = self._issue("lab.test")
        self.server.sni_callback = self._choose

    @cached_property
    def client(self) -> ssl.SSLContext:
        """What a client needs: trust in the lab's authority and in no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._authority.configure_trust(context)
        return context

    def key_hash(self) -> str:
        """Base64 of the SHA-256 of the authority's public key (RFC 7469, section 2.4)."""
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        key = x509.load_pem_x509_certificate(self._authority.cert_pem.bytes()).public_key()
        der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(der).digest()).decode()

    def trust(self, name: str, trusted: bool) -> None:
        """Whether the name's certificate is of the lab's authority, or of one nobody trusts."""
        if trusted is (name in self._strange):
            self._strange ^= {name}
            self._of.pop(name, None)

    def _choose(self, connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        name = name or "lab.test"
        if name not in self._of:
            self._of[name] = self._issue(name)
        connection.context = self._of[name]

    def _issue(self, name: str) -> ssl.SSLContext:
        import trustme

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority = self._stranger if name in self._strange else self._authority
        leaf = authority.issue_cert(name)
        # The authority goes along in the chain: Chromium accepts certificates by its key.
        chain = [leaf.private_key_pem, *leaf.cert_chain_pems, authority.cert_pem]
        with trustme.Blob(b"".join(part.bytes() for part in chain)).tempfile() as pem:
            context.load_cert_chain(pem)
        return context


class _Handler(WSGIRequestHandler):
    # Else the response waits 10 ms for the client to acknowledge the end of the TLS handshake.
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: werkzeug's lines would land in whichever cell is running."""

    def version_string(self) -> str:
        return "Werkzeug"  # without versions, which would differ from machine to machine


class _Server(ThreadedWSGIServer):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing, as above: this one has the traceback of an app that fails in its body."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a client that hangs up is no news to a learner."""


class _TLSServer(_Server):
    """Shakes hands in the connection's own thread, so that no client can hold up the others."""

    def __init__(self, app: WSGIApplication, context: ssl.SSLContext) -> None:
        super().__init__("127.0.0.1", 0, app, handler=_Handler)
        self.ssl_context = self._context = context

    def get_request(self) -> tuple[ssl.SSLSocket, Any]:
        sock, address = super().get_request()
        wrapped = self._context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, address
