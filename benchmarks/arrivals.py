"""Made-up hits as they arrive: requests of browsers, and lines of a web server's log."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pyarrow as pa

from benchmarks.agents import ROBOTS, VERSIONS, user_agents
from server.demo.plan import MadeUpSite, cells_of_total, days_ending
from server.demo.traffic import Traffic

LAST_DAY = date(2026, 6, 30)
SEED = 7
DOMAIN = "birchlane.example"

_LOG_LINES = (Path(__file__).parent / "sql" / "log_lines.sql").read_text()
_AGENT_NAMES = ("browser", "platform", "device", "number", "user_agent")


def made_up_hits(
    site_id: int, hits: int, *, last_day: date, days: int = 90, zone: str = "UTC"
) -> Iterator[pa.RecordBatch]:
    site = MadeUpSite(site_id=site_id, domain=DOMAIN, time_zone=zone)
    with Traffic(SEED) as traffic:
        yield from traffic.hits(cells_of_total(site, SEED, days_ending(last_day, days), hits))


def collector_requests(uid: str, count: int) -> list[bytes]:
    """Whole HTTP requests to the collector, with pages, referrers, browsers, languages and addresses that vary."""
    agents: dict[tuple[str, str, str], list[str]] = {}
    for browser, platform, device, _, user_agent in user_agents():
        agents.setdefault((browser, platform, device), []).append(user_agent)
    batches = made_up_hits(1, count, last_day=LAST_DAY, days=1)
    return [_request(uid, row, agents) for batch in batches for row in batch.to_pylist()]


def write_log(path: Path, lines: int) -> None:
    """A log in combined format with that many lines: pages, what they load, robots, pages that are not there."""
    agents = pa.Table.from_pylist([dict(zip(_AGENT_NAMES, row, strict=True)) for row in user_agents()])
    values = {"domain": DOMAIN, "robots": list(ROBOTS), "versions": VERSIONS}
    missing = lines
    with duckdb.connect() as duck, path.open("w") as file:
        duck.execute("set TimeZone = 'UTC'")
        duck.register("user_agents", agents)
        for batch in made_up_hits(1, lines, last_day=LAST_DAY):
            duck.register("hits", pa.Table.from_batches([batch]))
            made = [line for (line,) in duck.execute(_LOG_LINES, values).fetchmany(missing)]
            file.writelines(line + "\n" for line in made)
            missing -= len(made)
            if not missing:
                return


def _request(uid: str, row: dict[str, Any], agents: dict[tuple[str, str, str], list[str]]) -> bytes:
    kind = agents[row["browser"], row["platform"], row["device"]]
    url = quote(row["url"] or f"https://{DOMAIN}{row['path']}", safe="")
    referrer = quote(row["referrer"] or "", safe="")
    return (
        f"POST /collector/{uid}?url={url}&path={quote(row['path'], safe='')}&referrer={referrer} HTTP/1.1\r\n"
        f"Host: 127.0.0.1\r\n"
        f"User-Agent: {kind[row['visitor'] % len(kind)]}\r\n"
        f"Accept: */*\r\n"
        f"Accept-Language: {row['language']},en;q=0.5\r\n"
        f"Accept-Encoding: gzip, deflate, br, zstd\r\n"
        f"Origin: https://{DOMAIN}\r\n"
        f"Referer: https://{DOMAIN}/\r\n"
        f"X-Forwarded-For: {_address(row['visitor'])}\r\n"
        f"Content-Length: 0\r\n\r\n"
    ).encode()


def _address(visitor: int) -> str:
    """An address in the ranges that hosts have, from a made-up visitor's number."""
    return f"{20 + visitor % 80}.{visitor >> 8 & 255}.{visitor >> 16 & 255}.{1 + (visitor >> 24 & 127)}"
