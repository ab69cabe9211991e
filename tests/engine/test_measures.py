from engine.measures import Histogram, Tally


def test_a_value_on_a_bound_is_below_it() -> None:
    histogram = Histogram([1, 2])
    for value in (0.5, 1, 1.5, 2, 7):
        histogram.observe(value)
    assert histogram.read() == ([2, 2, 1], 12)


def test_a_tally_counts_each_thing_by_itself() -> None:
    tally: Tally[str] = Tally()
    tally.add("a")
    tally.add("b", 3)
    tally.add("a")
    assert tally.read() == {"a": 2, "b": 3}
