"""Receivers of webhooks, which check signatures by the rules of standardwebhooks.com, written down here anew."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """Takes a message once: one that is too old, not signed, or known already, is refused."""

    def __init__(self, key: bytes, now_seconds: int) -> None:
        self._key, self._now_seconds = key, now_seconds
        self.taken: dict[str, Any] = {}

    def take(self, headers: Mapping[str, str], body: bytes) -> bool:
        """`headers` by their lower-case names."""
        name, sent = headers["webhook-id"], headers["webhook-timestamp"]
        signed = b".".join([name.encode(), sent.encode(), body])
        expected = base64.b64encode(hmac.new(self._key, signed, hashlib.sha256).digest()).decode()
        genuine = headers["webhook-signature"] == f"v1,{expected}"
        fresh = abs(self._now_seconds - int(sent)) <= 300
        if genuine and fresh and name not in self.taken:
            self.taken[name] = json.loads(body)
            return True
        return False


@contextmanager
def listening(receiver: Receiver) -> Iterator[str]:
    """Its address; what it does not take is answered with 400."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers["content-length"]))
            self.send_response(204 if receiver.take(headers, body) else 400)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook"
        finally:
            server.shutdown()
            thread.join()
