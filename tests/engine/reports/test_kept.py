"""What is kept is bounded."""

from engine.reports.kept import Kept


def test_the_longest_unused_goes_first() -> None:
    kept: Kept[str, int] = Kept(10)
    kept.keep("a", 1, 4)
    kept.keep("b", 2, 4)
    assert kept.find("a") == 1
    kept.keep("c", 3, 4)
    assert [kept.find(key) for key in "abc"] == [1, None, 3]
    assert kept.weight == 8


def test_a_newer_result_takes_the_place_of_the_older() -> None:
    kept: Kept[str, int] = Kept(10)
    kept.keep("a", 1, 9)
    kept.keep("a", 2, 3)
    assert (kept.find("a"), kept.weight) == (2, 3)


def test_one_result_is_kept_however_heavy() -> None:
    kept: Kept[str, int] = Kept(10)
    kept.keep("a", 1, 4)
    kept.keep("b", 2, 400)
    assert (kept.find("a"), kept.find("b")) == (None, 2)
