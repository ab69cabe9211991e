"""When a site's domain ends: by RDAP, or else by WHOIS."""

import logging
from collections.abc import Callable
from typing import Protocol

import httpcore
import httpx
from publicsuffixlist import PublicSuffixList

from schemas.errors import HitlakeError
from schemas.uptime import Registration

LOGGER = logging.getLogger("hitlake")


class Source(Protocol):
    async def expires_ms(self, domain: str) -> int | None: ...


class RegistrationReader:
    """`sources` by name, in the order in which they are asked. Building one takes 50 ms, for the list of suffixes."""

    def __init__(self, sources: dict[str, Source], now_ms: Callable[[], int]) -> None:
        self._sources = sources
        self._now_ms = now_ms
        self._registered_domain = PublicSuffixList(accept_unknown=False, only_icann=True).privatesuffix

    async def read(self, host: str) -> Registration:
        """Raises nothing. An address, a local name or a suffix itself has no registration."""
        tested_ms = self._now_ms()
        domain = self._registered_domain(host.lower().rstrip("."))
        for name, source in self._sources.items() if domain else ():
            assert domain is not None
            expires_ms = await _asked(name, source, domain)
            if expires_ms is not None:
                return Registration(tested_ms=tested_ms, expires_ms=expires_ms, source=name)
        return Registration(tested_ms=tested_ms)


async def _asked(name: str, source: Source, domain: str) -> int | None:
    try:
        return await source.expires_ms(domain)
    except (HitlakeError, OSError, ValueError, httpx.HTTPError, httpx.InvalidURL) as error:
        LOGGER.info("%s about %s: %s", name, domain, error)
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
        LOGGER.info("%s about %s: %s", name, domain, error)
    return None
