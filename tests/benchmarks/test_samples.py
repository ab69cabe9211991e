"""What is measured is summed up as it says."""

import pytest

from benchmarks.samples import Samples, in_turns, ratio


def test_median_and_spread() -> None:
    samples = Samples((10.0, 12.0, 8.0))
    assert samples.median == 10.0
    assert samples.spread == "± 20%"
    assert Samples((10.0,)).spread == ""


@pytest.mark.parametrize(("percent", "value"), [(1, 1.0), (50, 50.0), (95, 95.0), (99, 99.0), (100, 100.0)])
def test_a_percentile_is_a_measured_value(percent: float, value: float) -> None:
    assert Samples(tuple(float(number) for number in range(100, 0, -1))).percentile(percent) == value


def test_contenders_take_turns_and_the_first_round_does_not_count() -> None:
    calls: list[str] = []

    def contender(name: str) -> float:
        calls.append(name)
        return float(len(calls))

    ours, theirs = in_turns(2, lambda: contender("a"), lambda: contender("b"))
    assert calls == ["a", "b", "a", "b", "a", "b"]
    assert (ours.values, theirs.values) == ((3.0, 5.0), (4.0, 6.0))


def test_a_ratio_is_taken_round_by_round() -> None:
    assert ratio(Samples((1.0, 4.0)), Samples((2.0, 2.0))).values == (0.5, 2.0)
