import pytest

from engine.registry.time_zones import time_zone_name
from schemas.errors import BadInputError


@pytest.mark.parametrize("name", ["UTC", "Asia/Kathmandu", "America/New_York", "Pacific/Kiritimati"])
def test_names_of_zones_are_kept(name: str) -> None:
    assert time_zone_name(name) == name


def test_a_blank_may_stand_for_an_underscore() -> None:
    assert time_zone_name(" America/New York ") == "America/New_York"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_near_names_are_suggested(typed: str, near: str) -> None:
    with pytest.raises(BadInputError, match=rf"unknown time zone '{typed}': did you mean .*{near}"):
        time_zone_name(typed)


@pytest.mark.parametrize("typed", ["", "../etc/passwd", "America", "localtime", "posix/UTC", "a\0b", "+02:00"])
def test_what_is_no_zone_is_refused(typed: str) -> None:
    with pytest.raises(BadInputError, match="unknown time zone"):
        time_zone_name(typed)
