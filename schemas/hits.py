"""A hit as stored, and as it arrives."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """One stored column: its name, its Arrow type, whether it may be null, and what it holds."""

    name: str
    type: pa.DataType
    nullable: bool
    holds: str


_TEXT = pa.string()

HIT_COLUMNS: tuple[Column, ...] = (
    Column("hit_id", pa.int64(), False, "unique, never reused, grows with arrival, safe in JSON"),
    Column("site_id", pa.int32(), False, "the site; in `hits/` it is the folder's name and not in the file"),
    Column("day", pa.date32(), False, "the date in the site's time zone"),
    Column("hour", pa.int8(), False, "0 to 23 in the site's time zone"),
    Column("created_at", pa.timestamp("ms", "UTC"), False, "the instant"),
    Column("visitor", pa.uint64(), False, "keyed hash, valid for one site and one day"),
    Column("event", _TEXT, True, "name of a custom event; null for a pageview"),
    Column("event_value", _TEXT, True, "the event's value"),
    Column("props", _TEXT, True, "the event's properties, a JSON object"),
    Column("path", _TEXT, False, "the page, without its query"),
    Column("url", _TEXT, True, "the page's whole address; null where it is the site's address followed by path"),
    Column("referrer", _TEXT, True, "whole address of the page before; null for the site's own pages and for none"),
    Column("referrer_host", _TEXT, True, "its host without www."),
    Column("source", _TEXT, True, "ref or utm_source of the page's query"),
    Column("utm_medium", _TEXT, True, "utm_medium of the page's query"),
    Column("utm_campaign", _TEXT, True, "utm_campaign of the page's query"),
    Column("utm_content", _TEXT, True, "utm_content of the page's query"),
    Column("utm_term", _TEXT, True, "utm_term of the page's query"),
    Column("country", _TEXT, True, "ISO 3166-1 alpha-2"),
    Column("region", _TEXT, True, "ISO 3166-2 subdivision name, where the geo database has it"),
    Column("city", _TEXT, True, "city name, where the geo database has it"),
    Column("browser", _TEXT, True, "browser family"),
    Column("platform", _TEXT, True, "operating system family"),
    Column("device", _TEXT, True, "desktop, mobile or tablet"),
    Column("language", _TEXT, True, "primary language subtag of Accept-Language"),
)

HIT_SCHEMA: pa.Schema = pa.schema([pa.field(c.name, c.type, c.nullable) for c in HIT_COLUMNS])

HIT_NAMES: tuple[str, ...] = tuple(c.name for c in HIT_COLUMNS)


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A hit at the edge, parsed and not yet looked at. `address` and `user_agent` end in the ingest steps.

    Texts are as the client sent them, stripped; an absent one is None. `created_at_ms` is epoch milliseconds, UTC.
    """

    created_at_ms: int
    url: str | None = None
    path: str | None = None
    referrer: str | None = None
    event: str | None = None
    event_value: str | None = None
    props: Mapping[str, str | int | float | bool | None] | None = None
    address: str | None = None
    user_agent: str | None = None
    language: str | None = None
    country: str | None = None
    visitor_id: str | None = None
    source: str | None = None
    trusted: bool = False
    """An API caller or a log vouches for it: a missing user agent does not make it a robot."""
