"""Writes the insight of a site and day."""

from datetime import date

from engine.insights.diary import Diary
from engine.insights.facts import facts_of
from engine.insights.material import gathered
from engine.insights.narrator import Narrator
from engine.reports.sources import Sources
from schemas.sites import Site
from server.dashboard.values import country_names

_WITH_ARTICLE = frozenset({"AE", "BS", "CF", "DO", "GB", "GM", "MV", "NL", "PH", "SB", "SC", "US"})


class Writer:
    """Blocks; errors as of Sources and Diary."""

    def __init__(self, sources: Sources, diary: Diary) -> None:
        self._sources, self._diary = sources, diary

    def write(self, site: Site, day: date) -> None:
        """Of a week with too few hits nothing, but that it was considered."""
        facts = facts_of(gathered(self._sources, site, day))
        text = Narrator(site.uid, day, country_name).paragraphs(facts) if facts else None
        self._diary.keep(site.id, day, facts, text, "narrator")


def country_name(code: str) -> str:
    """As it stands within a sentence."""
    name = country_names().get(code, code)
    return f"the {name}" if code in _WITH_ARTICLE else name
