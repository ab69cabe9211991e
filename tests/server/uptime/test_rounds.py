"""Rounds over real sites, registries, mailboxes and receivers, with a clock that a test moves."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from engine.registry.registry import Registry, open_registry
from engine.uptime.intervals import CONFIRM_MS, DAY_MS, HOUR_MS, JITTER_MS, PERIOD_MS
from engine.uptime.report import uptime_report
from schemas.questions import Page
from schemas.sites import Site
from schemas.uptime import Channel
from schemas.uptime_answers import UptimeAnswer
from server.uptime.certificates import CertificateReader
from server.uptime.email import EmailSender, SmtpServer
from server.uptime.guard import Guard
from server.uptime.probe import Prober
from server.uptime.rdap import Rdap
from server.uptime.registrations import RegistrationReader
from server.uptime.rounds import LEAST_A_SECOND, Askers, Rounds
from server.uptime.webhooks import WebhookSender
from server.uptime.whois import Whois
from tests.server.uptime.mailbox import Mailbox, mailbox
from tests.server.uptime.papers import NOW, Authority
from tests.server.uptime.registries import Registries, registries
from tests.server.uptime.sites import WebSite, answer, web_site

AUTHORITY = Authority()
NEXT_MS = PERIOD_MS + JITTER_MS
SECOND_TRY_MS = CONFIRM_MS + 5_000
"""The first one takes some real milliseconds, from whose end on the ten seconds count."""


@dataclass
class World:
    """A monitored site, `example.com` by name, and all that its monitor talks to."""

    registry: Registry
    rounds: Rounds
    clock: list[int]
    site: Site
    web: WebSite
    receiver: WebSite
    box: Mailbox
    registries: Registries

    async def go_on(self, milliseconds: int) -> None:
        """Moves the clock, and does all that is due then."""
        self.clock[0] += milliseconds
        await self.rounds.start_due()
        await self.rounds.settle()

    def report(self) -> UptimeAnswer:
        monitor = self.registry.monitors.find(self.site.id)
        assert monitor is not None
        return uptime_report(self.site, monitor, self.registry.downtimes, self.clock[0], Page(1, 50))


@asynccontextmanager
async def world(folder: Path, *, ends_in_days: float = 400) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        tls = AUTHORITY.server_tls(folder, NOW + timedelta(days=ends_in_days), "example.com")
        web = await stack.enter_async_context(web_site(tls))
        receiver = await stack.enter_async_context(web_site())
        box = await stack.enter_async_context(mailbox())
        found = await stack.enter_async_context(registries())
        found.tell("example.com", (NOW + timedelta(days=20, hours=1)).isoformat())

        async def resolve(host: str, _port: int) -> list[str]:
            return ["127.0.0.1"] if host in {"example.com", "127.0.0.1"} else []

        guard = Guard(["example.com", "127.0.0.1"], resolve)
        clock = [int(NOW.timestamp()) * 1000]

        def now_ms() -> int:
            return clock[0]

        askers = Askers(
            Prober(guard, now_ms, 10),
            CertificateReader(guard, now_ms, 5, AUTHORITY.trust),
            RegistrationReader(
                {"rdap": Rdap(guard, found.bootstrap_url, 5), "whois": Whois(guard, found.root, 5)}, now_ms
            ),
            {
                Channel.EMAIL: EmailSender(
                    SmtpServer("127.0.0.1", box.port, "none", None, None, "a@b.example"), lambda _: "ada@example.com"
                ),
                Channel.WEBHOOK: WebhookSender(f"{receiver.url}/", "secret", now_ms),
            },
        )
        registry = open_registry(folder / "hitlake.db", now_ms, os.urandom, tuple(Channel))
        stack.callback(registry.close)
        keeper = stack.enter_context(ThreadPoolExecutor(1))
        site = registry.sites.add(registry.accounts.add("ada@example.com").id, "example.com", "Example")
        registry.monitors.switch_on(site.id, f"https://example.com:{web.port}/")
        rounds = Rounds(registry, askers, keeper, now_ms, concurrency=4)
        yield World(registry, rounds, clock, site, web, receiver, box, found)
        await rounds.stop()


def test_a_site_goes_and_comes_back_and_everybody_is_told(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:
            await there.go_on(0)
            up = there.report().monitor
            assert (up.is_down, up.last_status_code, up.status_description) == (False, 200, "OK (200)")
            assert (up.ssl.valid, up.ssl.days_until_expiry, up.ssl.expiring_soon) == (True, 400, False)
            assert (up.domain.source, up.domain.days_until_expiry, up.domain.expiring_soon) == ("rdap", 20, True)

            await there.web.go()
            await there.go_on(NEXT_MS)
            assert not there.report().monitor.is_down
            assert there.box.letters == []
            await there.go_on(SECOND_TRY_MS)
            await there.go_on(0)
            down = there.report()
            assert (down.monitor.is_down, down.monitor.last_error_message) == (True, "connection refused")
            assert (down.monitor.status_description, down.summary.ongoing_downtimes) == ("No Answer", 1)

            await there.web.come()
            await there.go_on(NEXT_MS)
            await there.go_on(SECOND_TRY_MS)
            await there.go_on(0)
            back = there.report()
            assert (back.monitor.is_down, back.downtimes[0].ongoing, back.downtimes[0].duration) == (False, False, 325)
            assert back.downtimes[0].duration_in_words == "5 minutes"
            assert [letter["Subject"] for letter in there.box.letters] == ["Example is down", "Example is up again"]
            assert len(there.receiver.requests) == 2

    asyncio.run(act())


def test_one_failure_alone_tells_nobody(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:
            await there.go_on(0)
            there.web.answers["/"] = answer(503)
            await there.go_on(NEXT_MS)
            there.web.answers["/"] = answer(200)
            await there.go_on(SECOND_TRY_MS)
            await there.go_on(NEXT_MS)
            assert there.report().summary.total_downtimes == 0
            assert there.report().monitor.uptime == "100.00"
            assert there.box.letters == []

    asyncio.run(act())


def test_a_flapping_site_has_a_partial_downtime(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:
            there.web.answers["/"] = answer(530, "Custom Cloudflare Error")
            await there.go_on(0)
            await there.go_on(SECOND_TRY_MS)
            there.web.answers["/"] = answer(200)
            await there.go_on(NEXT_MS)
            there.web.answers["/"] = answer(530)
            await there.go_on(SECOND_TRY_MS)
            (downtime,) = there.report().downtimes
            assert (downtime.partial, downtime.ongoing, downtime.error) == (True, True, "530 Custom Cloudflare Error")

    asyncio.run(act())


def test_an_expiring_certificate_is_told_once_and_its_renewal_is_seen(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path, ends_in_days=13.5) as there:
            await there.go_on(0)
            await there.go_on(0)
            await there.go_on(HOUR_MS)
            await there.go_on(0)
            assert [letter["Subject"] for letter in there.box.letters] == ["The certificate of Example ends in 13 days"]
            assert there.report().monitor.ssl.expiring_soon
            there.web.tls = AUTHORITY.server_tls(tmp_path, NOW + timedelta(days=90), "example.com")
            await there.web.go()
            await there.web.come()
            await there.go_on(HOUR_MS)
            assert there.report().monitor.ssl.days_until_expiry == 89

    asyncio.run(act())


def test_registrations_are_looked_up_once_a_day(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:

            def look_ups() -> int:
                return sum("/domain/" in head for head in there.registries.rdap.requests)

            await there.go_on(0)
            await there.go_on(DAY_MS - HOUR_MS)
            assert look_ups() == 1
            await there.go_on(HOUR_MS)
            assert look_ups() == 2

    asyncio.run(act())


def test_a_receiver_that_fails_gets_the_same_message_again_later(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:
            there.receiver.answers["/"] = answer(500)
            there.web.answers["/"] = answer(503)
            await there.go_on(0)
            await there.go_on(SECOND_TRY_MS)
            await there.go_on(0)
            there.receiver.answers["/"] = answer(204, body=b"")
            await there.go_on(10_000)
            await there.go_on(NEXT_MS)
            ids = [
                line for head in there.receiver.requests for line in head.split("\r\n") if line.startswith("webhook-id")
            ]
            assert (len(ids), len(set(ids))) == (2, 1)
            notices = there.registry.outbox.of_site(there.site.id)
            assert {notice.channel: (notice.attempts, notice.next_try_ms) for notice in notices} == {
                Channel.EMAIL: (1, None),
                Channel.WEBHOOK: (2, None),
            }
            assert json.loads(notices[0].content)["type"] == "monitor.down"

    asyncio.run(act())


def test_a_check_that_is_under_way_is_not_started_again(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:
            for _ in range(5):
                await there.rounds.start_due()
            await there.rounds.settle()
            assert len(there.web.requests) == 1

    asyncio.run(act())


def test_no_more_checks_run_at_once_than_allowed_and_the_rest_has_its_turn(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:
            account = there.registry.accounts.all()[0]
            running, most, crowded = 0, 0, asyncio.Event()
            probed = there.rounds._askers.prober._ask

            async def counted(url: str, checked_ms: int) -> object:
                nonlocal running, most
                running += 1
                most = max(most, running)
                if running == 4:
                    crowded.set()
                await crowded.wait()
                try:
                    return await probed(url, checked_ms)
                finally:
                    running -= 1

            there.rounds._askers.prober._ask = counted  # type: ignore[method-assign,assignment]
            for number in range(12):
                site = there.registry.sites.add(account.id, f"s{number}.example.com")
                there.registry.monitors.switch_on(site.id, f"https://example.com:{there.web.port}/")
            for _ in range(3):
                await there.rounds.start_due()
            await there.rounds.settle()
            assert (len(there.web.requests), most) == (8, 4)
            await there.go_on(0)
            await there.go_on(0)
            assert (len(there.web.requests), most) == (13, 4)

    asyncio.run(act())


def test_what_is_due_at_once_is_begun_little_by_little(tmp_path: Path) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:
            account = there.registry.accounts.all()[0]
            for number in range(2 * LEAST_A_SECOND):
                site = there.registry.sites.add(account.id, f"s{number}.example.com")
                there.registry.monitors.switch_on(site.id, f"https://example.com:{there.web.port}/")
            loop = asyncio.get_running_loop()
            began = loop.time()
            await there.go_on(0)
            assert len(there.web.requests) == LEAST_A_SECOND
            assert loop.time() - began >= (LEAST_A_SECOND - 1) / LEAST_A_SECOND

    asyncio.run(act())


def test_a_database_that_cannot_be_written_is_told_and_the_check_done_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def act() -> None:
        async with world(tmp_path) as there:
            there.rounds._rest_seconds = 0
            with there.registry.database.write() as connection:
                connection.exec_driver_sql("alter table checks rename to hidden")
            await there.go_on(0)
            assert "monitoring: check: " in caplog.text
            with there.registry.database.write() as connection:
                connection.exec_driver_sql("alter table hidden rename to checks")
            await there.go_on(0)
            assert there.report().monitor.last_status_code == 200

    asyncio.run(act())
