import math

import orjson
from hypothesis import given
from hypothesis import strategies as st

from engine.ingest.events import Value, props_text


def test_properties_are_json_with_sorted_keys_and_values_of_their_own_type() -> None:
    props: dict[str, Value] = {"plan": "pro", "count": 3, "new": True, "price": 9.5}
    assert props_text(props) == '{"count":3,"new":true,"plan":"pro","price":9.5}'


def test_what_has_no_name_or_no_value_is_left_out() -> None:
    assert props_text({"": 1, "a": None, "b": "", "c": math.inf, "d": math.nan, "e": "\x00"}) is None
    assert props_text({}) is None
    assert props_text(None) is None


def test_properties_are_bounded_in_number_and_length() -> None:
    many: dict[str, Value] = {f"{number:03}" + "k" * 200: "v" * 600 for number in range(40)}
    kept = orjson.loads(props_text(many) or "")
    assert len(kept) == 30
    assert {(len(name), len(value)) for name, value in kept.items()} == {(100, 500)}


def test_a_whole_number_beyond_64_bits_becomes_text() -> None:
    assert props_text({"a": 2**70, "b": 10**5000}) == '{"a":"1180591620717411303424"}'


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.floats() | st.text()))
def test_any_properties_can_be_stored(props: dict[str, Value]) -> None:
    text = props_text(props)
    assert text is None or isinstance(orjson.loads(text.encode()), dict)
