"""Strips and charts from stretches."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from engine.uptime.history import Stretch
from server.dashboard.uptime_drawing import bounds, days, latency, strip

NOW_MS = int(datetime(2026, 3, 10, 12, 7, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"])
def test_the_days_are_those_of_the_zone_also_where_the_clock_changed(zone: str) -> None:
    found = days(NOW_MS, zone)
    lengths = {(end - start) // 3_600_000 for start, end in pairwise(found)}
    assert len(found) == 91
    assert found[-2] <= NOW_MS < found[-1]
    assert lengths == ({23, 24} if zone == "America/New_York" else {24})


def test_the_stretch_that_goes_on_is_the_last() -> None:
    found = bounds("24h", NOW_MS, "UTC")
    assert len(found) == 49
    assert found[-2] <= NOW_MS < found[-1]


def test_a_cell_says_what_was_found() -> None:
    rows = [Stretch(0, 0, 0, None), Stretch(0, 2, 0, 80), Stretch(0, 1, 1, 80), Stretch(0, 0, 3, None)]
    assert [(cell.kind, cell.says) for cell in strip(rows, "UTC")] == [
        ("unknown", "1 Jan 1970: not checked"),
        ("up", "1 Jan 1970: all 2 checks passed, 80 ms on average"),
        ("partly", "1 Jan 1970: 1 of 2 checks failed, 80 ms on average"),
        ("down", "1 Jan 1970: 3 of 3 checks failed"),
    ]


def test_a_line_is_broken_where_nothing_answered() -> None:
    rows = [Stretch(0, 1, 0, 100), Stretch(0, 1, 0, 200), Stretch(0, 0, 1, None), Stretch(0, 1, 0, 50)]
    found = latency(rows, "24h", "UTC")
    assert (found.top, found.paths) == (200, ["M125.0 80.0L375.0 0.0", "M871.0 120.0H879.0"])


@pytest.mark.parametrize(
    ("most", "top"), [(None, 0), (0, 2), (1, 2), (2, 2), (7, 8), (81, 100), (143, 200), (20_000, 20_000)]
)
def test_the_top_has_a_plain_half(most: int | None, top: int) -> None:
    assert latency([Stretch(0, int(most is not None), 0, most)], "24h", "UTC").top == top
