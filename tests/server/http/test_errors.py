"""Every error has a status, and a 500 keeps the inside to itself."""

import json
import logging

import pytest

from schemas.errors import BadInputError, BusyError, DamagedFileError, HitlakeError, RateLimitedError, UnauthorizedError
from server.http.errors import STATUS, bug_response, error_response


def errors_of(root: type[HitlakeError]) -> list[type[HitlakeError]]:
    return [root, *(error for child in root.__subclasses__() for error in errors_of(child))]


@pytest.mark.parametrize("error", errors_of(HitlakeError), ids=lambda error: error.__name__)
def test_every_error_has_a_status(error: type[HitlakeError]) -> None:
    assert 400 <= STATUS[error] < 600


def test_an_error_is_json_with_its_text() -> None:
    response = error_response(BadInputError("range is '5d'; allowed are 7d, 30d, 90d"))
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/json"
    assert json.loads(bytes(response.body)) == {"error": "range is '5d'; allowed are 7d, 30d, 90d"}


@pytest.mark.parametrize(("error", "status"), [(RateLimitedError("wait", 17), 429), (BusyError("full", 17), 503)])
def test_who_should_come_again_is_told_when(error: HitlakeError, status: int) -> None:
    response = error_response(error)
    assert (response.status_code, response.headers["retry-after"]) == (status, "17")


def test_a_missing_key_is_asked_for() -> None:
    assert error_response(UnauthorizedError("key?")).headers["www-authenticate"] == "Bearer"


def test_an_error_of_ours_tells_nothing_of_the_inside(caplog: pytest.LogCaptureFixture) -> None:
    response = error_response(HitlakeError("inside"))
    assert (response.status_code, json.loads(bytes(response.body))) == (500, {"error": "Internal server error"})


def test_a_damaged_file_is_named_by_what_is_in_it() -> None:
    response = error_response(DamagedFileError("the hits of 2026-11-21 of site 7 cannot be read"))
    assert (response.status_code, json.loads(bytes(response.body))) == (
        503,
        {"error": "the hits of 2026-11-21 of site 7 cannot be read"},
    )


def test_a_bug_is_logged_with_its_place_and_without_what_it_quotes(caplog: pytest.LogCaptureFixture) -> None:
    def look_up(address: str) -> None:
        try:
            raise KeyError(address)
        except KeyError as error:
            raise ValueError(f"no place for {address}") from error

    visitor = ".".join(["192", "0", "2", "77"])
    with caplog.at_level(logging.ERROR, "hitlake"):
        try:
            look_up(visitor)
        except ValueError as error:
            response = bug_response(error)
    assert (response.status_code, json.loads(bytes(response.body))) == (500, {"error": "Internal server error"})
    assert "ValueError" in caplog.text
    assert "KeyError" in caplog.text
    assert "look_up" in caplog.text
    assert visitor not in caplog.text
