"""What rows are grouped by. One row here adds a dimension to rollups, questions and reports."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Where a dimension's value stands, and so how its metrics are counted."""

    ALL = "all"
    """One value for everything."""
    ATTRIBUTE = "attribute"
    """On the hit, and on the visit as its first hit's: hits count by their own value, visits by the visit's."""
    HIT = "hit"
    """On the hit alone: a visit counts for every value among its hits."""
    VISIT = "visit"
    """On the visit alone: its hits count with it."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """`column` is the SQL expression over the columns of its level; it yields text, and null means none or unknown."""

    name: str
    label: str
    level: Level
    column: str


_HOURS = ", ".join(f"'{hour:02}'" for hour in range(24))
"""Looked up: to write each row's number as two digits takes twice as long as to count it."""

DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("total", "Total", Level.ALL, "''"),
    Dimension("hour", "Hour", Level.ATTRIBUTE, f"array_extract([{_HOURS}], hour + 1)"),
    Dimension("path", "Page", Level.HIT, "path"),
    Dimension("event", "Event", Level.HIT, "event"),
    Dimension("entry", "Entry page", Level.VISIT, "entry"),
    Dimension("exit", "Exit page", Level.VISIT, "exit"),
    Dimension("referrer", "Referring page", Level.ATTRIBUTE, "referrer"),
    Dimension("referrer_host", "Referrer", Level.ATTRIBUTE, "referrer_host"),
    Dimension("source", "Source", Level.ATTRIBUTE, "source"),
    Dimension("utm_medium", "Medium", Level.ATTRIBUTE, "utm_medium"),
    Dimension("utm_campaign", "Campaign", Level.ATTRIBUTE, "utm_campaign"),
    Dimension("utm_content", "Content", Level.ATTRIBUTE, "utm_content"),
    Dimension("utm_term", "Term", Level.ATTRIBUTE, "utm_term"),
    Dimension("country", "Country", Level.ATTRIBUTE, "country"),
    Dimension("region", "Region", Level.ATTRIBUTE, "region"),
    Dimension("city", "City", Level.ATTRIBUTE, "city"),
    Dimension("browser", "Browser", Level.ATTRIBUTE, "browser"),
    Dimension("platform", "Platform", Level.ATTRIBUTE, "platform"),
    Dimension("device", "Device", Level.ATTRIBUTE, "device"),
    Dimension("language", "Language", Level.ATTRIBUTE, "language"),
)

BY_NAME: dict[str, Dimension] = {dimension.name: dimension for dimension in DIMENSIONS}
