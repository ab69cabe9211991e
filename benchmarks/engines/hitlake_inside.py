"""Hitlake's reports without HTTP: for ranges that API v2 does not have, and to see what HTTP costs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import filled
from benchmarks.dataset import Dataset
from benchmarks.engines.contract import size_of
from benchmarks.questions import Asked
from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.reports.events import events
from engine.reports.pageviews import pageviews
from engine.reports.sources import Sources
from engine.reports.stats import stats
from engine.statements import Statements
from schemas.questions import Days
from schemas.sites import Site

QUESTIONS = ("stats", "pageviews", "events")
_MEMORY = "512MB"


class InsideSession:
    def __init__(self, sources: Sources, sites: dict[int, Site]) -> None:
        self._sources, self._sites = sources, sites

    def ask(self, asked: Asked) -> dict[str, Any]:
        site, days = self._sites[asked.site.site_id], Days.through(asked.last, asked.days)
        answer: dict[str, Any] = msgspec.to_builtins(self._report(asked.question, site, days))
        return answer

    def _report(self, question: str, site: Site, days: Days) -> object:
        if question == "stats":
            return stats(self._sources, site, days)
        if question == "pageviews":
            return pageviews(self._sources, site, days, None)
        return events(self._sources, site, days)


class HitlakeInside:
    """Opens what `HitlakeEngine` was loaded with."""

    name = "Hitlake without HTTP"
    says = "the reports of that server called in a process; the only one asked for ranges that API v2 does not have"

    def missing(self) -> None:
        return None

    def version(self) -> str:
        return version("hitlake")

    def load(self, data: Dataset, folder: Path) -> None:
        """Nothing: it is loaded already."""

    def stored(self, data: Dataset, folder: Path) -> Path:
        return folder

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        return size_of(folder)

    @contextmanager
    def opened(self, data: Dataset, folder: Path) -> Iterator[InsideSession]:
        with filled.opened(folder) as (registry, lake):
            sources, queries = open_sources(
                lake, Statements(), DuckLimits(_MEMORY, min(4, os.cpu_count() or 1)), concurrency=1, timeout_seconds=600
            )
            try:
                yield InsideSession(sources, {site.id: site for site in registry.sites.all()})
            finally:
                queries.close()
