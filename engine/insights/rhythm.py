"""Facts about when people come: hours and weekdays, and hours in which no people came."""

from collections.abc import Iterator
from datetime import timedelta
from statistics import fmean
from typing import Any

from engine.insights.chance import NEWS, shares, surprise
from engine.insights.material import NOTHING, Material
from schemas.insights import Fact, FactKind

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHIFT = 3.5
"""Two shares that move against each other, each so far."""
ITSELF = 2.5
"""And each count in itself so far."""
BURST_VISITS = 40
BURST_TIMES = 5
BURST_BOUNCED = 0.95
BURST_MS = 1000


def rhythm_facts(material: Material) -> Iterator[Fact]:
    yield from _peak(material)
    yield from _weekdays(material)
    yield from _hours(material)
    yield from _bursts(material)


def _peak(material: Material) -> Iterator[Fact]:
    by_hour = _by_hour(material, 0)
    peak = max(range(24), key=lambda hour: (by_hour[hour], -hour))
    if by_hour[peak] >= 5 and sorted(by_hour)[-2] < by_hour[peak]:
        share = round(100 * by_hour[peak] / sum(by_hour))
        yield Fact(
            kind=FactKind.PEAK_HOUR, value=by_hour[peak], unit="visitors", subject=str(peak), share=share, score=1.0
        )


def _weekdays(material: Material) -> Iterator[Fact]:
    """One weekday gained what another one lost, both beyond chance: a single day that spikes is no shift."""
    weeks = min(material.weeks, 8)
    if weeks < 4:
        return
    counts = [_by_weekday(material, number) for number in range(weeks + 1)]

    def moved(weekday: int, without: int | None = None) -> float:
        def whole(row: list[int]) -> int:
            return sum(row) - (row[without] if without is not None else 0)

        return surprise(
            counts[0][weekday], shares(whole(counts[0]), [(row[weekday], whole(row)) for row in counts[1:]])
        )

    def changed(weekday: int) -> float:
        return surprise(counts[0][weekday], [row[weekday] for row in counts[1:]])

    gains = max(range(7), key=moved)
    others = [day for day in range(7) if day != gains]
    loses = min(others, key=lambda day: moved(day, gains))
    if moved(gains) < SHIFT or moved(loses, gains) > -SHIFT:
        return
    # Where two days are holidays, all the others gain a share of what is left, and nobody moved.
    if changed(gains) < ITSELF or changed(loses) > -ITSELF:
        return
    before = round(fmean(row[gains] for row in counts[1:]))
    yield Fact(
        kind=FactKind.WEEKDAY_SHIFT,
        value=counts[0][gains],
        before=before,
        weeks=weeks,
        subject=WEEKDAYS[gains],
        other=WEEKDAYS[loses],
        score=moved(gains) + 2,
    )


def _hours(material: Material) -> Iterator[Fact]:
    """The hour with the most visitors is another one than it was, by more than chance."""
    weeks = min(material.weeks, 4)
    if weeks < 3:
        return
    rows = [_by_hour(material, number) for number in range(weeks + 1)]
    past = [sum(row[hour] for row in rows[1:]) for hour in range(24)]
    now = max(range(24), key=lambda hour: rows[0][hour])
    then = max(range(24), key=lambda hour: past[hour])
    apart = min((now - then) % 24, (then - now) % 24)
    news = surprise(rows[0][now], shares(sum(rows[0]), [(row[now], sum(row)) for row in rows[1:]]))
    if apart >= 2 and news >= NEWS:
        before = round(past[now] / weeks)
        values: dict[str, Any] = {
            "value": rows[0][now],
            "before": before,
            "weeks": weeks,
            "unit": "visitors",
            "score": news,
        }
        yield Fact(kind=FactKind.HOUR_SHIFT, subject=str(now), other=str(then), **values)


def _bursts(material: Material) -> Iterator[Fact]:
    """Hours with many visits that leave at once and are not the usual for that hour, the most unusual first."""
    found: list[Fact] = []
    days = min(7 * material.weeks, 28)
    for (day, hour), totals in material.hours.items():
        if day not in material.week or totals.visits < BURST_VISITS or days < 14:
            continue
        left = totals.bounces >= BURST_BOUNCED * totals.visits and totals.duration_ms < BURST_MS * totals.visits
        before = [material.hours.get((day - timedelta(days=n), hour), NOTHING).visits for n in range(7, days + 7)]
        usual, news = fmean(before), surprise(totals.visits, before)
        if left and totals.visits >= BURST_TIMES * max(usual, 1) and news >= 2 * NEWS:
            values: dict[str, Any] = {"value": totals.visits, "before": round(usual), "unit": "visits", "score": news}
            share = int(100 * totals.bounces / totals.visits)
            found.append(
                Fact(
                    kind=FactKind.BURST,
                    subject=day.isoformat(),
                    other=str(hour),
                    share=share,
                    weeks=days // 7,
                    **values,
                )
            )
    yield from sorted(found, key=lambda fact: -fact.score)


def _by_hour(material: Material, number: int) -> list[int]:
    counts = [0] * 24
    for day in material.week_of(number):
        for hour in range(24):
            counts[hour] += material.hours.get((day, hour), NOTHING).visitors
    return counts


def _by_weekday(material: Material, number: int) -> list[int]:
    counts = [0] * 7
    for day in material.week_of(number):
        counts[day.weekday()] = material.days.get(day, NOTHING).pageviews
    return counts
