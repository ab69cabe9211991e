"""The parts of insights, as the settings want them."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from engine.registry.registry import Registry
from engine.reports.sources import Sources
from schemas.errors import BadInputError
from schemas.insights import InsightChoices
from schemas.sites import Site
from server.insights.alerting import Alerting
from server.insights.scheduler import Scheduler, SendReports
from server.insights.writing import Writer, country_name
from server.settings import Settings
from server.uptime.building import smtp_server

if TYPE_CHECKING:
    from server.insights.wording import ModelWording


def build_scheduler(
    registry: Registry,
    sources: Sources,
    settings: Settings,
    now_ms: Callable[[], int],
    random_bytes: Callable[[int], bytes],
) -> Scheduler:
    """Raises BadInputError for a model that is set up by halves."""
    writer = Writer(sources, registry.diary, _model(registry, settings, now_ms))
    look = Alerting(registry, sources, now_ms).look
    return Scheduler(registry, now_ms, writer.write, _reports(registry, sources, settings, random_bytes), look)


def _reports(
    registry: Registry, sources: Sources, settings: Settings, random_bytes: Callable[[int], bytes]
) -> SendReports | None:
    """None without a mail server. Imports what is heavy once there is something to send."""
    if not settings.smtp_host or not settings.smtp_from:
        return None

    def send(site: Site, choices: InsightChoices, due: date) -> None:
        if not any((choices.daily_report, choices.weekly_report, choices.monthly_report)):
            return
        from server.insights.reporter import Reporter
        from server.insights.unsubscribing import Unsubscribing

        server = smtp_server(settings)
        assert server is not None, "its settings are there"
        unsubscribing = Unsubscribing(registry.settings, random_bytes)
        Reporter(registry, sources, server, unsubscribing, settings.address).send_due(site, choices, due)

    return send


def require_whole_model(settings: Settings) -> None:
    """Raises BadInputError for a model that is set up by halves."""
    if bool(settings.insight_model_url) != bool(settings.insight_model):
        raise BadInputError("insight_model_url and insight_model belong together: set both or none")


def _model(registry: Registry, settings: Settings, now_ms: Callable[[], int]) -> "ModelWording | None":
    url, name = settings.insight_model_url, settings.insight_model
    require_whole_model(settings)
    if not url or not name:
        return None
    # Imports what is heavy, for who wants it.
    from server.insights.budget import Budget
    from server.insights.model import Model
    from server.insights.wording import ModelWording

    model = Model(url, name, settings.insight_model_key, settings.insight_model_seconds)
    budget = Budget(registry.settings, now_ms, settings.insight_model_requests_per_day)
    return ModelWording(model, budget, country_name)
