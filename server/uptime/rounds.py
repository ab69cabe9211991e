"""What is due is started, each thing once at a time, and what comes of it is kept."""

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar
from urllib.parse import SplitResult, urlsplit

from engine.registry.registry import Registry
from engine.uptime.intervals import DAY_MS, HOUR_MS
from schemas.errors import HitlakeError
from schemas.sites import Site
from schemas.uptime import Channel, Monitor, Notice
from server.uptime.certificates import CertificateReader
from server.uptime.delivery import Sender, UndeliveredError
from server.uptime.probe import Prober
from server.uptime.registrations import RegistrationReader

P = ParamSpec("P")
T = TypeVar("T")

LOGGER = logging.getLogger("hitlake")

CERTIFICATE_MS = HOUR_MS
REGISTRATION_MS = DAY_MS
MOST_LOOKS = 4
"""Certificates, registrations and notices at the same time: beside the checks, so that none of those waits for them."""

WAITING = 2
"""Checks that are started for each that may run: what is left over has its turn a second later."""

ALL_WITHIN_SECONDS = 60
"""When all monitors are due at once, as after a stop, they are checked one after another in so long: begun together,
they would have all processors for themselves for a moment.
"""

LEAST_A_SECOND = 4
"""So that few monitors need no minute."""

REST_SECONDS = 60.0
"""After something went wrong that should not have, before the same is tried again."""


@dataclass(frozen=True, slots=True)
class Askers:
    prober: Prober
    certificates: CertificateReader
    registrations: RegistrationReader
    senders: Mapping[Channel, Sender]


class Rounds:
    """To be used in one event loop; `keeper` runs what touches the database."""

    def __init__(
        self,
        registry: Registry,
        askers: Askers,
        keeper: Executor,
        now_ms: Callable[[], int],
        concurrency: int,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        self._rest_seconds = rest_seconds
        self._registry, self._askers, self._keeper, self._now_ms = registry, askers, keeper, now_ms
        self._most_started = WAITING * concurrency
        self._checks, self._looks = asyncio.Semaphore(concurrency), asyncio.Semaphore(MOST_LOOKS)
        self._running: dict[tuple[str, object], asyncio.Task[None]] = {}

    async def start_due(self) -> None:
        """A part of it, when many are due at once: the same processor answers hits. To be called every second."""
        checked = [which for what, which in self._running if what == "check" and isinstance(which, int)]
        a_second = max(LEAST_A_SECOND, await self._kept(self._registry.monitors.count_on) / ALL_WITHIN_SECONDS)
        room = max(0, min(self._most_started - len(checked), math.ceil(a_second)))
        due = await self._kept(self._registry.monitors.due, room, checked) if room else ()
        for turn, monitor in enumerate(due):
            site = self._registry.sites.by_id(monitor.site_id)
            if site is not None:
                self._start("check", site.id, self._check(site, monitor, turn / a_second))
        for notice in await self._kept(self._registry.outbox.due):
            self._start("notice", notice.id, self._send(notice))

    async def settle(self) -> None:
        """Waits for all that was started, and for what that started."""
        while self._running:
            await asyncio.gather(*self._running.values())

    async def stop(self) -> None:
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, what: str, which: object, work: Coroutine[Any, Any, None]) -> None:
        if (what, which) in self._running:
            work.close()
            return
        task = asyncio.create_task(self._try(what, work))
        self._running[what, which] = task
        task.add_done_callback(lambda _: self._running.pop((what, which)))
        task.add_done_callback(lambda _: work.close())  # a task that is cancelled before it runs never awaits it

    async def _try(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            LOGGER.warning("monitoring: %s: %s", what, error, exc_info=not isinstance(error, HitlakeError))
            # It is still due: without a rest, a disk that is full would have the site asked every second.
            await asyncio.sleep(self._rest_seconds)

    async def _check(self, site: Site, monitor: Monitor, wait_seconds: float) -> None:
        url = monitor.url or site.url
        await asyncio.sleep(wait_seconds)
        async with self._checks:
            check = await self._askers.prober.check(url)
        await self._kept(self._registry.monitors.note_check, site, check)
        parts, now_ms = urlsplit(url), self._now_ms()
        certificate, registration = monitor.certificate, monitor.registration
        if parts.scheme == "https" and (certificate is None or now_ms - certificate.tested_ms >= CERTIFICATE_MS):
            self._start("certificate", site.id, self._read_certificate(site, parts))
        if registration is None or now_ms - registration.tested_ms >= REGISTRATION_MS:
            self._start("registration", site.id, self._read_registration(site, parts))

    async def _read_certificate(self, site: Site, url: SplitResult) -> None:
        async with self._looks:
            certificate = await self._askers.certificates.read(url.hostname or "", url.port or 443)
        await self._kept(self._registry.monitors.note_certificate, site, certificate)

    async def _read_registration(self, site: Site, url: SplitResult) -> None:
        async with self._looks:
            registration = await self._askers.registrations.read(url.hostname or "")
        await self._kept(self._registry.monitors.note_registration, site.id, registration)

    async def _send(self, notice: Notice) -> None:
        sender = self._askers.senders.get(notice.channel)
        try:
            if sender is None:
                raise UndeliveredError(f"there is no way to send by {notice.channel} any more", final=True)
            async with self._looks:
                await sender.send(notice)
        except UndeliveredError as error:
            await self._kept(self._registry.outbox.failed, notice, str(error), final=error.final)
        else:
            await self._kept(self._registry.outbox.delivered, notice)

    async def _kept(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._keeper, lambda: work(*args, **kwargs))
