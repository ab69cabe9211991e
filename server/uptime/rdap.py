"""When a domain's registration ends, as its registry says over RDAP (RFC 9083; where to ask: RFC 9224)."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import httpx
import msgspec

from server.uptime.guard import Guard
from server.uptime.transport import GuardedTransport, checking_tls

MOST_BYTES = 2_000_000
BOOTSTRAP_SECONDS = 7 * 86400
"""How long the list of registries is kept; it changes some times a month."""


class _Services(msgspec.Struct):
    services: list[list[list[str]]]


class _Event(msgspec.Struct, rename="camel"):
    event_action: str = ""
    event_date: str = ""


class _Domain(msgspec.Struct):
    events: list[_Event] = []


class Rdap:
    """`bootstrap_url` is where the list of registries lies. To be used in one event loop."""

    def __init__(self, guard: Guard, bootstrap_url: str, timeout_seconds: float) -> None:
        self._guard = guard
        self._bootstrap_url = bootstrap_url
        self._timeout_seconds = timeout_seconds
        self._tls = checking_tls()
        self._registries: dict[str, Sequence[str]] = {}
        self._known_until = 0.0

    async def expires_ms(self, domain: str) -> int | None:
        """None where the registry speaks no RDAP, does not know the domain, or does not tell.

        Raises the errors of httpx, httpcore and the guard, and ValueError for an answer that is none.
        """
        base = _registry(await self._known_registries(), domain)
        if base is None:
            return None
        content = await self._get(f"{base.rstrip('/')}/domain/{domain}")
        return _expiration_ms(msgspec.json.decode(content, type=_Domain)) if content is not None else None

    async def _known_registries(self) -> dict[str, Sequence[str]]:
        if time.monotonic() >= self._known_until:
            content = await self._get(self._bootstrap_url)
            if content is None:
                raise ValueError(f"there is no list of registries at {self._bootstrap_url}")
            services = msgspec.json.decode(content, type=_Services).services
            self._registries = {suffix.lower(): service[1] for service in services for suffix in service[0]}
            self._known_until = time.monotonic() + BOOTSTRAP_SECONDS
        return self._registries

    async def _get(self, url: str) -> bytes | None:
        """None for status 404."""
        headers = {"Accept": "application/rdap+json, application/json"}
        async with (
            httpx.AsyncClient(
                transport=GuardedTransport(self._guard, self._tls),
                headers=headers,
                follow_redirects=True,
                max_redirects=5,
                timeout=self._timeout_seconds,
                trust_env=False,
            ) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code == 404:
                return None
            response.raise_for_status()
            content = b""
            async for part in response.aiter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise ValueError(f"the answer is longer than {MOST_BYTES} bytes")
            return content


def _registry(registries: dict[str, Sequence[str]], domain: str) -> str | None:
    """The address of the longest suffix that is listed, with TLS where there is a choice."""
    labels = domain.split(".")
    for place in range(1, len(labels)):
        addresses = registries.get(".".join(labels[place:]))
        if addresses:
            return min(addresses, key=lambda address: not address.startswith("https:"))
    return None


def _expiration_ms(domain: _Domain) -> int | None:
    for event in domain.events:
        if event.event_action == "expiration":
            moment = datetime.fromisoformat(event.event_date)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return round(moment.timestamp() * 1000)
    return None
