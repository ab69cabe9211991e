"""A site with millions of hits today, asked for its numbers while more of them arrive."""

import asyncio
import time
from collections.abc import Sequence

import httpx

from benchmarks import filled
from benchmarks.arrivals import collector_requests
from benchmarks.processes import Process, hitlake
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject

HITS = 5_000_000
A_SECOND = 1_000
SECONDS = 20
CONNECTIONS = 8
WANTED_MS = 150.0
WANTED_BEHIND_SECONDS = 3.0
_PAUSE_SECONDS = 0.1
_OFTEN = ("--v2-requests-per-minute", "1000000")


def run(bench: Bench) -> Report:
    hits, data = bench.size(HITS), bench.folder("data")
    site = filled.make(data, hits, 1)
    requests = collector_requests(site.uid, 20_000)
    seconds = 4 if bench.quick else SECONDS
    with hitlake(data, *_OFTEN) as process:
        found = asyncio.run(_measured(process, site, requests, seconds))
        rss = process.rss_bytes
    waits, behind = Samples(tuple(found.waits_ms)), max(found.behind_seconds)
    return Report(
        f"A site with {hits:,} hits today, while {A_SECOND:,} a second arrive",
        (
            Table(
                ("first answer s", "stats median ms", "p95 ms", "asked", "most behind s", "hits a second", "server MB"),
                (
                    (
                        found.first_seconds,
                        waits.median,
                        waits.percentile(95),
                        len(waits.values),
                        behind,
                        found.sent / found.seconds,
                        rss / 1e6,
                    ),
                ),
            ),
        ),
        (
            Target(
                "stats, 7 days",
                f"median at most {WANTED_MS:g} ms",
                f"{waits.median:.0f} ms",
                waits.median <= WANTED_MS,
                "most answers are kept ones; the others look for the earlier hits of the visitors who came since",
            ),
            Target(
                "behind the hits",
                f"at most {WANTED_BEHIND_SECONDS:g} s",
                f"{behind:.1f} s",
                behind <= WANTED_BEHIND_SECONDS,
                "an answer serves for up to two seconds where the next one costs much",
            ),
        ),
        (
            "First answer: of a server just started, which counts the whole day; until then it says 503.",
            "Behind: from the moment that a number of hits had been acknowledged until an answer had counted them all.",
            "The load comes from the same machine.",
        ),
    )


class _Found:
    def __init__(self) -> None:
        self.first_seconds = 0.0
        self.sent = 0
        self.stored: list[float] = []
        """When each hit was acknowledged."""
        self.waits_ms: list[float] = []
        self.behind_seconds: list[float] = [0.0]
        self.seconds = 0.0


async def _measured(process: Process, site: filled.Filled, requests: Sequence[bytes], seconds: float) -> _Found:
    found = _Found()
    headers = {"authorization": f"Bearer {site.key}"}
    async with httpx.AsyncClient(base_url=process.address, headers=headers, timeout=60) as client:
        before = await _first_pageviews(client, site, found)
        began = time.perf_counter()
        senders = [
            asyncio.create_task(_send(process.port, requests, number, began + seconds, found))
            for number in range(CONNECTIONS)
        ]
        while time.perf_counter() < began + seconds:
            asked = time.perf_counter()
            counted = await _pageviews(client, site) - before
            answered = time.perf_counter()
            found.waits_ms.append((answered - asked) * 1000)
            if counted < len(found.stored):
                found.behind_seconds.append(answered - found.stored[counted])
            await asyncio.sleep(_PAUSE_SECONDS)
        found.seconds = time.perf_counter() - began
        await asyncio.gather(*senders)
    return found


async def _first_pageviews(client: httpx.AsyncClient, site: filled.Filled, found: _Found) -> int:
    began = time.perf_counter()
    while True:
        try:
            pageviews = await _pageviews(client, site)
        except httpx.HTTPStatusError as error:
            if error.response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                raise
            await asyncio.sleep(int(error.response.headers["retry-after"]))
        else:
            found.first_seconds = time.perf_counter() - began
            return pageviews


async def _pageviews(client: httpx.AsyncClient, site: filled.Filled) -> int:
    answer = await client.get(f"/api/v2/sites/{site.hex_id}/stats?range=7d")
    return int(answer.raise_for_status().json()["pageviews"])


async def _send(port: int, requests: Sequence[bytes], number: int, until: float, found: _Found) -> None:
    """Its share of the hits a second, each when it is due."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    pause = CONNECTIONS / A_SECOND
    due = time.perf_counter() + pause * number / CONNECTIONS
    at = number
    while (now := time.perf_counter()) < until:
        if now < due:
            await asyncio.sleep(due - now)
        writer.write(requests[at % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 202"), head
        if b"x-hitlake-dropped" not in head.lower():
            found.stored.append(time.perf_counter())
        found.sent += 1
        due += pause
        at += CONNECTIONS
    writer.close()


SUBJECT = Subject("today", "a site with 5 million hits today, under running ingest", run, on_request=True)
