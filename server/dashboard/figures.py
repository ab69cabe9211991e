"""The figures at the head of the overview, each with its change since the period before."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.reports.breakdown import Totals
from server.dashboard.numbers import Numbers, duration_text


@dataclass(frozen=True, slots=True)
class Kind:
    """`top` divided by `bottom` is what changes; a rise of it is `better` (1) or worse (-1)."""

    name: str
    label: str
    means: str
    top: Callable[[Totals], int]
    bottom: Callable[[Totals], int]
    text: Callable[[Numbers, int, int], str]
    better: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    label: str
    means: str
    text: str
    change: str
    """Such as +12%; empty where there is nothing to compare with."""
    tone: str
    """good, bad or even."""


def _one(_totals: Totals) -> int:
    return 1


def _visits(totals: Totals) -> int:
    return totals.visits


def _whole(numbers: Numbers, top: int, _bottom: int) -> str:
    return numbers.whole(top)


KINDS: tuple[Kind, ...] = (
    Kind(
        "visitors",
        "Visitors",
        "Distinct visitors of each day, summed over the days: nobody is followed from one day to the next.",
        lambda totals: totals.visitors,
        _one,
        _whole,
    ),
    Kind("visits", "Visits", "A visitor's hits of one day with no gap over 30 minutes.", _visits, _one, _whole),
    Kind(
        "pageviews",
        "Pageviews",
        "Pages that were shown. Events are counted apart.",
        lambda totals: totals.pageviews,
        _one,
        _whole,
    ),
    Kind(
        "per_visit",
        "Views per visit",
        "Pageviews divided by visits.",
        lambda totals: totals.pageviews,
        _visits,
        lambda numbers, top, bottom: numbers.ratio(top, bottom),
    ),
    Kind(
        "bounces",
        "Bounce rate",
        "Visits with one pageview and no event, of all visits.",
        lambda totals: totals.bounces,
        _visits,
        lambda numbers, top, bottom: numbers.percent(top, bottom),
        -1,
    ),
    Kind(
        "duration",
        "Visit duration",
        "Last hit minus first hit, on average over all visits; a bounce counts as nothing.",
        lambda totals: totals.duration_ms,
        _visits,
        lambda _, top, bottom: duration_text(top, bottom),
    ),
)


def figures(numbers: Numbers, now: Totals, compared: tuple[Totals, Totals] | None) -> list[Figure]:
    """`compared` is what the changes are told from: new and old."""
    rows = []
    for kind in KINDS:
        text = kind.text(numbers, kind.top(now), kind.bottom(now))
        change, tone = "", "even"
        if compared is not None:
            new, old = ((kind.top(totals), kind.bottom(totals)) for totals in compared)
            change, tone = _change(new, old, kind.better)
        rows.append(Figure(kind.name, kind.label, kind.means, text, change, tone))
    return rows


def _change(new: tuple[int, int], old: tuple[int, int], better: int) -> tuple[str, str]:
    """Text and tone of the change of a ratio."""
    if not old[0] or not old[1] or not new[1]:
        return "", "even"
    change = (new[0] / new[1]) / (old[0] / old[1]) - 1
    percent = round(100 * change)
    if percent == 0:
        return "±0%", "even"
    text = f"{'+' if percent > 0 else '−'}{abs(percent)}%" if percent < 1000 else f"×{1 + change:.0f}"
    return text, "good" if percent * better > 0 else "bad"
