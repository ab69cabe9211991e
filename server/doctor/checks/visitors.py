"""Whether visitors seem to come from many addresses, as they do, or all from one: that of a proxy.

Addresses are never stored; but one visitor with nearly all hits, or no hit with a country, gives it away.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from engine.duck import DuckLimits
from engine.reports.visitor_spread import Spread, visitor_spreads
from server.doctor.case import Case
from server.doctor.findings import Finding, ok, warning

DAYS = 7
LEAST_HITS = 200
"""Of fewer hits nothing can be said."""
HITS_A_VISITOR = 50
_REMEDY = "let the proxy send X-Forwarded-For with the visitor's address, and name the proxy's own in trusted_proxies"


def check_visitors(case: Case) -> Iterator[Finding]:
    if not case.has_data:
        return
    settings = case.settings
    first = datetime.fromtimestamp(case.now_ms / 1000, UTC).date() - timedelta(days=DAYS)
    with TemporaryDirectory(prefix="hitlake-") as spill:
        limits = DuckLimits(settings.memory_limit, settings.threads)
        try:
            spreads = visitor_spreads(case.layout.root, Path(spill), limits, first, LEAST_HITS)
        except (duckdb.Error, OSError) as error:
            yield warning("visitors", f"the hits cannot be read: {error}", "see `hitlake verify`")
            return
    if not spreads:
        yield ok("visitors", f"no site had {LEAST_HITS} hits in the last {DAYS} days: too few to tell")
        return
    suspects = [finding for spread in spreads for finding in _suspicions(spread)]
    hits, visitors = sum(spread.hits for spread in spreads), sum(spread.visitors for spread in spreads)
    yield from suspects or [ok("visitors", f"{hits:,} hits of {visitors:,} visitors in the last {DAYS} days")]


def _suspicions(spread: Spread) -> Iterator[Finding]:
    which = f"site {spread.site_id} had {spread.hits:,} hits in the last {DAYS} days"
    if not spread.with_country:
        yield warning("visitors", f"{which}, and none has a country, as of private addresses", _REMEDY)
    elif spread.hits > HITS_A_VISITOR * spread.visitors:
        yield warning("visitors", f"{which}, but only {spread.visitors:,} visitors a day, summed up", _REMEDY)
