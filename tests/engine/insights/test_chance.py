"""What is news and what is chance."""

import random

import pytest

from engine.insights.chance import NEWS, shares, surprise, trend


def test_nothing_before_lets_nothing_be_a_surprise() -> None:
    assert surprise(1000, []) == 0


@pytest.mark.parametrize(("count", "before"), [(400, [100] * 4), (20, [0] * 4), (100, [4, 5, 6, 5])])
def test_a_leap_is_news_in_both_directions(count: int, before: list[int]) -> None:
    assert surprise(count, before) > NEWS
    assert surprise(before[0], [count] * 4) < -NEWS


@pytest.mark.parametrize(("count", "before"), [(7, [3, 4, 3, 5]), (130, [100] * 4), (1300, [1000] * 4), (5, [0, 0, 0])])
def test_what_small_numbers_and_usual_weeks_do_is_no_news(count: int, before: list[int]) -> None:
    assert abs(surprise(count, before)) < NEWS


def test_what_always_jumps_is_trusted_less() -> None:
    assert surprise(300, [40, 200, 90, 70]) < surprise(300, [100, 100, 100, 100])


def test_pure_noise_is_news_in_fewer_than_one_of_five_thousand_looks() -> None:
    chance = random.Random(1)

    def count(mean: float) -> int:
        return sum(chance.random() < mean / 400 for _ in range(400))

    looks = [abs(surprise(count(mean), [count(mean) for _ in range(4)])) for mean in (2, 10, 40) for _ in range(1700)]
    assert sum(look >= NEWS for look in looks) <= 1


def test_a_share_is_scaled_to_this_week_s_whole() -> None:
    assert shares(200, [(10, 100), (30, 100), (5, 0)]) == [20, 60]


def test_a_steady_fall_is_seen_and_a_jagged_line_is_not() -> None:
    assert trend([100, 95, 91, 86, 80, 74, 70, 66]) < -3
    assert trend([66, 70, 74, 80, 86, 91, 95, 100]) > 3
    assert abs(trend([100, 80, 110, 90, 105, 85, 95, 100])) < 1
    assert trend([1, 2, 3]) == 0
