"""What to make up for a site over some days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from server.demo.rhythm import beat, hits_of_days
from server.demo.traffic import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpSite:
    site_id: int
    domain: str
    time_zone: str


def days_ending(last: date, count: int) -> list[date]:
    return [last - timedelta(days=back) for back in reversed(range(count))]


def cells_of_rate(
    site: MadeUpSite, seed: int, days: Sequence[date], *, hits_a_day: int, origin: date
) -> Iterator[Cell]:
    """Days as they are with `hits_a_day` on a usual day at the origin: any day can be made up without the others."""
    for day in days:
        yield _cell(site, seed, day, round(hits_a_day * beat(seed, day, origin).level), origin)


def cells_of_total(site: MadeUpSite, seed: int, days: Sequence[date], total: int) -> Iterator[Cell]:
    """Days with exactly `total` hits together."""
    for day, hits in zip(days, hits_of_days(seed, days, total), strict=True):
        yield _cell(site, seed, day, hits, days[0])


def _cell(site: MadeUpSite, seed: int, day: date, hits: int, origin: date) -> Cell:
    rhythm = beat(seed, day, origin)
    return Cell(
        site_id=site.site_id,
        domain=site.domain,
        time_zone=site.time_zone,
        day=day,
        hits=hits,
        viral_permille=rhythm.viral_permille,
        story=rhythm.story,
    )
