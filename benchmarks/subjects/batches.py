"""Batches of hits over HTTP, as programs send them: JSON and Arrow, stored and fsynced before the answer."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import httpx
import msgspec
import pyarrow as pa

from benchmarks import filled
from benchmarks.arrivals import DOMAIN, made_up_hits
from benchmarks.processes import Process, hitlake, wait_until_idle
from benchmarks.report import Report, Table, Target, figure
from benchmarks.samples import Samples, in_turns
from benchmarks.subject import Bench, Subject
from schemas.sites import AccessType

JSON_ROWS, JSON_BATCHES = 1000, 200
ARROW_ROWS, ARROW_BATCHES = 100_000, 5
CONNECTIONS = 4
ROUNDS = 3
WANTED_OF_JSON, WANTED_OF_ARROW = 150_000, 500_000


class _Form(NamedTuple):
    name: str
    content_type: str
    rows: int
    bodies: list[bytes]


class _Contender:
    """Batches of one form, sent to the server again and again; remembers what they cost it."""

    def __init__(self, process: Process, path: str, key: str, form: _Form) -> None:
        self.process, self.path, self.form = process, path, form
        self.headers = {
            "authorization": f"Bearer {key}",
            "content-type": form.content_type,
            "prefer": "return=minimal",
        }
        self.a_cpu_second: list[float] = []
        self.a_cpu_second_flushed: list[float] = []

    def __call__(self) -> float:
        cpu_before, began = self.process.cpu_seconds, time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            stored = sum(threads.map(self._send, range(CONNECTIONS)))
        seconds, cpu_seconds = time.perf_counter() - began, self.process.cpu_seconds - cpu_before
        # What is still to be flushed must not burden the next turn.
        wait_until_idle(self.process)
        self.a_cpu_second_flushed.append(stored / (self.process.cpu_seconds - cpu_before))
        assert stored == self.form.rows * len(self.form.bodies), f"{stored} hits were stored"
        self.a_cpu_second.append(stored / cpu_seconds)
        return stored / seconds

    def _send(self, first: int) -> int:
        stored = 0
        with httpx.Client(base_url=self.process.address, headers=self.headers, timeout=60) as client:
            for body in self.form.bodies[first::CONNECTIONS]:
                while (answer := client.post(self.path, content=body)).status_code == httpx.codes.SERVICE_UNAVAILABLE:
                    time.sleep(0.05)
                stored += answer.raise_for_status().json()["created_count"]
        return stored


def run(bench: Bench) -> Report:
    data = bench.folder("data")
    with filled.opened(data) as (registry, _):
        site, _key = filled.add_site(registry)
        key = registry.keys.create(site.account_id, "bench", AccessType.FULL)[1]
    forms = (_json(bench.size(JSON_BATCHES)), _arrow(bench.size(ARROW_BATCHES)))
    with hitlake(data, "--v1-requests-per-hour", "1000000") as process:
        contenders = [_Contender(process, f"/api/v1/sites/{site.id}/hits/batch", key, form) for form in forms]
        rates = in_turns(bench.rounds(ROUNDS), *contenders)
        rss = process.rss_bytes
    per_core = [Samples(tuple(contender.a_cpu_second[1:])) for contender in contenders]
    flushed = [Samples(tuple(contender.a_cpu_second_flushed[1:])) for contender in contenders]
    return Report(
        f"Batches of hits over HTTP, {CONNECTIONS} connections",
        (
            Table(
                ("batches", "hits a second", "spread", "hits a processor second", "with flushing", "bytes a hit"),
                tuple(
                    (
                        f"{form.name}, {form.rows:,} rows each",
                        rate.median,
                        rate.spread,
                        cpu.median,
                        both.median,
                        sum(map(len, form.bodies)) / (form.rows * len(form.bodies)),
                    )
                    for form, rate, cpu, both in zip(forms, rates, per_core, flushed, strict=True)
                ),
            ),
        ),
        (
            Target(
                "hits in batches of JSON",
                f"at least {figure(WANTED_OF_JSON)} a second",
                figure(rates[0].median),
                rates[0].median >= WANTED_OF_JSON,
                "reading JSON into rows and rows into columns, in Python",
            ),
            Target(
                "hits in batches of Arrow",
                f"at least {figure(WANTED_OF_ARROW)} a second a core",
                figure(per_core[1].median),
                per_core[1].median >= WANTED_OF_ARROW,
                "the hash of every visitor, and writing the journal",
            ),
        ),
        (
            "Path, address, referrer, country and visitor of the hits of a made-up day, sent as of now.",
            f"Hitlake took {figure(rss / 1e6)} MB afterwards.",
        ),
    )


def _json(batches: int) -> _Form:
    bodies = [msgspec.json.encode(table.to_pylist()) for table in _tables(JSON_ROWS, batches)]
    return _Form("JSON", "application/json", JSON_ROWS, bodies)


def _arrow(batches: int) -> _Form:
    bodies = [_stream(table) for table in _tables(ARROW_ROWS, batches)]
    return _Form("Arrow", "application/vnd.apache.arrow.stream", ARROW_ROWS, bodies)


def _tables(rows: int, count: int) -> Iterator[pa.Table]:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    hits = pa.Table.from_batches(list(made_up_hits(1, rows * count, last_day=yesterday, days=1)))
    both = zip(hits["url"].to_pylist(), hits["path"].to_pylist(), strict=True)
    urls = pa.array([url or f"https://{DOMAIN}{path}" for url, path in both])
    sent = hits.select(["path", "referrer", "country"])
    sent = sent.append_column("url", urls).append_column("visitor_id", hits["visitor"].cast(pa.string()))
    for first in range(0, rows * count, rows):
        yield sent.slice(first, rows)


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    content: bytes = sink.getvalue().to_pybytes()
    return content


SUBJECT = Subject("batches", "hits in batches of JSON and Arrow", run)
