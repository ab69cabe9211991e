"""What is told at once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.insights.alerts import found_alerts
from engine.reports.breakdown import Totals
from schemas.alerts import Alert
from schemas.uptime import NoticeKind

NOW = datetime(2026, 3, 10, 12, 20, tzinfo=UTC)


def hours(usual: int, newest: list[int], weeks: int = 5) -> dict[tuple[date, int], Totals]:
    """`usual` visitors in each hour but the newest full ones, the last of which is the first of the list."""
    first = NOW.replace(minute=0) - timedelta(hours=1)
    counts = {first - timedelta(hours=n): usual for n in range(weeks * 7 * 24)}
    counts |= {first - timedelta(hours=n): count for n, count in enumerate(newest)}
    return {(at.date(), at.hour): Totals(visitors=count) for at, count in counts.items() if count}


@pytest.mark.parametrize(
    ("usual", "newest", "alerts"),
    [
        (40, [], []),
        (40, [70, 20], []),
        (40, [400], [Alert(NoticeKind.TRAFFIC_SPIKE, 1, 400, 40)]),
        (2, [30], []),
        (40, [5, 6, 7], [Alert(NoticeKind.TRAFFIC_DROP, 3, 18, 120)]),
        (40, [0], [Alert(NoticeKind.TRAFFIC_SILENT, 1, 0, 40)]),
        (10, [0, 0], []),
        (10, [0, 0, 0], [Alert(NoticeKind.TRAFFIC_SILENT, 3, 0, 30)]),
        (1, [0] * 24, []),
    ],
)
def test_only_what_is_far_from_usual_is_told(usual: int, newest: list[int], alerts: list[Alert]) -> None:
    assert found_alerts(hours(usual, newest), NOW) == alerts


def test_without_four_weeks_nothing_is_usual_yet() -> None:
    assert found_alerts(hours(40, [400], weeks=3), NOW) == []
    assert found_alerts({}, NOW) == []
