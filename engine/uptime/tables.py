"""The tables of uptime, in the registry's database. `engine/registry/migrations/` makes them."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from engine.registry.columns import Stored
from engine.registry.tables import METADATA
from schemas.uptime import Certificate, Check, Registration

MONITORS = Table(
    "monitors",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False, unique=True),
    Column("enabled", Boolean, nullable=False),
    Column("auto_paused", Boolean, nullable=False),
    Column("url", Text),
    Column("next_check_ms", BigInteger),
    Column("health", Text, nullable=False),
    Column("up_ms", BigInteger, nullable=False),
    Column("down_ms", BigInteger, nullable=False),
    Column("counted_ms", BigInteger, nullable=False),
    Column("last_check", Stored(Check)),
    Column("doubt", Stored(Check)),
    Column("certificate", Stored(Certificate)),
    Column("registration", Stored(Registration)),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
)

DOWNTIMES = Table(
    "downtimes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("monitor_id", Integer, ForeignKey("monitors.id"), nullable=False),
    Column("error", Text, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
    Column("known_ms", BigInteger, nullable=False),
    Column("partial", Boolean, nullable=False),
    Column("rested_ms", BigInteger, nullable=False),
    Index("downtimes_by_monitor", "monitor_id", "started_ms"),
)

CHECKS = Table(
    "checks",
    METADATA,
    Column("site_id", Integer, primary_key=True),
    Column("checked_ms", BigInteger, primary_key=True),
    Column("up", Boolean, nullable=False),
    Column("status", Integer),
    Column("error", Text),
    Column("milliseconds", Integer, nullable=False),
)

NOTICES = Table(
    "notices",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_ms", BigInteger),
    Column("delivered_ms", BigInteger),
    Column("error", Text),
    Index("notices_by_next_try", "next_try_ms"),
)
