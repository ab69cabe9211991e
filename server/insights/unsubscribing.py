"""Links that end a report, for who gets it by e-mail and is not signed in."""

import hmac
from collections.abc import Callable
from hashlib import sha256

from engine.registry.stored_settings import StoredSettings
from schemas.reports import ReportKind

_SECRET = "unsubscribe_secret"  # noqa: S105 - the name of the setting that holds it


class Unsubscribing:
    """Signed with a secret kept in the registry."""

    def __init__(self, stored: StoredSettings, random_bytes: Callable[[int], bytes]) -> None:
        self._stored, self._random_bytes = stored, random_bytes

    def token(self, uid: str, kind: ReportKind) -> str:
        text = f"{uid}.{kind}"
        return f"{text}.{self._signature(text)}"

    def read(self, token: str) -> tuple[str, ReportKind] | None:
        """The uid of the site and the report; None for what is no such token."""
        text, _, signature = token.rpartition(".")
        uid, _, kind = text.partition(".")
        if kind not in list(ReportKind) or not hmac.compare_digest(signature.encode(), self._signature(text).encode()):
            return None
        return uid, ReportKind(kind)

    def _signature(self, text: str) -> str:
        secret = self._stored.find(_SECRET)
        if secret is None:
            secret = self._random_bytes(24).hex()
            self._stored.put(_SECRET, secret)
        return hmac.digest(secret.encode(), text.encode(), sha256).hex()[:32]
