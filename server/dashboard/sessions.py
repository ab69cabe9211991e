"""Who is signed in: a signed text in a cookie, and the tokens of forms that belong to it."""

import hmac
from collections.abc import Callable
from hashlib import sha256

from engine.registry.stored_settings import StoredSettings

DAYS = 30
COOKIE = "hitlake_session"
_SECRET = "session_secret"  # noqa: S105 - the name of the setting that holds it


class Sessions:
    """Signed with a secret kept in the registry; the end of an account's sessions is a number in there too."""

    def __init__(self, stored: StoredSettings, now_ms: Callable[[], int], random_bytes: Callable[[int], bytes]) -> None:
        self._stored, self._now_ms, self._random_bytes = stored, now_ms, random_bytes
        self._secret = self._found_secret()

    def begin(self, account_id: int) -> str:
        """The cookie's text."""
        until_ms = self._now_ms() + DAYS * 86_400_000
        text = f"{account_id}.{self._generation(account_id)}.{until_ms}.{self._random_bytes(12).hex()}"
        return f"{text}.{self._sign('session', text)}"

    def account_id(self, cookie: str) -> int | None:
        """None where the text is not ours, too old, or of an account whose sessions were ended."""
        text, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("session", text).encode()):
            return None
        account_id, generation, until_ms, _ = text.split(".")
        is_over = int(until_ms) <= self._now_ms() or generation != self._generation(int(account_id))
        return None if is_over else int(account_id)

    def form_token(self, cookie: str) -> str:
        """What a form of this session bears."""
        return self._sign("form", cookie)

    def is_form_token(self, cookie: str, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.form_token(cookie).encode())

    def end_all(self, account_id: int) -> None:
        """On every device."""
        self._stored.put(_generation_name(account_id), str(int(self._generation(account_id)) + 1))

    def _generation(self, account_id: int) -> str:
        return self._stored.find(_generation_name(account_id)) or "0"

    def _found_secret(self) -> bytes:
        secret = self._stored.find(_SECRET)
        if secret is None:
            self._stored.put(_SECRET, self._random_bytes(32).hex())
            secret = self._stored.find(_SECRET)
        assert secret is not None
        return bytes.fromhex(secret)

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._secret, f"{purpose}:{text}".encode(), sha256).hexdigest()


def _generation_name(account_id: int) -> str:
    return f"sessions_of_{account_id}"
