"""The parts of insights, as the settings want them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.registry.registry import Registry
from engine.reports.sources import Sources
from schemas.errors import BadInputError
from server.insights.scheduler import Scheduler
from server.insights.writing import Writer, country_name
from server.settings import Settings

if TYPE_CHECKING:
    from server.insights.wording import ModelWording


def build_scheduler(registry: Registry, sources: Sources, settings: Settings, now_ms: Callable[[], int]) -> Scheduler:
    """Raises BadInputError for a model that is set up by halves."""
    return Scheduler(registry, now_ms, Writer(sources, registry.diary, _model(registry, settings, now_ms)).write)


def _model(registry: Registry, settings: Settings, now_ms: Callable[[], int]) -> "ModelWording | None":
    url, name = settings.insight_model_url, settings.insight_model
    if not url and not name:
        return None
    if not url or not name:
        raise BadInputError("insight_model_url and insight_model belong together: set both or none")
    # Imports what is heavy, for who wants it.
    from server.insights.budget import Budget
    from server.insights.model import Model
    from server.insights.wording import ModelWording

    model = Model(url, name, settings.insight_model_key, settings.insight_model_seconds)
    budget = Budget(registry.settings, now_ms, settings.insight_model_requests_per_day)
    return ModelWording(model, budget, country_name)
