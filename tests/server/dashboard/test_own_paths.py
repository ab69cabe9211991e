import pytest

from schemas.errors import ConflictError
from server.dashboard.own_paths import TAKEN_WORDS, check_own_paths, first_word
from server.routes import ROUTES


def test_no_site_can_take_what_an_address_of_the_server_begins_with() -> None:
    assert {first_word(route.path) for route in ROUTES} - {""} <= TAKEN_WORDS


def test_a_taken_address_is_refused_and_a_free_one_is_not() -> None:
    check_own_paths("/a.js", "", "/apiary/x")
    with pytest.raises(ConflictError, match="/api/x is not free: the server has addresses that begin with /api"):
        check_own_paths("/a.js", "/api/x")
