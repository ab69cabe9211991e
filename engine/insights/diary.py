"""What was written about each site, which days were considered, and what its owner chose."""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from engine.insights.tables import INSIGHT_SITES, INSIGHTS
from engine.registry.database import Database
from engine.registry.records import columns, record
from schemas.insights import Fact, Insight, InsightChoices, Paragraphs
from schemas.questions import Page

_SHOWN = columns(INSIGHTS, Insight)


class Diary:
    """Thread-safe; a day of a site is written once, whoever comes first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, site_id: int, page: Page) -> tuple[list[Insight], int]:
        """The newest first, and how many there are in all."""
        of_site = INSIGHTS.c.site_id == site_id
        rows = select(*_SHOWN).where(of_site).order_by(INSIGHTS.c.day.desc()).limit(page.size).offset(page.offset)
        with self._database.read() as connection:
            count = connection.execute(select(func.count()).where(of_site)).scalar_one()
            return [record(Insight, row) for row in connection.execute(rows)], count

    def facts(self, insight_id: int) -> list[Fact]:
        """What the insight was made of, the most important first."""
        with self._database.read() as connection:
            text = connection.execute(select(INSIGHTS.c.facts).where(INSIGHTS.c.id == insight_id)).scalar_one()
        return msgspec.json.decode(text, type=list[Fact])

    def choices(self, site_id: int) -> InsightChoices:
        return self.sites().get(site_id, (InsightChoices(), None))[0]

    def sites(self) -> dict[int, tuple[InsightChoices, date | None]]:
        """Choices and the last day considered, of sites where there are any."""
        with self._database.read() as connection:
            return {row.site_id: (row.choices, row.considered) for row in connection.execute(select(INSIGHT_SITES))}

    def choose(self, site_id: int, choices: InsightChoices) -> None:
        statement = insert(INSIGHT_SITES).values(site_id=site_id, choices=choices)
        with self._database.write() as connection:
            connection.execute(statement.on_conflict_do_update(["site_id"], set_={"choices": choices}))

    def keep(self, site_id: int, day: date, facts: Sequence[Fact], text: Paragraphs | None, author: str) -> None:
        """Notes the day as considered, with what was written, which is None where there was nothing to tell."""
        considered = insert(INSIGHT_SITES).values(site_id=site_id, choices=InsightChoices(), considered=day)
        with self._database.write() as connection:
            connection.execute(considered.on_conflict_do_update(["site_id"], set_={"considered": day}))
            if text is not None:
                values = {"site_id": site_id, "day": day, "generated_ms": self._database.now_ms(), "author": author}
                values |= {name: getattr(text, name) for name in Paragraphs.__struct_fields__}
                values |= {"facts": msgspec.json.encode(facts).decode()}
                connection.execute(insert(INSIGHTS).values(values).on_conflict_do_nothing())
