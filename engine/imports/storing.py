"""Hits that are ready, of a log or of an export, become segments that count."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from engine.imports.delivery import Delivery
from engine.imports.segment_file import Written, write_segments
from engine.imports.summary import Summary
from engine.registry.imports import ImportedFile
from engine.storage.files import Files
from engine.storage.hit_ids import Numbers
from engine.storage.layout import segment_name
from schemas.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """`over` are the names of the segments with hits of days that are over; `import_id` is the ledger's row, if any."""

    summary: Summary
    over: tuple[str, ...] = ()
    import_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the hits are of, as the ledger knows it."""

    content: bytes
    size_bytes: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Storing:
    """Only inside `delivery.alone`. `open_from` says a site's first day that is not over yet."""

    delivery: Delivery
    files: Files
    numbers: Numbers
    open_from: Callable[[int], date]

    def store(
        self,
        hits: Iterable[pa.Table],
        most: int,
        site: Site,
        origin: Origin,
        summary: Summary,
        replaces: int | None = None,
    ) -> Imported:
        """The hits, `most` of them at the most, count from now on; the summary says how many, and of which days.

        `replaces` is the ledger's row of the same log when it was shorter.
        """
        written = self._write(hits, most, site) if most else Written()
        summary.hits, summary.days = written.hits, len(written.days)
        summary.first_day, summary.last_day = min(written.days, default=None), max(written.days, default=None)
        import_id = self.delivery.deliver(
            ImportedFile(
                site_id=site.id,
                name=summary.log,
                content=origin.content,
                size_bytes=origin.size_bytes,
                lines=origin.lines,
                hits=written.hits,
                segments=written.segments,
            ),
            replaces,
        )
        return Imported(summary=summary, over=written.over, import_id=import_id)

    def _write(self, hits: Iterable[pa.Table], most: int, site: Site) -> Written:
        first_segment = self.numbers.reserve("segment", 2)
        return write_segments(
            hits,
            first_hit_id=self.numbers.reserve("hit", most),
            open_from=self.open_from(site.id),
            paths=[self.delivery.path(segment_name(first_segment + place)) for place in range(2)],
            files=self.files,
        )
