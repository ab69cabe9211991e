"""Which of the days another system counted."""

from dataclasses import dataclass
from datetime import timedelta

from engine.reports.sources import Sources
from schemas.questions import Days
from schemas.sites import Site


@dataclass(frozen=True, slots=True)
class Origin:
    """`system` is its name, such as plausible; it counted the first and the last of the `days`."""

    system: str
    days: Days


def origins(sources: Sources, site: Site, days: Days) -> list[Origin]:
    """Oldest first; nothing where all days have hits of their own."""
    rows = sources.ask(lambda moment: moment.imported_origins(site, days))
    return [Origin(system, Days(first, last + timedelta(days=1))) for system, first, last in rows]
