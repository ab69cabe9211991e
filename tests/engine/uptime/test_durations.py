import pytest

from engine.uptime.durations import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (59, "less than a minute"),
        (60, "1 minute"),
        (119, "1 minute"),
        (300, "5 minutes"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (7200, "2 hours"),
        (86399, "23 hours"),
        (86400, "1 day"),
        (4583052, "53 days"),
    ],
)
def test_a_duration_is_told_in_its_largest_unit(seconds: int, words: str) -> None:
    assert in_words(seconds) == words
