import pyarrow as pa

from engine.ingest.coded import Coded, combinations, distinct, encode, encode_values


def plain(column: Coded, length: int) -> list[object]:
    codes = [0] * length if column.codes is None else column.codes.to_pylist()
    return [column.values[code] for code in codes]


def test_nulls_are_values_like_others() -> None:
    coded = encode(pa.array(["a", None, "a", "b"]))
    assert coded.values == ["a", None, "b"]
    assert plain(coded, 4) == ["a", None, "a", "b"]
    assert coded.array(pa.string(), 4).to_pylist() == ["a", None, "a", "b"]


def test_a_constant_column_needs_no_codes() -> None:
    coded = encode(pa.array([None, None], pa.string()))
    assert (coded.codes, coded.values) == (None, [None])
    assert coded.array(pa.string(), 2).to_pylist() == [None, None]


def test_combinations_are_the_pairs_that_occur() -> None:
    letters, numbers = encode(pa.array(["a", "b", "a", None])), encode(pa.array([1, 2, 1, 1]))
    found = combinations([letters, Coded(None, ["x"]), numbers])
    assert list(found.rows) == [("a", "x", 1), ("b", "x", 2), (None, "x", 1)]
    assert found.codes == pa.array([0, 1, 0, 2], pa.int32())


def test_combinations_of_three_columns_keep_their_values() -> None:
    columns = [encode(pa.array(values)) for values in ([1, 1, 2, 1], ["x", "y", "x", "y"], [True, True, True, False])]
    found = combinations(columns)
    assert list(found.rows) == [(1, "x", True), (1, "y", True), (2, "x", True), (1, "y", False)]
    assert found.codes == pa.array([0, 1, 2, 3], pa.int32())


def test_values_that_no_row_has_any_more_are_in_no_combination() -> None:
    letters = encode(pa.array(["a", "b", "a"])).filter(pa.array([True, False, True]))
    assert list(combinations([letters]).rows) == [("a",)]


def test_no_columns_have_one_empty_combination() -> None:
    assert list(combinations([]).rows) == [()]


def test_equal_results_become_one_value() -> None:
    column = distinct(["x", "y", "x"], pa.array([0, 1, 2, 1], pa.int32()))
    assert column.values == ["x", "y"]
    assert plain(column, 4) == ["x", "y", "x", "y"]


def test_plain_values_are_coded_like_arrays() -> None:
    values = ["a", None, "a", "b"]
    coded, plainly = encode(pa.array(values)), encode_values(values)
    assert (plainly.values, plain(plainly, 4)) == (coded.values, plain(coded, 4))
    assert encode_values([None, None]) == Coded(None, [None])
