"""Whether checks delay hits: the same paced hits while a thousand monitors are due at once, and while none is."""

import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import func, insert, select

from benchmarks import filled
from benchmarks.arrivals import collector_requests
from benchmarks.processes import hitlake, server
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples, in_turns, ratio
from benchmarks.subject import Bench, Subject
from engine.registry.registry import Registry
from engine.registry.tables import SITES
from engine.uptime.tables import CHECKS, MONITORS

MONITORED = 1_000
MANY = 10_000
CONNECTIONS = 20
A_SECOND = 500
SECONDS = 12
ROUNDS = 5
WANTED_TIMES = 1.5
"""With monitors against without: both in one run, as this machine may be busy with other things."""


def run(bench: Bench) -> Report:
    rounds, count = bench.rounds(ROUNDS), bench.size(MONITORED)
    idle, due, checked = [], [], 0
    with server([sys.executable, "-m", "benchmarks.empty"]) as watched:
        for turn in range(rounds):
            idle.append(_waits(bench.folder(f"idle-{turn}"), 0, watched.port, bench)[0])
            waits, made = _waits(bench.folder(f"due-{turn}"), count, watched.port, bench)
            due.append(waits)
            checked = max(checked, made)
    none, many = in_turns(rounds, _starts(bench.folder("none"), 0), _starts(bench.folder("many"), bench.size(MANY)))
    start = ratio(many, none)
    waits_ms = ratio(*(Samples(tuple(waits.percentile(99) for waits in turns)) for turns in (due, idle)))
    return Report(
        "Monitoring beside ingest",
        (
            Table(
                (f"hits, {A_SECOND} a second", "p50 ms", "p99 ms", "most ms"),
                (_row("no monitor", idle), _row(f"{count:,} monitors due at once", due)),
            ),
        ),
        (
            _target(f"p99 of hits while {count:,} monitors are checked, against none", waits_ms),
            _target(f"start with {bench.size(MANY):,} monitors, against none", start),
        ),
        (f"{checked:,} checks were made in {SECONDS} seconds; the watched server is on the same machine.",),
    )


def _target(what: str, times: Samples) -> Target:
    found = f"{times.median:.2f} times, at worst {max(times.values):.2f}"
    return Target(what, f"at most {WANTED_TIMES:g} times", found, times.median <= WANTED_TIMES)


def _row(name: str, rounds: Sequence[Samples]) -> tuple[str | float, ...]:
    def middle(percent: float) -> float:
        return Samples(tuple(waits.percentile(percent) for waits in rounds)).median

    return name, middle(50), middle(99), middle(100)


def _waits(data: Path, monitors: int, watched_port: int, bench: Bench) -> tuple[Samples, int]:
    """Milliseconds of each hit, and how many checks were made meanwhile."""
    site = filled.make(data, hits=0, days=1)
    requests = collector_requests(site.uid, 2_000)
    with filled.opened(data) as (registry, _):
        _add_monitors(registry, monitors, f"http://127.0.0.1:{watched_port}/", filled.now_ms())
    _set(data, watched_port)
    with hitlake(data) as ours:
        waits = asyncio.run(_paced(ours.port, requests, 2 if bench.quick else SECONDS))
    with filled.opened(data) as (registry, _), registry.database.read() as connection:
        return Samples(tuple(waits)), connection.execute(select(func.count()).select_from(CHECKS)).scalar_one()


def _set(data: Path, watched_port: int) -> None:
    (data / "hitlake.toml").write_text(
        f'monitor_private_hosts = "127.0.0.1:{watched_port}"\nrdap_bootstrap = ""\nwhois_server = ""\n'
    )


def _add_monitors(registry: Registry, count: int, url: str, due_ms: int) -> None:
    """Each of a site of its own, in one transaction."""
    account, now = registry.accounts.add("watched@birchlane.example"), registry.database.now()
    site = {"account_id": account.id, "time_zone": "UTC", "active": True, "public": False}
    site |= {"ignored_paths": (), "excluded_addresses": (), "extra_hosts": (), "created_at": now, "updated_at": now}
    monitor = {"enabled": True, "auto_paused": False, "url": url, "next_check_ms": due_ms, "health": "unknown"}
    monitor |= {"up_ms": 0, "down_ms": 0, "counted_ms": due_ms, "created_ms": due_ms, "updated_ms": due_ms}
    with registry.database.write("sites") as connection:
        for number in range(count):
            names = {"uid": f"w{number:07d}", "hex_id": f"{number:024x}"}
            names |= dict.fromkeys(("domain", "label"), f"site-{number}.example")
            made = connection.execute(insert(SITES).values(site | names).returning(SITES.c.id)).scalar_one()
            connection.execute(insert(MONITORS).values(monitor | {"site_id": made}))


async def _paced(port: int, requests: Sequence[bytes], seconds: float) -> list[float]:
    waits: list[float] = []
    every = CONNECTIONS / A_SECOND
    await asyncio.gather(
        *(_connection(port, requests[n::CONNECTIONS], every, n / A_SECOND, seconds, waits) for n in range(CONNECTIONS))
    )
    return waits


async def _connection(
    port: int, requests: Sequence[bytes], every: float, offset: float, seconds: float, waits: list[float]
) -> None:
    """A hit counts from the moment it should have been sent, so that a server that stands still is not flattered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = time.perf_counter() + offset
    for number in range(int(seconds / every)):
        wanted = began + number * every
        await asyncio.sleep(max(0.0, wanted - time.perf_counter()))
        writer.write(requests[number % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 202 " not in head.partition(b"\r\n")[0] + b" ":
            raise RuntimeError(f"a hit was answered with {head.partition(bytes([13]))[0].decode()}")
        waits.append((time.perf_counter() - wanted) * 1000)
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


def _starts(data: Path, count: int) -> Callable[[], float]:
    """Seconds from the start of a server to its first connection."""
    filled.make(data, hits=0, days=1)
    with filled.opened(data) as (registry, _):
        _add_monitors(registry, count, "http://127.0.0.1:9/", filled.now_ms() + 3_600_000)

    def start() -> float:
        with hitlake(data) as ours:
            return ours.start_seconds

    return start


SUBJECT = Subject("monitoring", "hits while a thousand sites are checked, and start with ten thousand monitors", run)
