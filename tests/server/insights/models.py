"""A server that speaks chat completions, and says what a test gives it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Talker:
    """`answers` are the texts of its answers, one after the other; the last one is said again and again."""

    answers: list[str]
    status: int = 200
    raw: bytes | None = None
    """Instead of a good answer."""
    drip: bool = False
    """A byte now and then, for ever."""
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


@contextmanager
def talker(*answers: str, **how: Any) -> Iterator[Talker]:
    model = Talker(list(answers), **how)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            model.headers.append({name.lower(): value for name, value in self.headers.items()})
            model.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(model.status if self.path == "/v1/chat/completions" else 404)
            self.end_headers()
            if model.drip:
                _drip(self, model)
                return
            text = model.answers[min(len(model.asked), len(model.answers)) - 1]
            self.wfile.write(model.raw or json.dumps({"choices": [{"message": {"content": text}}]}).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        model.url = f"http://127.0.0.1:{server.server_port}/v1"
        yield model
        model.stopping.set()
        server.shutdown()
        thread.join()


def _drip(handler: BaseHTTPRequestHandler, model: Talker) -> None:
    until = time.monotonic() + 20
    try:
        while not model.stopping.wait(0.05) and time.monotonic() < until:
            handler.wfile.write(b" ")
            handler.wfile.flush()
    except OSError:
        return
