"""The registry's tables as SQLAlchemy sees them. `migrations/` makes them; a test holds the two together."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from engine.registry.columns import Instant, Texts

METADATA = MetaData()

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text),
    Column("subscription", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

SITES = Table(
    "sites",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("uid", Text, nullable=False, unique=True),
    Column("hex_id", Text, nullable=False, unique=True),
    Column("domain", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("public", Boolean, nullable=False),
    Column("ignored_paths", Texts, nullable=False),
    Column("excluded_addresses", Texts, nullable=False),
    Column("extra_hosts", Texts, nullable=False),
    Column("retention_days", Integer),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("script_path", Text),
    Column("collector_path", Text),
    UniqueConstraint("account_id", "domain"),
)

ERASED_SITES = Table(
    "erased_sites",
    METADATA,
    Column("site_id", Integer, primary_key=True),
    Column("erased_at", Instant, nullable=False),
)

KEYS = Table(
    "keys",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("hint", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Column("revoked", Boolean, nullable=False),
)

SALTS = Table(
    "salts",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
)

NUMBERS = Table(
    "numbers",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("following", BigInteger, nullable=False),
)

IMPORTS = Table(
    "imports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("lines", BigInteger, nullable=False),
    Column("hits", BigInteger, nullable=False),
    Column("segments", Texts, nullable=False),
    Column("state", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
    Index("imports_by_site", "site_id"),
)

DROPS = Table(
    "drops",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("site_id", Integer, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

SETTINGS = Table(
    "settings",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

META = Table(
    "meta",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

KUDOS = Table(
    "kudos",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site_id", Integer, ForeignKey("sites.id"), nullable=False),
    Column("uid", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("giver", LargeBinary),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("site_id", "uid"),
    UniqueConstraint("site_id", "path", "day", "giver"),
    Index("kudos_by_moment", "site_id", "created_at"),
)

RECEIPTS = Table(
    "receipts",
    METADATA,
    Column("name", LargeBinary, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("hit_id", BigInteger, nullable=False),
    Column("answer", LargeBinary),
    Column("created_at_ms", BigInteger, nullable=False),
    Index("receipts_by_moment", "created_at_ms"),
)
