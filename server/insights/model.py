"""Asks a model over the chat completions protocol that OpenAI began and many servers speak."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

MOST_BYTES = 262_144
MOST_TOKENS = 900


class ModelError(Exception):
    """The model cannot be asked; the text says why, and holds nothing of its answer."""


@dataclass(frozen=True, slots=True)
class Model:
    url: str
    """Without `/chat/completions`."""
    name: str
    key: str | None
    seconds: float

    def answer(self, messages: Sequence[dict[str, str]]) -> str:
        """Blocks, never longer than `seconds` by much. Raises ModelError."""
        headers = {"authorization": f"Bearer {self.key}"} if self.key else {}
        asked = {"model": self.name, "messages": list(messages), "temperature": 0.4, "max_tokens": MOST_TOKENS}
        try:
            with (
                httpx.Client(timeout=min(self.seconds, 10), trust_env=False, headers=headers) as client,
                client.stream(
                    "POST", f"{self.url.rstrip('/')}/chat/completions", json=asked, timeout=self.seconds
                ) as got,
            ):
                if got.status_code != 200:
                    raise ModelError(f"the model answers {got.status_code}")
                return _text(self._body(got))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise ModelError(f"the model cannot be reached: {type(error).__name__}") from error

    def _body(self, got: httpx.Response) -> bytes:
        """A server that sends a byte now and then would keep a timeout of reading from ever coming."""
        deadline, body = time.monotonic() + self.seconds, b""
        for part in got.iter_bytes():
            body += part
            if len(body) > MOST_BYTES:
                raise ModelError("the model's answer is too long")
            if time.monotonic() > deadline:
                raise ModelError(f"the model's answer takes longer than {self.seconds:g} seconds")
        return body


def _text(body: bytes) -> str:
    try:
        found: Any = msgspec.json.decode(body)
        text = found["choices"][0]["message"]["content"]
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError) as error:
        raise ModelError("the model's answer is not one of chat completions") from error
    if not isinstance(text, str):
        raise ModelError("the model's answer is no text")
    return text
