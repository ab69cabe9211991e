"""The tables of insights, in the registry's database. `engine/registry/migrations/` makes them."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, Table, Text, UniqueConstraint

from engine.registry.columns import Stored
from engine.registry.tables import METADATA
from schemas.insights import InsightChoices

INSIGHTS = Table(
    "insights",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("generated_ms", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("traffic_patterns", Text, nullable=False),
    Column("best_content", Text, nullable=False),
    Column("recommendations", Text, nullable=False),
    Column("facts", Text, nullable=False),
    UniqueConstraint("site_id", "day"),
)

INSIGHT_SITES = Table(
    "insight_sites",
    METADATA,
    Column("site_id", Integer, ForeignKey("sites.id"), primary_key=True),
    Column("choices", Stored(InsightChoices), nullable=False),
    Column("considered", Date),
)

REPORTS = Table(
    "reports",
    METADATA,
    Column("site_id", Integer, ForeignKey("sites.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("next_try_ms", BigInteger),
    Column("sent_ms", BigInteger),
    Column("error", Text),
)
