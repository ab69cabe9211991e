"""What `/metrics` says, made of plain counters at the moment it is asked."""

import platform
import shutil
from collections.abc import Iterable, Iterator
from importlib.metadata import version

import duckdb
import pyarrow as pa
from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from engine.measures import Histogram
from engine.storage.lags import lags
from schemas.drops import DropReason
from server.app import App
from server.health.reasons import find_reasons, is_live, is_ready


def expose(app: App, accept: str) -> tuple[bytes, str]:
    """The text and its media type, as the Accept header wants it."""
    registry = CollectorRegistry()
    registry.register(_Collector(app))
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    encode, media_type = choose_encoder(accept)
    return encode(registry), media_type


class _Collector(Collector):
    """A library's own counters take a lock and a dictionary at each hit; these are read where they are anyway."""

    def __init__(self, app: App) -> None:
        self._app = app

    def collect(self) -> Iterable[Metric]:
        for topic in (_server, _hits, _layers, _queries, _requests):
            yield from topic(self._app)


def _server(app: App) -> Iterator[Metric]:
    versions = {"version": version("hitlake"), "python": platform.python_version()}
    versions |= {"duckdb": duckdb.__version__, "pyarrow": pa.__version__}
    yield InfoMetricFamily("hitlake_build", "Versions of the program and what it runs on", value=versions)
    yield GaugeMetricFamily("hitlake_live", "1 while the threads run that store hits", value=is_live(app))
    yield GaugeMetricFamily("hitlake_ready", "1 while hits are taken", value=is_ready(app))
    counts: dict[str, int] = {}
    for reason in app.watch.reasons.read(lambda: find_reasons(app)):
        counts[reason.name] = counts.get(reason.name, 0) + 1
    yield _by("hitlake_degraded", "What is wrong, as in /health, by kind", "reason", counts.items(), GaugeMetricFamily)
    yield GaugeMetricFamily(
        "hitlake_disk_free_bytes", "Room on the disk of DATA", value=shutil.disk_usage(app.settings.data).free
    )
    yield GaugeMetricFamily("hitlake_arrow_bytes", "Memory held by Arrow", value=pa.total_allocated_bytes())
    yield _histogram("hitlake_loop_stall_seconds", "How late the event loop was, ten times a second", app.watch.stalls)


def _hits(app: App) -> Iterator[Metric]:
    intake, record = app.lake.intake, app.lake.intake.record
    drops = app.registry.drops.since_start.read()
    outcomes = {
        "stored": record.stored_hits,
        "dropped": sum(drops.values()),
        "refused": record.failed_hits + intake.waiting.turned_away_hits,
    }
    yield _by("hitlake_hits", "Hits by what became of them; imports are not among them", "outcome", outcomes.items())
    reasons = [(reason.value, drops.get(reason, 0)) for reason in DropReason]
    yield _by("hitlake_dropped_hits", "Hits that were not stored, by why", "reason", reasons)
    yield _histogram("hitlake_commit_seconds", "Time of a group commit, from the queue to the disk", record.seconds)
    yield _histogram("hitlake_commit_hits", "Hits of a group commit", record.sizes)
    yield GaugeMetricFamily("hitlake_queue_hits", "Hits that wait for the disk", value=intake.waiting.hits)
    yield GaugeMetricFamily(
        "hitlake_queue_most_hits", "Hits that may wait, and again in large batches", value=intake.waiting.most_hits
    )
    last = record.last_hits.read(app.lake.current.read())
    seconds = [(str(site.id), last[site.id] / 1000) for site in app.registry.sites.all() if site.id in last]
    name, text = "hitlake_last_hit_timestamp_seconds", "When the last hit of the site (its id) was stored"
    yield _by(name, text, "site", seconds, GaugeMetricFamily)


def _layers(app: App) -> Iterator[Metric]:
    found = lags(app.lake.current.read(), app.lake.calendar, app.now_ms())
    for name, text, value in (
        ("unflushed_hits", "Hits in the journal alone", found.unflushed_hits),
        ("oldest_unflushed_seconds", "Age of the oldest journal segment", found.oldest_unflushed_seconds),
        ("waiting_files", "Flushed files with hits that are not filed", found.waiting_files),
        ("unclosed_days", "Days of sites that are over and not closed", found.unclosed_days),
        ("oldest_unclosed_seconds", "Since the first of them could be closed", found.oldest_unclosed_seconds),
    ):
        yield GaugeMetricFamily(f"hitlake_{name}", text, value=value or 0)


def _queries(app: App) -> Iterator[Metric]:
    queries = app.sources.queries
    yield _histogram("hitlake_query_seconds", "Time of a DuckDB statement, without its wait", queries.seconds)
    outcomes = queries.outcomes.read()
    outcomes["refused"] = outcomes.get("refused", 0) + app.asking.refused
    counted = [(name, outcomes.get(name, 0)) for name in ("answered", "failed", "refused", "given_up")]
    yield _by("hitlake_queries", "Statements by how they ended", "outcome", counted)
    lookups = CounterMetricFamily("hitlake_cache_lookups", "Look-ups in caches", labels=["cache", "found"])
    caches = app.facts.lookups() | app.stamper.lookups()
    for name, tally in (("open_days", app.sources.open_days.lookups), ("leaderboards", app.leaderboards.lookups)):
        counts = tally.read()
        caches[name] = (counts.get(True, 0), counts.get(False, 0))
    for name, (found, missed) in caches.items():
        lookups.add_metric([name, "yes"], found)
        lookups.add_metric([name, "no"], missed)
    yield lookups


def _requests(app: App) -> Iterator[Metric]:
    requests = CounterMetricFamily("hitlake_http_requests", "Requests answered", labels=["method", "route", "status"])
    for (method, route, status), count in sorted(app.watch.requests.read().items()):
        requests.add_metric([method, route, str(status)], count)
    yield requests


def _by(
    name: str,
    text: str,
    label: str,
    values: Iterable[tuple[str, float]],
    family: type[CounterMetricFamily | GaugeMetricFamily] = CounterMetricFamily,
) -> Metric:
    made = family(name, text, labels=[label])
    for which, value in values:
        made.add_metric([which], value)
    return made


def _histogram(name: str, text: str, histogram: Histogram) -> Metric:
    counts, total = histogram.read()
    below, buckets = 0, []
    for bound, count in zip((*(str(bound) for bound in histogram.bounds), "+Inf"), counts, strict=True):
        below += count
        buckets.append((bound, below))
    return HistogramMetricFamily(name, text, buckets=buckets, sum_value=total)
