"""Sends notices as signed JSON, in the form of standardwebhooks.com, so that receivers find a library for it."""

import base64
import hmac
from collections.abc import Callable

import httpx

from schemas.uptime import Notice
from server.uptime.delivery import UndeliveredError

SECONDS = 15.0
_GONE = 410


class WebhookSender:
    """To be used in one event loop. The address is the operator's own, and may be a private one."""

    def __init__(self, url: str, secret: str, now_ms: Callable[[], int]) -> None:
        self._url = url
        self._key = secret_key(secret)
        self._now_ms = now_ms

    async def send(self, notice: Notice) -> None:
        """Done when the answer is a 2xx. Redirects are not followed. Raises UndeliveredError."""
        headers = signed_headers(self._key, notice.id, self._now_ms() // 1000, notice.content)
        try:
            async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
                response = await client.post(self._url, content=notice.content, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise UndeliveredError(f"the webhook cannot be reached: {type(error).__name__}") from error
        if not response.is_success:
            status = response.status_code
            raise UndeliveredError(f"the webhook answers {status}", final=status == _GONE)


def secret_key(secret: str) -> bytes:
    """Secrets that begin with `whsec_` are base64, others are taken as they are."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        return secret.encode()


def signed_headers(key: bytes, notice_id: str, sent_seconds: int, content: str) -> dict[str, str]:
    """The signature covers the id and the time too, so that a copy sent later is recognised as one."""
    signed = f"{notice_id}.{sent_seconds}.{content}".encode()
    signature = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "content-type": "application/json",
        "user-agent": "Hitlake",
        "webhook-id": notice_id,
        "webhook-timestamp": str(sent_seconds),
        "webhook-signature": f"v1,{signature}",
    }
