"""The thread that writes insights when their hour has come."""

import logging
from collections.abc import Callable
from datetime import date
from functools import partial

from engine.insights.schedule import days_due, due_day
from engine.registry.registry import Registry
from schemas.errors import HitlakeError
from schemas.insights import InsightChoices
from schemas.sites import Site
from server.insights.background import Background
from server.threads import Lasting

LOGGER = logging.getLogger("hitlake")

TICK_SECONDS = 30.0

Write = Callable[[Site, date], None]
Look = Callable[[Site], None]
SendReports = Callable[[Site, InsightChoices, date], None]


class Scheduler(Lasting):
    """Runs while the context lasts. What could not be written is tried again at the next tick."""

    def __init__(
        self,
        registry: Registry,
        now_ms: Callable[[], int],
        write: Write,
        send_reports: SendReports | None = None,
        look: Look | None = None,
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        super().__init__("hitlake-insights")
        self._registry, self._now_ms, self._write, self._tick_seconds = registry, now_ms, write, tick_seconds
        self._send_reports, self._look = send_reports, look
        self._trouble: dict[int, str] = {}
        self._background = Background()

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._background.stop()

    def settle(self) -> None:
        """Waits for the sites whose words a model may choose."""
        self._background.settle()

    def write_due(self) -> None:
        """Of all sites; a day that fails is left for later, with the days after it.

        Those whose words a model may choose are written beside the others, and their reports are sent next time.
        """
        known = self._registry.diary.sites()
        for site in self._registry.sites.all():
            choices, considered = known.get(site.id, (InsightChoices(), None))
            due = due_day(self._now_ms(), site.time_zone) if site.active else None
            if due is None or self.stopping.is_set():
                continue
            if self._are_written(site, choices, days_due(choices, considered, due)):
                self._try(site, partial(self._report, site, choices, due))
            if choices.alerts and self._look is not None:
                self._try(site, partial(self._look, site))

    def _are_written(self, site: Site, choices: InsightChoices, days: list[date]) -> bool:
        """Whether all of these days are done."""
        if self._background.is_busy(site.id):
            return False
        writing = partial(self._try, site, partial(self._write_days, site, days))
        if days and choices.model:
            self._background.start(site.id, writing)
            return False
        return writing()

    def _write_days(self, site: Site, days: list[date]) -> None:
        for day in days:
            if not self.stopping.is_set():
                self._write(site, day)

    def _report(self, site: Site, choices: InsightChoices, due: date) -> None:
        if self._send_reports is not None:
            self._send_reports(site, choices, due)

    def run(self) -> None:
        while not self.stopping.wait(self._tick_seconds):
            try:
                self.write_due()
            except (HitlakeError, OSError) as error:
                self._tell(0, f"insights: {error}")

    def _try(self, site: Site, work: Callable[[], None]) -> bool:
        try:
            work()
        except Exception as error:  # noqa: BLE001
            # One site's trouble must neither end the thread nor hold up the others.
            self._tell(site.id, f"insight of {site.domain}: {error}", error)
            return False
        return True

    def _tell(self, site_id: int, text: str, error: Exception | None = None) -> None:
        """Once, and not at every tick."""
        if self._trouble.get(site_id) != text:
            self._trouble[site_id] = text
            is_bug = error is not None and not isinstance(error, HitlakeError)
            LOGGER.warning("%s", text, exc_info=error if is_bug else None)
