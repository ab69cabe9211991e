"""What tools answer from: DATA as it can be read beside a running server or without one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.ad_hoc import AdHoc, AdHocLimits
from engine.duck import DuckLimits
from engine.onlooking import Onlooking
from engine.registry.registry import Registry
from engine.reports.sources import Sources
from engine.statements import Statements
from engine.storage.calendar import Calendar
from engine.storage.layout import Layout
from schemas.errors import BadInputError, NotFoundError
from schemas.sites import Site
from server.cli.finding import site_named
from server.cli.opening import opened_registry
from server.foundations import zone_finder
from server.settings import Settings

SHOWN_SITES = 20
"""So many are named to who asks for one that is not there."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Thread-safe; it changes nothing that is counted."""

    registry: Registry
    onlooking: Onlooking
    ad_hoc: AdHoc
    calendar: Calendar
    now_ms: Callable[[], int]

    def site(self, name: str | None) -> Site:
        """By uid, id or domain; None is the only site. Raises BadInputError and NotFoundError that name the sites."""
        sites = self.registry.sites.all()
        known = ", ".join(f"{site.domain} (uid {site.uid})" for site in sites[:SHOWN_SITES]) or "none yet"
        known += ", ..." if len(sites) > SHOWN_SITES else ""
        if name is None:
            if len(sites) != 1:
                raise BadInputError(f"say which site; the sites are {known}")
            return sites[0]
        try:
            return site_named(self.registry, name.strip())
        except NotFoundError:
            raise NotFoundError(f"there is no site {name!r}; the sites are {known}") from None

    def sources(self, site: Site) -> Sources:
        return self.onlooking.sources(site)

    def today(self, site: Site) -> date:
        return self.calendar.today(site.id)


@contextmanager
def opened_desk(settings: Settings, now_ms: Callable[[], int]) -> Iterator[Desk]:
    """Raises BadInputError where there is no DATA."""
    layout, statements = Layout(settings.data.resolve()), Statements()
    duck = DuckLimits(settings.memory_limit, settings.threads)
    seconds = settings.query_timeout_seconds
    with ExitStack() as stack:
        registry = stack.enter_context(opened_registry(settings.data))
        spill = Path(stack.enter_context(TemporaryDirectory(prefix="hitlake-")))
        onlooking = Onlooking(layout, spill, statements, duck, seconds)
        stack.callback(onlooking.close)
        ad_hoc = AdHoc(layout, statements, AdHocLimits(seconds=seconds, duck=duck))
        stack.callback(ad_hoc.close)
        calendar = Calendar(now_ms, zone_finder(registry), settings.close_after_minutes)
        yield Desk(registry, onlooking, ad_hoc, calendar, now_ms)
