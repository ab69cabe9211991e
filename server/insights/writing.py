"""Writes the insight of a site and day."""

import threading
from datetime import date
from typing import TYPE_CHECKING

from engine.insights.diary import Diary
from engine.insights.facts import facts_of
from engine.insights.material import gathered
from engine.insights.narrator import Narrator
from engine.reports.sources import Sources
from schemas.countries import country_names
from schemas.insights import Fact
from schemas.sites import Site

if TYPE_CHECKING:
    from server.insights.wording import ModelWording

_WITH_ARTICLE = frozenset({"AE", "BS", "CF", "DO", "GB", "GM", "MV", "NL", "PH", "SB", "SC", "US"})


class Writer:
    """Thread-safe. Blocks; errors as of Sources and Diary. `model` words insights where the site's owner wants it."""

    def __init__(self, sources: Sources, diary: Diary, model: "ModelWording | None" = None) -> None:
        self._sources, self._diary, self._model = sources, diary, model
        # However many models are waited for, one week is summed up at a time: people's questions need the turns.
        self._gathering = threading.Lock()

    def write(self, site: Site, day: date) -> None:
        """Of a week with too few hits nothing, but that it was considered."""
        with self._gathering:
            facts = facts_of(gathered(self._sources, site, day))
        if not facts:
            self._diary.keep(site.id, day, facts, None, "")
        elif not self._with_model(site, day, facts):
            self._diary.keep(site.id, day, facts, Narrator(site.uid, day, country_name).paragraphs(facts), "narrator")

    def _with_model(self, site: Site, day: date, facts: list[Fact]) -> bool:
        if self._model is None or not self._diary.choices(site.id).model:
            return False
        text = self._model.paragraphs(facts)
        if text is not None:
            self._diary.keep(site.id, day, facts, text, "model")
        return text is not None


def country_name(code: str) -> str:
    """As it stands within a sentence."""
    name = country_names().get(code, code)
    return f"the {name}" if code in _WITH_ARTICLE else name
