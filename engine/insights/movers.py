"""Facts about what rose, fell and is new: pages, sources, campaigns, countries, events, devices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.insights.chance import NEWS, shares, surprise
from engine.insights.material import WEEKS, Material
from engine.reports.breakdown import Totals
from schemas.insights import Fact, FactKind

USUAL_WEEKS = 4
LEAST = 10
"""Of the larger of both counts."""
APART = 2.5
"""Standard deviations that a share of the whole must have changed by, besides the count."""
LEAST_NEW = 5
LEAST_SHARE = 5
"""Percent points that a device's share must move by."""


@dataclass(frozen=True, slots=True)
class _Kind:
    dimension: str
    metric: str
    whole: str
    """What it is a part of: what rises with everything else is no news of its own."""
    unit: str
    up: FactKind | None
    down: FactKind | None
    new: FactKind | None


_KINDS = (
    _Kind("path", "pageviews", "pageviews", "views", FactKind.PAGE_UP, FactKind.PAGE_DOWN, FactKind.PAGE_NEW),
    _Kind(
        "referrer_host",
        "visitors",
        "visitors",
        "visitors",
        FactKind.SOURCE_UP,
        FactKind.SOURCE_DOWN,
        FactKind.SOURCE_NEW,
    ),
    _Kind("source", "visitors", "visitors", "visitors", FactKind.CAMPAIGN_UP, None, FactKind.CAMPAIGN_NEW),
    _Kind(
        "country", "visitors", "visitors", "visitors", FactKind.COUNTRY_UP, FactKind.COUNTRY_DOWN, FactKind.COUNTRY_NEW
    ),
    _Kind("event", "events", "visitors", "events", FactKind.EVENT_UP, FactKind.EVENT_DOWN, None),
)


def mover_facts(material: Material) -> Iterator[Fact]:
    for kind in _KINDS:
        wholes = [getattr(material.totals(number), kind.whole) for number in range(WEEKS)]
        for value, weeks in material.values[kind.dimension].items():
            fact = _moved(kind, value, [getattr(week, kind.metric) for week in weeks], wholes, material.weeks)
            if fact is not None:
                yield fact
    yield from _devices(material)


def _moved(kind: _Kind, value: str, counts: Sequence[int], wholes: Sequence[int], history: int) -> Fact | None:
    count, before = counts[0], counts[1 : history + 1]
    if not before:
        return None
    if not any(before):
        is_known = history >= 3 and count >= LEAST_NEW and kind.new is not None
        return _new(kind, value, count, history) if is_known else None
    recent = before[:USUAL_WEEKS]
    usual, news = sum(recent) / len(recent), surprise(count, recent)
    if max(count, usual) < LEAST or len(recent) < 2:
        return None
    past = list(zip(recent, wholes[1:], strict=False))
    apart = surprise(count, shares(wholes[0], past))
    chosen = kind.up if min(news / NEWS, apart / APART) >= 1 and count >= 1.3 * usual else None
    chosen = kind.down if max(news / NEWS, apart / APART) <= -1 and count <= 0.7 * usual else chosen
    if chosen is None:
        return None
    # What is far off and large matters most; a doubled trickle less than a river that lost a third.
    score = abs(news) + abs(count - usual) ** 0.5 / 4
    return Fact(
        kind=chosen, subject=value, value=count, before=round(usual), weeks=len(recent), unit=kind.unit, score=score
    )


def _new(kind: _Kind, value: str, count: int, history: int) -> Fact:
    assert kind.new is not None, "only kinds that can be new come here"
    score = surprise(count, [0.0] * min(history, USUAL_WEEKS)) + count**0.5 / 4
    return Fact(kind=kind.new, subject=value, value=count, weeks=history, unit=kind.unit, score=score)


def _devices(material: Material) -> Iterator[Fact]:
    weeks = min(USUAL_WEEKS, material.weeks)
    rows = material.values["device"]
    if weeks < 3:
        return
    wholes = [sum(_visitors(row, number) for row in rows.values()) for number in range(weeks + 1)]
    if not all(wholes):
        return
    for device, row in rows.items():
        parts = [_visitors(row, number) for number in range(weeks + 1)]
        news = surprise(parts[0], shares(wholes[0], list(zip(parts[1:], wholes[1:], strict=True))))
        now, before = round(100 * parts[0] / wholes[0]), round(100 * sum(parts[1:]) / sum(wholes[1:]))
        if news >= NEWS and now - before >= LEAST_SHARE:
            yield Fact(
                kind=FactKind.DEVICE_SHIFT,
                subject=device,
                value=now,
                before=before,
                weeks=weeks,
                unit="percent",
                score=news,
            )


def _visitors(row: Sequence[Totals], number: int) -> int:
    return row[number].visitors
