"""When a domain's registration ends, as its registry says over WHOIS (RFC 3912)."""

import asyncio
import re
import warnings
from datetime import UTC, datetime

from server.uptime.guard import Guard

PORT = 43
MOST_BYTES = 100_000
_REFERRAL = re.compile(r"^\s*(?:whois|refer):\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Whois:
    """`root` (a host, or host:port) knows the registries' servers."""

    def __init__(self, guard: Guard, root: str, timeout_seconds: float) -> None:
        self._guard = guard
        self._root = root
        self._timeout_seconds = timeout_seconds

    async def expires_ms(self, domain: str) -> int | None:
        """None where nothing is told. Raises OSError, ForbiddenError."""
        referral = _REFERRAL.search(await self._ask(self._root, domain.rpartition(".")[2]))
        if referral is None:
            return None
        return expiration_ms(domain, await self._ask(referral[1].removeprefix("whois://"), domain))

    async def _ask(self, server: str, question: str) -> str:
        host, _, port = server.rstrip("/").partition(":")
        number = int(port) if port.isdecimal() else PORT
        async with asyncio.timeout(self._timeout_seconds):
            for address in await self._guard.addresses(host, number):
                try:
                    reader, writer = await asyncio.open_connection(address, number)
                except OSError:
                    continue
                try:
                    writer.write(f"{question}\r\n".encode("ascii"))
                    return await _text(reader)
                finally:
                    writer.transport.abort()
        raise OSError(f"{server} does not take connections")


async def _text(reader: asyncio.StreamReader) -> str:
    content = b""
    while len(content) < MOST_BYTES:
        part = await reader.read(MOST_BYTES)
        if not part:
            break
        content += part
    return content.decode("utf-8", "replace")


def expiration_ms(domain: str, text: str) -> int | None:
    """What is told in `text`; registries write it in dozens of ways, which is what the library is for."""
    from whois.exceptions import PywhoisError
    from whois.parser import WhoisEntry

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = WhoisEntry.load(domain, text).get("expiration_date")
        except (PywhoisError, ValueError, OverflowError):
            return None
    candidates: list[object] = found if isinstance(found, list) else [found]
    moments = [moment for moment in candidates if isinstance(moment, datetime)]
    # Of several, a registry's own and the registrar's, the first to come.
    return min((_ms(moment) for moment in moments), default=None)


def _ms(moment: datetime) -> int:
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
