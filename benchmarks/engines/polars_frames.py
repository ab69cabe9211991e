"""Polars by hand on the raw Parquet, lazily: the same questions as data frames."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.dataset import Dataset
from benchmarks.engines.contract import size_of
from benchmarks.questions import Asked, question_named
from benchmarks.questions.answers import Rows
from benchmarks.questions.asked import ACTIVE_MS, COUNTRY, DEEP, PAGE_ROWS, PATH

_VISIT = ("day", "visitor", "visit")
_SHOWN = ("url", "path", "referrer", "country", "browser", "platform", "device", "created_ms")
_VIEWED = pl.col("event").is_null()
_PAGEVIEWS = _VIEWED.sum().cast(pl.Int64).alias("views")
_VISITORS = pl.col("visitor").n_unique().cast(pl.Int64).alias("visitors")


class PolarsSession:
    def __init__(self, hits: pl.LazyFrame) -> None:
        self._hits = hits

    def ask(self, asked: Asked) -> dict[str, Any]:
        within = self._hits.filter(pl.col("site_id") == asked.site.site_id)
        if asked.question != "leaderboard with a filter":
            within = within.filter(pl.col("day").is_between(asked.first, asked.last))
        return question_named(asked.question).answer(asked, _FRAMES[asked.question](within, asked))


class PolarsEngine:
    name = "polars on Parquet"
    says = "the raw Parquet files, scanned lazily, questions written by hand as expressions"

    def missing(self) -> None:
        return None

    def version(self) -> str:
        return version("polars")

    def load(self, data: Dataset, folder: Path) -> None:
        """Nothing: the files are what it reads."""

    def stored(self, data: Dataset, folder: Path) -> Path:
        return Path(data.folder)

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        return size_of(Path(data.folder))

    @contextmanager
    def opened(self, data: Dataset, folder: Path) -> Iterator[PolarsSession]:
        yield PolarsSession(pl.scan_parquet(data.files))


def _visits_numbered(hits: pl.LazyFrame) -> pl.LazyFrame:
    """In order of time, each hit with the number of its visit among its visitor's of the day."""
    ordered = hits.select("day", "visitor", "created_ms", "hit_id", "event", "path").sort(
        "day", "visitor", "created_ms", "hit_id"
    )
    same = (pl.col("day") == pl.col("day").shift()) & (pl.col("visitor") == pl.col("visitor").shift())
    goes_on = (same & (pl.col("created_ms") - pl.col("created_ms").shift() <= 1_800_000)).fill_null(value=False)
    return ordered.with_columns((~goes_on).cum_sum().alias("visit"))


def _stats(hits: pl.LazyFrame, _asked: Asked) -> list[Rows]:
    visits = (
        _visits_numbered(hits)
        .group_by(_VISIT)
        .agg(
            _PAGEVIEWS,
            pl.col("event").count().alias("events"),
            (pl.col("created_ms").max() - pl.col("created_ms").min()).alias("duration_ms"),
        )
    )
    totals = visits.select(
        pl.col("views").sum(),
        pl.struct("day", "visitor").n_unique().cast(pl.Int64).alias("visitors"),
        pl.len().cast(pl.Int64).alias("visits"),
        ((pl.col("views") == 1) & (pl.col("events") == 0)).sum().cast(pl.Int64).alias("bounces"),
        pl.col("duration_ms").sum(),
    )
    kinds = {"path": "path", "referrer": "referrer_host", "browser": "browser", "country": "country"}
    tops = [
        hits.filter(_VIEWED & pl.col(column).is_not_null())
        .group_by(pl.col(column).alias("value"))
        .agg(pl.len().cast(pl.Int64).alias("views"))
        .sort(["views", "value"], descending=[True, False])
        .head(10)
        .select(pl.lit(kind).alias("kind"), "value", "views")
        for kind, column in kinds.items()
    ]
    found = pl.collect_all([totals, *tops])
    return [found[0].rows(), [row for frame in found[1:] for row in frame.rows()]]


def _pageviews(hits: pl.LazyFrame, asked: Asked) -> list[Rows]:
    of_page = hits.filter(pl.col("path") == PATH) if asked.question == "pageviews of a page" else hits
    return [of_page.group_by("day").agg(_PAGEVIEWS, _VISITORS).collect().rows()]


def _events(hits: pl.LazyFrame, _asked: Asked) -> list[Rows]:
    counted = hits.filter(pl.col("event").is_not_null()).group_by("event").agg(pl.len().cast(pl.Int64).alias("times"))
    return [counted.sort(["times", "event"], descending=[True, False]).collect().rows()]


def _realtime(hits: pl.LazyFrame, asked: Asked) -> list[Rows]:
    active = hits.filter(pl.col("created_ms").is_between(asked.now_ms - ACTIVE_MS, asked.now_ms))
    pages = active.filter(_VIEWED).group_by("path").agg(_VISITORS)
    found = pl.collect_all(
        [active.select(_VISITORS), pages.sort(["visitors", "path"], descending=[True, False]).head(10)]
    )
    return [frame.rows() for frame in found]


def _by_path(hits: pl.LazyFrame) -> pl.LazyFrame:
    of_days = hits.group_by("path", "day").agg(_PAGEVIEWS, _VISITORS)
    return of_days.group_by("path").agg(pl.col("views").sum(), pl.col("visitors").sum()).filter(pl.col("views") > 0)


def _grouped(hits: pl.LazyFrame, _asked: Asked) -> list[Rows]:
    counted = _by_path(hits).with_columns(pl.len().cast(pl.Int64).alias("total"))
    return [counted.sort(["views", "path"], descending=[True, False]).head(PAGE_ROWS).collect().rows()]


def _leaderboard(hits: pl.LazyFrame, asked: Asked) -> list[Rows]:
    counted = _by_path(hits).with_columns(pl.col("views").sum().alias("all_views"))
    matching = counted.filter(pl.col("path").str.to_lowercase().str.contains(asked.term, literal=True))
    with_total = matching.with_columns(pl.len().cast(pl.Int64).alias("total"))
    return [with_total.sort(["views", "path"], descending=[True, False]).head(PAGE_ROWS).collect().rows()]


def _listed(hits: pl.LazyFrame, asked: Asked) -> list[Rows]:
    skipped = int(str(asked.values["skipped"]))
    viewed = hits.filter(_VIEWED)
    page = viewed.sort(["created_ms", "hit_id"], descending=True).slice(skipped, PAGE_ROWS).select(_SHOWN)
    return [frame.rows() for frame in pl.collect_all([viewed.select(pl.len()), page])]


def _filtered(hits: pl.LazyFrame, asked: Asked) -> list[Rows]:
    return _listed(hits.filter((pl.col("country") == COUNTRY) & (pl.col("path") == PATH)), asked)


def _journeys(hits: pl.LazyFrame, _asked: Asked) -> list[Rows]:
    viewed = _visits_numbered(hits).with_columns(
        pl.col("created_ms").min().over(_VISIT).alias("started_ms"), pl.col("hit_id").min().over(_VISIT).alias("first")
    )
    visits = (
        viewed.filter(_VIEWED)
        .group_by(_VISIT, maintain_order=True)
        .agg(
            pl.col("started_ms").first(),
            pl.col("first").first(),
            pl.len().cast(pl.Int64).alias("views"),
            pl.col("path").first().alias("entry"),
            pl.col("path").last().alias("exit"),
            pl.struct("path", "created_ms").alias("pages"),
        )
        .collect()
    )
    several = visits.filter(pl.col("views") > 1)
    rows: list[tuple[Any, ...]] = [("several", 0, 0, "", 0, several.height)]
    rows.append(("single", 0, 0, "", 0, visits.filter(pl.col("views") == 1).height))
    for side in ("entry", "exit"):
        counted = visits.group_by(side).agg(pl.len().cast(pl.Int64).alias("visits"))
        ranked = counted.sort(["visits", side], descending=[True, False]).head(10).rows()
        rows += [(side, 0, 0, path, 0, count) for path, count in ranked]
    newest = several.sort(["started_ms", "first"], descending=True).head(10)
    for place, (visitor, pages) in enumerate(newest.select("visitor", "pages").rows(), 1):
        rows += [("view", place, visitor, page["path"], page["created_ms"], 0) for page in pages]
    return [rows]


_FRAMES: Mapping[str, Callable[[pl.LazyFrame, Asked], list[Rows]]] = {
    "stats": _stats,
    "pageviews": _pageviews,
    "pageviews of a page": _pageviews,
    "events": _events,
    "realtime": _realtime,
    "hits by path": _grouped,
    "hits of a country and page": _filtered,
    "hits, first page": _listed,
    DEEP: _listed,
    "leaderboard with a filter": _leaderboard,
    "user journeys": _journeys,
}
