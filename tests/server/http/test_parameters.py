"""What is given must be allowed, and the message says what is."""

from datetime import date
from typing import Any

import pytest
from starlette.datastructures import QueryParams

from schemas.errors import BadInputError
from server.http.parameters import Parameter, choice, day, flag, text, whole_number


class Asked:
    """As much of a call as a parameter looks at."""

    def __init__(self, query: str) -> None:
        self.query = QueryParams(query)


def find(parameter: Parameter[Any], query: str) -> Any:
    return parameter.find(Asked(query))  # type: ignore[arg-type]


PAGE = whole_number("page", "", most=20)
SIZE = whole_number("size", "", most=20, clamped=True)
DAY = day("day", "")
SIDE = choice("side", "", {"left": "l", "right": "r"})


@pytest.mark.parametrize(
    ("parameter", "query", "value"),
    [
        (PAGE, "page=20", 20),
        (PAGE, "page=1&page=02", 2),
        (SIZE, "size=21", 20),
        (DAY, "day=2024-02-29", date(2024, 2, 29)),
        (SIDE, "side=Left", "l"),
        (flag("is", ""), "is=true", True),
        (flag("is", ""), "is=0", False),
        (text("path", ""), "path=%2Fa+b%25", "/a b%"),
    ],
)
def test_what_is_allowed_is_read(parameter: Parameter[Any], query: str, value: Any) -> None:
    assert find(parameter, query) == value


@pytest.mark.parametrize("parameter", [PAGE, DAY, SIDE, text("path", "")])
@pytest.mark.parametrize("query", ["", "{}="])
def test_what_is_missing_or_empty_is_not_given(parameter: Parameter[Any], query: str) -> None:
    assert find(parameter, query.format(parameter.name)) is None


@pytest.mark.parametrize("page", ["0", "-1", "21", "one", "1.5", "+1", "1_0", "٣", "9" * 30])
def test_a_number_that_is_not_allowed_is_named_with_its_bounds(page: str) -> None:
    with pytest.raises(BadInputError) as caught:
        find(PAGE, f"page={page.replace('+', '%2B')}")
    assert str(caught.value) == f"page is {page!r}; it must be a whole number from 1 to 20"


@pytest.mark.parametrize("size", ["0", "-5", "many"])
def test_a_clamped_number_has_a_least_value_too(size: str) -> None:
    with pytest.raises(BadInputError, match=r"it must be a whole number from 1$"):
        find(SIZE, f"size={size}")


@pytest.mark.parametrize("text", ["2023-02-29", "20230228", "2023-W05-1", "yesterday", "0001-01-01", "9999-12-31"])
def test_a_date_that_is_none_is_named_with_what_is(text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        find(DAY, f"day={text}")
    assert str(caught.value) == (f"day is {text!r}; it must be a date like 2026-11-22, from 1970-01-01 to 9998-12-31")


def test_a_choice_that_there_is_not_is_named_with_the_others() -> None:
    with pytest.raises(BadInputError, match="side is 'up'; it must be one of left, right"):
        find(SIDE, "side=up")
