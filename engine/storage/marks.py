"""How far the hits of a site's days have been counted, so that later ones can be told from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.storage.segments import RecentSegment
from engine.storage.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that a snapshot showed of some days.

    `rows` and `thinned` are those of each segment. Hits of journals come in the order of their ids, so what came later
    has greater ones than `last_hit_id`; what another process delivered comes as a segment of its own.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    thinned: Mapping[str, int] = field(default_factory=dict)
    last_hit_id: int = -1

    def read(self, snapshot: Snapshot, site_id: int, days: frozenset[date]) -> "Marks":
        """The marks of this snapshot, which is a later one."""
        segments = [one for one in snapshot.segments() if days & one.contents.get(site_id, frozenset())]
        last = max((segment.last_hit_id for segment in snapshot.hot), default=-1)
        return Marks(
            {segment.name: segment.rows for segment in segments},
            {segment.name: segment.thinned for segment in segments if isinstance(segment, RecentSegment)},
            max(self.last_hit_id, last),
        )

    def hits_beyond(self, earlier: "Marks") -> int:
        """At most so many hits came since; those of other sites are among them."""
        return sum(rows - earlier.rows.get(name, 0) for name, rows in self.rows.items())

    def are_held_by(self, later: "Marks") -> bool:
        """Whether everything that was counted is still there: a segment may have grown, and may have been flushed."""
        return all(later.rows.get(name, -1) >= rows for name, rows in self.rows.items()) and all(
            later.thinned[name] == self.thinned.get(name, 0) for name in self.rows if name in later.thinned
        )

    def split(self, recent: Iterable[RecentSegment]) -> "Split":
        """Flushed segments by what of them is counted here."""
        split = Split([], [], [])
        for segment in recent:
            counted = self.rows.get(segment.name)
            files = split.fresh if counted is None else split.grown if counted < segment.rows else split.counted
            files.append(str(segment.path))
        return split


@dataclass(frozen=True, slots=True)
class Split:
    """Paths of files whose hits are all counted, counted up to the last hit id, and not counted."""

    counted: list[str]
    grown: list[str]
    fresh: list[str]
