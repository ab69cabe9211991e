"""A visit: a visitor's hits of one day with no gap over 30 minutes. Derived from hits alone."""

import pyarrow as pa

from schemas.hits import Column

VISIT_GAP_MINUTES = 30

PAGES_TYPE = pa.list_(pa.struct([("path", pa.string()), ("after_ms", pa.int32())]))
"""Milliseconds after the visit's start: an instant for each page takes 1.5 bytes more a hit."""

_TEXT = pa.string()

VISIT_COLUMNS: tuple[Column, ...] = (
    Column("visit_id", pa.int64(), False, "the hit_id of its first hit"),
    Column("site_id", pa.int32(), False, "the site; the folder's name, not in the file"),
    Column("day", pa.date32(), False, "the date in the site's time zone"),
    Column("hour", pa.int8(), False, "hour of its first hit in the site's time zone"),
    Column("visitor", pa.uint64(), False, "keyed hash, valid for one site and one day"),
    Column("started_at", pa.timestamp("us", "UTC"), False, "instant of its first hit"),
    Column("duration_ms", pa.int64(), False, "last hit minus first hit"),
    Column("pageviews", pa.int32(), False, "its hits without an event name"),
    Column("events", pa.int32(), False, "its hits with one"),
    Column("bounce", pa.bool_(), False, "one pageview and no event"),
    Column("entry", _TEXT, True, "path of its first pageview"),
    Column("exit", _TEXT, True, "path of its last pageview"),
    Column("pages", PAGES_TYPE, False, "its pageviews in order, each with its milliseconds after started_at"),
    *(
        Column(name, _TEXT, True, "of its first hit")
        for name in (
            "referrer",
            "referrer_host",
            "source",
            "utm_medium",
            "utm_campaign",
            "utm_content",
            "utm_term",
            "country",
            "region",
            "city",
            "browser",
            "platform",
            "device",
            "language",
        )
    ),
)

VISIT_SCHEMA: pa.Schema = pa.schema([pa.field(c.name, c.type, c.nullable) for c in VISIT_COLUMNS])
