"""Sends reports by e-mail when their day has come."""

import logging
from datetime import date

from engine.insights.reporting import chosen_reports, report_day, report_of
from engine.registry.registry import Registry
from engine.reports.sources import Sources
from schemas.insights import InsightChoices
from schemas.reports import ReportKind
from schemas.sites import Site
from server.insights.report_letters import Addresses, ReportLetters
from server.insights.unsubscribing import Unsubscribing
from server.uptime.delivery import UndeliveredError
from server.uptime.email import SmtpServer, deliver

LOGGER = logging.getLogger("hitlake")


class Reporter:
    """Blocks; errors as of Sources and the registry. `address` is where this server is reached."""

    def __init__(
        self, registry: Registry, sources: Sources, server: SmtpServer, unsubscribing: Unsubscribing, address: str
    ) -> None:
        self._registry, self._sources, self._server = registry, sources, server
        self._unsubscribing, self._address = unsubscribing, address
        self._letters = ReportLetters()

    def send_due(self, site: Site, choices: InsightChoices, due: date) -> None:
        """After the insight of `due` was written, as the report shows it."""
        for kind in chosen_reports(choices):
            day = report_day(kind, due)
            if self._registry.mailed.is_due(site.id, kind, day):
                self._send(site, kind, day)

    def _send(self, site: Site, kind: ReportKind, day: date) -> None:
        mailed = self._registry.mailed
        report = report_of(self._sources, self._registry.diary, site, kind, day)
        account = self._registry.accounts.by_id(site.account_id)
        if report is None or account is None:
            mailed.leave_out(site.id, kind, day)
            return
        token = self._unsubscribing.token(site.uid, kind)
        addresses = Addresses(
            self._server.sender,
            account.email,
            f"{self._address}/sites/{site.uid}",
            f"{self._address}/unsubscribe/{token}",
        )
        try:
            deliver(self._server, self._letters.letter(site, report, addresses))
        except UndeliveredError as error:
            LOGGER.warning("report of %s: %s", site.domain, error)
            mailed.failed(site.id, kind, day, str(error), final=error.final)
        else:
            mailed.sent(site.id, kind, day)
