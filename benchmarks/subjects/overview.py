"""The overview in a browser, 90 days of a site of 10 million hits; what it weighs, and what the script weighs."""

import gzip
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import filled
from benchmarks.processes import hitlake
from benchmarks.report import Report, Table, Target
from benchmarks.samples import Samples
from benchmarks.subject import Bench, Subject
from engine.registry.registry import open_registry
from engine.storage.layout import Layout
from server.script.building import script_text
from server.script.options import ScriptOptions

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
HITS, DAYS = 10_000_000, 90
TIMES = 15
WANTED_MS = 300.0
WANTED_BYTES = 100_000
PASSWORD = "benchmark's own"
EVERYTHING = ("hits", "kudos", "uptime", "countries", "events", "beacon", "spa", "publicstats")
VIEWS = {
    "90 days, compared": "?range=90d",
    "90 days alone": "?range=90d&compare=no",
    "today": "?range=today",
    "30 days, one country": "?range=30d&country=DE",
}
_COMPLETE = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const all = [page, ...performance.getEntriesByType('resource')];
  return [page.loadEventEnd, page.responseEnd, all.reduce((sum, row) => sum + row.transferSize, 0)];
}"""


@dataclass(frozen=True, slots=True)
class _Shown:
    first_bytes: int
    """Of everything, with nothing in the browser's cache."""
    complete_ms: Samples
    answered_ms: Samples


def run(bench: Bench) -> Report:
    sizes = _script_targets()
    missing = _missing()
    if missing:
        return Report("Overview in a browser, and the script's size", (), sizes, left_out=(missing,))
    hits = bench.hits_of_site(HITS)
    shown = _measured(bench, hits)
    usual = shown["90 days, compared"]
    return Report(
        f"Overview in a browser, {hits:,} hits in {DAYS} days",
        (
            Table(
                ("view", "complete ms", "p95 ms", "of which until the answer is there", "kB at first"),
                tuple(
                    (
                        name,
                        row.complete_ms.median,
                        row.complete_ms.percentile(95),
                        row.answered_ms.median,
                        row.first_bytes / 1000,
                    )
                    for name, row in shown.items()
                ),
            ),
        ),
        (
            Target(
                "overview of 90 days, complete",
                f"under {WANTED_MS:g} ms",
                f"{usual.complete_ms.median:.0f} ms",
                usual.complete_ms.median < WANTED_MS,
            ),
            Target(
                "its first paint, in all",
                f"under {WANTED_BYTES // 1000} kB",
                f"{usual.first_bytes / 1000:.1f} kB",
                usual.first_bytes < WANTED_BYTES,
            ),
            *sizes,
        ),
        ("Chromium, until the load event has ended; style and script are in its cache after the first time.",),
    )


def _script_targets() -> tuple[Target, ...]:
    everything = ScriptOptions.of(dict.fromkeys(EVERYTHING, ""), public=True)
    return tuple(
        Target(what, f"at most {most:,} bytes", f"{size:,} bytes", size <= most)
        for what, options, most in (
            ("script of plain pageviews, gzipped", ScriptOptions(), 1000),
            ("script with everything, gzipped", everything, 2000),
        )
        for size in [len(gzip.compress(script_text("abcd1234", options).encode(), mtime=0))]
    )


def _missing() -> str:
    if not CHROMIUM.exists():
        return f"the overview: there is no {CHROMIUM}"
    return "" if importlib.util.find_spec("playwright") else "the overview: playwright is not installed"


def _measured(bench: Bench, hits: int) -> dict[str, _Shown]:
    from playwright.sync_api import sync_playwright

    data = bench.folder("data")
    site = filled.make(data, hits, DAYS)
    email = _set_password(data)
    with hitlake(data) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        signed_in = browser.new_context()
        page = signed_in.new_page()
        page.goto(f"{server.address}/login")
        page.fill("#email", email)
        page.fill("#password", PASSWORD)
        page.click("main button")
        state: Any = signed_in.storage_state()
        address = f"{server.address}/sites/{site.uid}"
        found = {
            name: _view(browser.new_context(storage_state=state), address + query, bench.rounds(TIMES))
            for name, query in VIEWS.items()
        }
        browser.close()
    return found


def _view(context: Any, address: str, times: int) -> _Shown:
    """`context` is a browser's, with an empty cache."""
    page = context.new_page()
    first = _load(page, address)
    rows = [_load(page, address) for _ in range(times)]
    context.close()
    return _Shown(first[2], Samples(tuple(row[0] for row in rows)), Samples(tuple(row[1] for row in rows)))


def _load(page: Any, address: str) -> tuple[float, float, int]:
    page.goto(address, wait_until="load")
    page.wait_for_function("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    complete, answered, size = page.evaluate(_COMPLETE)
    return complete, answered, size


def _set_password(data: Path) -> str:
    """Of the only account, whose email this gives."""
    registry = open_registry(Layout(data).database, filled.now_ms, os.urandom)
    account = registry.accounts.all()[0]
    registry.accounts.set_password(account.id, PASSWORD)
    registry.close()
    return account.email


SUBJECT = Subject("overview", "the overview in a browser on 10 million hits, and the script's size", run)
