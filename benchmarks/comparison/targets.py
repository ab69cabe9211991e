"""What the comparison promises, and the sentences that sum it up."""

from benchmarks.comparison.tables import Results, found, ours
from benchmarks.dataset import Dataset
from benchmarks.report import Target, figure

WANTED_MS = 30.0
WANTED_TIMES = 100.0
WANTED_GROWTH = 1.5
WANTED_YEAR = 2.0
SLOW_PEERS = ("ClickHouse", "PostgreSQL")
_STATS, _DAYS = "stats", 90


def targets(results: Results, data: Dataset) -> tuple[Target, ...]:
    return (*_latency(results, data), *_against(results, data), *_growth(results, data), *_range(results))


def headlines(results: Results, data: Dataset) -> tuple[str, ...]:
    mine = ours(results, _STATS, data.largest.site_id, _DAYS)
    assert mine is not None
    theirs = ", ".join(text for name in (*SLOW_PEERS, "DuckDB on Parquet") if (text := _times(results, data, name)))
    ms, hits = figure(mine.median * 1000), f"{data.largest.hits:,}"
    sentence = f"The numbers of {_DAYS} days of a site with {hits} hits, over HTTP: {ms} ms."
    return (f"{sentence} The same from raw rows: {theirs}." if theirs else sentence,)


def _times(results: Results, data: Dataset, name: str) -> str:
    mine = ours(results, _STATS, data.largest.site_id, _DAYS)
    one = found(results, name, _STATS, data.largest.site_id, _DAYS) if name in results else None
    if mine is None or one is None:
        return ""
    return f"{name} {figure(one.waits.median / mine.median)} times" if one.waits else f"{name} {one.bound}"


def _latency(results: Results, data: Dataset) -> list[Target]:
    mine = ours(results, _STATS, data.largest.site_id, _DAYS)
    assert mine is not None
    ms = mine.median * 1000
    return [
        Target(
            f"stats, {_DAYS} days, {data.largest.hits:,} hits",
            f"median at most {WANTED_MS:g} ms",
            f"{ms:.1f} ms",
            ms <= WANTED_MS,
            "footers and row groups of 4 rollup files, and HTTP",
        )
    ]


def _against(results: Results, data: Dataset) -> list[Target]:
    made = []
    mine = ours(results, _STATS, data.largest.site_id, _DAYS)
    for name in SLOW_PEERS:
        one = found(results, name, _STATS, data.largest.site_id, _DAYS) if name in results else None
        if one is None or mine is None:
            continue
        times = one.waits.median / mine.median if one.waits else float("inf")
        made.append(
            Target(
                f"against {name}, the same from raw rows",
                f"at least {WANTED_TIMES:g} times faster",
                f"{figure(times)} times" if one.waits else f"{name} took {one.bound}",
                times >= WANTED_TIMES,
                "grows with the hits: Hitlake's time does not",
            )
        )
    return made


def _growth(results: Results, data: Dataset) -> list[Target]:
    small = next((site for site in data.sites if site.hits * 100 == data.largest.hits), None)
    few = ours(results, _STATS, small.site_id, _DAYS) if small else None
    many = ours(results, _STATS, data.largest.site_id, _DAYS)
    if small is None or few is None or many is None:
        return []
    times = many.median / few.median
    return [
        Target(
            f"{data.largest.hits:,} hits against {small.hits:,}",
            f"at most {WANTED_GROWTH:g} times as long",
            f"{times:.2f} times",
            times <= WANTED_GROWTH,
            "rollup rows: more hits bring more different values a day",
        )
    ]


def _range(results: Results) -> list[Target]:
    inside = {
        days: one.waits
        for one in results["Hitlake without HTTP"]
        if one.asked.question == _STATS and one.waits and (days := one.asked.days)
    }
    if not {7, 365} <= inside.keys():
        return []
    times = inside[365].median / inside[7].median
    return [
        Target(
            "stats over 365 days against 7 days, without HTTP",
            f"at most {WANTED_YEAR:g} times as long",
            f"{times:.2f} times",
            times <= WANTED_YEAR,
            "12 or 13 rollup files instead of 1 or 2, and their rows",
        )
    ]
