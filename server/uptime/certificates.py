"""Reads what certificate a server shows, whatever it is worth."""

import asyncio
import ssl
from collections.abc import Callable

from schemas.errors import ForbiddenError
from schemas.uptime import Certificate
from server.uptime.failures import failure_text
from server.uptime.guard import Guard
from server.uptime.transport import checking_tls, trusting_tls


class CertificateReader:
    """To be used in one event loop. `trust` says which certificates are valid."""

    def __init__(
        self,
        guard: Guard,
        now_ms: Callable[[], int],
        timeout_seconds: float,
        trust: Callable[[], ssl.SSLContext] = checking_tls,
    ) -> None:
        self._guard = guard
        self._now_ms = now_ms
        self._timeout_seconds = timeout_seconds
        self._checking, self._trusting = trust(), trusting_tls()

    async def read(self, host: str, port: int) -> Certificate:
        """Raises nothing; of a server that shows none, the error alone."""
        tested_ms = self._now_ms()
        try:
            async with asyncio.timeout(self._timeout_seconds):
                content, error = await self._certificate(host, port)
            expires_ms = _expires_ms(content)
        except (OSError, ForbiddenError, ValueError) as trouble:
            return Certificate(tested_ms=tested_ms, error=failure_text(trouble))
        return Certificate(tested_ms=tested_ms, expires_ms=expires_ms, valid=error is None, error=error)

    async def _certificate(self, host: str, port: int) -> tuple[bytes, str | None]:
        """In DER, and what is wrong with it. A bad one is read in a second connection that does not look at it."""
        addresses = await self._guard.addresses(host, port)
        try:
            return await _shown(addresses, host, port, self._checking), None
        except ssl.SSLCertVerificationError as error:
            reason = error.verify_message
        except ssl.SSLError as error:
            reason = failure_text(error)
        return await _shown(addresses, host, port, self._trusting), reason


async def _shown(addresses: list[str], host: str, port: int, tls: ssl.SSLContext) -> bytes:
    """By the first address that takes connections; in DER. Raises OSError."""
    trouble: OSError | None = None
    for address in addresses:
        try:
            _, writer = await asyncio.open_connection(address, port, ssl=tls, server_hostname=host)
        except ssl.SSLError:
            raise
        except OSError as error:
            trouble = error
            continue
        try:
            content = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
            assert isinstance(content, bytes), "a TLS server shows a certificate"
            return content
        finally:
            writer.transport.abort()
    raise trouble or OSError("no address")


def _expires_ms(content: bytes) -> int:
    """Raises ValueError for what is no certificate."""
    from cryptography import x509

    return int(x509.load_der_x509_certificate(content).not_valid_after_utc.timestamp()) * 1000
