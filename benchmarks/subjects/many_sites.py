"""Ten thousand sites in one server: its start, its memory at rest, and what one of them waits for."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec

from benchmarks import filled
from benchmarks.processes import hitlake, output_of
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject
from server.demo.delivery import deliver
from server.demo.plan import MadeUpSite, cells_of_total, days_ending
from server.demo.traffic import Traffic

SITES = 10_000
HITS_A_SITE = 20
ROUNDS = 3
ASKED = 100
WANTED_MB = 400.0
WANTED_SECONDS = 5.0
SETTLE_SECONDS = 3.0


class Many(msgspec.Struct, frozen=True):
    key: str
    hex_ids: list[str]
    fill_seconds: float


def run(bench: Bench) -> Report:
    count, data = bench.size(SITES), bench.folder("data")
    printed = output_of([sys.executable, "-m", __name__, str(data), str(count)])
    many = msgspec.json.decode(printed.splitlines()[-1], type=Many)
    starts, sizes, waits = zip(*(_start(data, many) for _ in range(bench.rounds(ROUNDS))), strict=True)
    start, size = Samples(starts).median, Samples(sizes).median
    asked = Samples(tuple(wait for each in waits for wait in each))
    return Report(
        f"{count:,} sites in one server",
        (
            Table(
                ("sites", "hits", "first answer after s", "idle MB", "stats median ms", "p95 ms"),
                ((count, count * HITS_A_SITE, start, size, asked.median, asked.percentile(95)),),
            ),
        ),
        (
            Target(
                "start", f"under {WANTED_SECONDS:g} s", f"{start:.2f} s", start < WANTED_SECONDS, "listing every folder"
            ),
            Target(
                "idle memory",
                f"under {WANTED_MB:g} MB",
                f"{size:.0f} MB",
                size < WANTED_MB,
                "the names of all files, and the sites",
            ),
        ),
        (
            f"Each has {HITS_A_SITE} hits in 2 days, today the last; {many.fill_seconds:.0f} s to add and close them.",
            "Each answer is of another site.",
        ),
    )


def _start(data: Path, many: Many) -> tuple[float, float, list[float]]:
    """Seconds to the first answer, megabytes at rest, and milliseconds of answers."""
    began = time.perf_counter()
    headers = {"authorization": f"Bearer {many.key}"}
    with (
        hitlake(data, "--v2-requests-per-minute", "1000000") as server,
        httpx.Client(base_url=server.address, headers=headers, timeout=60) as client,
    ):
        client.get(f"/api/v2/sites/{many.hex_ids[0]}/stats").raise_for_status()
        seconds = time.perf_counter() - began
        time.sleep(SETTLE_SECONDS)
        size = server.rss_bytes / 1e6
        return seconds, size, [_wait_ms(client, hex_id) for hex_id in many.hex_ids[:: len(many.hex_ids) // ASKED]]


def _wait_ms(client: httpx.Client, hex_id: str) -> float:
    began = time.perf_counter()
    client.get(f"/api/v2/sites/{hex_id}/stats").raise_for_status()
    return (time.perf_counter() - began) * 1000


def _fill(data: Path, count: int) -> Many:
    today, began = datetime.now(UTC).date(), time.perf_counter()
    days = days_ending(today, 2)
    with filled.opened(data) as (registry, lake), Traffic(1) as traffic:
        account = registry.accounts.add("bench@birchlane.example")
        key = filled.read_key(registry, account.id)
        sites = [registry.sites.add(account.id, f"site-{n}.example", time_zone="UTC") for n in range(count)]
        cells = (
            cell
            for site in sites
            for cell in cells_of_total(
                MadeUpSite(site_id=site.id, domain=site.domain, time_zone="UTC"), 1, days, HITS_A_SITE
            )
        )
        deliver(lake, traffic.hits(cells), lambda: today)
        lake.housekeeping.settle()
    return Many(key, [site.hex_id for site in sites], time.perf_counter() - began)


SUBJECT = Subject("sites", "10,000 sites in one server", run, on_request=True)

if __name__ == "__main__":
    print(msgspec.json.encode(_fill(Path(sys.argv[1]), int(sys.argv[2]))).decode())
