"""Closing: which waiting hits are due to be filed, which months to be packed, and which segments may go."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from engine.storage.calendar import Calendar
from engine.storage.closed import Month, read_month
from engine.storage.files import Files
from engine.storage.filing import PACK_ROWS, DueMonth, Filing, due_groups
from engine.storage.flushing import remove_flushed_journal
from engine.storage.layout import Layout, month_end, month_of
from engine.storage.packing import Packing
from engine.storage.segments import Contents, RecentSegment
from engine.storage.snapshot import CurrentSnapshot, Snapshot
from engine.storage.troubles import Troubles


class Closing:
    """One thread at a time. What goes wrong is noted in `troubles`, and does not keep other sites or months waiting."""

    def __init__(
        self,
        layout: Layout,
        files: Files,
        current: CurrentSnapshot,
        filing: Filing,
        packing: Packing,
        calendar: Calendar,
        troubles: Troubles,
    ) -> None:
        self._layout, self._files, self._current = layout, files, current
        self._filing, self._packing, self._calendar, self._troubles = filing, packing, calendar, troubles
        self._filed: dict[str, set[tuple[int, date]]] = {}
        self._closings: set[str] = set()
        """Names of what was due in the last turn."""
        self._too_large: set[tuple[int, str]] = set()
        self._half_packed: set[tuple[int, str]] = set()
        """Packing failed when it had begun to exchange folders."""

    def over(self, contents: Contents) -> set[tuple[int, date]]:
        """The (site, day) pairs that may be filed."""
        closed = self._current.read().closed
        pairs = set()
        for site_id, days in contents.items():
            open_from = self._calendar.open_from(site_id)
            pairs |= {(site_id, day) for day in days if day < open_from or closed.holds(site_id, day)}
        return pairs

    def file_due(self) -> None:
        due: dict[int, set[date]] = {}
        before, self._closings = self._closings, set()
        for segment in self._current.read().recent:
            for site_id, day in self.over(segment.contents) - self._filed.get(segment.name, set()):
                due.setdefault(site_id, set()).add(day)
        for site_id, days in due.items():
            segments = [part for part in self._current.read().recent if days & part.contents.get(site_id, frozenset())]
            for group in due_groups(_due_months(days, segments)):
                self._file(site_id, group, segments)
        for name in before - self._closings:
            # What could not be closed may not be there any more: erased, or over its time.
            self._troubles.forget(name)

    def drop_filed(self) -> None:
        """Removes segments whose rows are all filed: until then late hits wait there too."""
        for segment in self._current.read().recent:
            pairs = {(site_id, day) for site_id, days in segment.contents.items() for day in days}
            if pairs <= self._filed.get(segment.name, set()):
                remove_flushed_journal(self._layout, self._files, segment.name)
                self._current.change(partial(Snapshot.without_recent, names={segment.name}))
                self._files.remove(segment.path)
                self._filed.pop(segment.name, None)

    def pack_due(self) -> None:
        for site_id, name in [*self._half_packed, *self._packable()]:
            self._attempt(f"pack {name} of site {site_id}", partial(self._pack, site_id, name))

    def _packable(self) -> Iterator[tuple[int, str]]:
        """The (site, month) pairs of day files that are over."""
        for site_id, months in self._current.read().closed.sites.items():
            today = self._calendar.open_from(site_id)
            for name, month in months.items():
                if not month.packed and month_end(name) <= today and (site_id, name) not in self._too_large:
                    yield site_id, name

    def remake(self, site_id: int, month: str) -> bool:
        """Makes the derived files of a month again; False where that failed."""
        return self._attempt(f"remake {month} of site {site_id}", partial(self._filing.remake, site_id, month))

    def _file(self, site_id: int, group: Sequence[DueMonth], segments: list[RecentSegment]) -> None:
        name = _closing(site_id, [day for due in group for day in due.days])
        self._closings.add(name)
        if self._attempt(name, partial(self._file_group, site_id, group, segments)):
            for day in (day for due in group for day in due.days):
                self._troubles.forget(_closing(site_id, [day]))
            return
        if self._troubles.given_up:
            return
        parts = [group] if self._mend(site_id, group) else _parts(group)
        if parts:
            self._troubles.forget(name)
        for part in parts:
            self._file(site_id, part, segments)

    def _mend(self, site_id: int, group: Sequence[DueMonth]) -> bool:
        """Whether rollups stood in the way and now are made again."""
        stale = [due.name for due in group if self._filing.has_stale_rollups(site_id, due.name)]
        return bool(stale) and all(self.remake(site_id, month) for month in stale)

    def _file_group(self, site_id: int, group: Sequence[DueMonth], segments: list[RecentSegment]) -> None:
        paths = [str(segment.path) for segment in segments]
        self._show(site_id, self._filing.file(site_id, group, paths, self._calendar.today(site_id)))
        done = {(site_id, day) for due in group for day in due.days}
        for segment in segments:
            self._filed.setdefault(segment.name, set()).update(done)

    def _pack(self, site_id: int, name: str) -> None:
        if (site_id, name) in self._half_packed:
            self._filing.remake(site_id, name)
            self._packing.sync(site_id, name)
            self._half_packed.remove((site_id, name))
            return
        if self._packing.rows(site_id, name) > PACK_ROWS:
            self._too_large.add((site_id, name))
            return
        try:
            self._packing.pack(site_id, name)
        except BaseException:
            # The names on disk are the truth, and no day files are left there to be packed again.
            if read_month(self._layout.month_folder("hits", site_id, name), name).packed:
                self._half_packed.add((site_id, name))
            raise
        finally:
            self._show(site_id, {name: read_month(self._layout.month_folder("hits", site_id, name), name)})

    def _show(self, site_id: int, months: dict[str, Month]) -> None:
        def with_months(snapshot: Snapshot) -> Snapshot:
            closed = snapshot.closed
            for name, month in months.items():
                closed = closed.with_month(site_id, name, month)
            return snapshot.with_closed(closed)

        self._current.change(with_months)

    def _attempt(self, name: str, step: Callable[[], object]) -> bool:
        return self._troubles.attempt(name, step, rests=True)


def _due_months(days: set[date], segments: list[RecentSegment]) -> list[DueMonth]:
    by_month: dict[str, set[date]] = {}
    for day in days:
        by_month.setdefault(month_of(day), set()).add(day)
    share = sum(segment.rows for segment in segments) // len(by_month)
    return [DueMonth(name, frozenset(of_month), share) for name, of_month in by_month.items()]


def _closing(site_id: int, days: Sequence[date]) -> str:
    first, last = min(days), max(days)
    named = str(first) if len(days) == 1 else f"{len(days)} days from {first} to {last}"
    return f"close {named} of site {site_id}"


def _parts(group: Sequence[DueMonth]) -> Sequence[Sequence[DueMonth]]:
    """A group that failed month by month, a month of several days day by day: what is whole is filed all the same."""
    if len(group) > 1:
        return [[due] for due in group]
    (due,) = group
    if len(due.days) > 1:
        return [[DueMonth(due.name, frozenset({day}), due.rows)] for day in sorted(due.days)]
    return []
