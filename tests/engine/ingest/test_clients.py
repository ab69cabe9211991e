import pytest

from engine.ingest.clients import NO_CLIENT, find_client
from engine.ingest.places import Place, Places
from tests.engine.ingest.arrivals import shared


def test_a_client_is_known_by_address_household_and_place() -> None:
    path = shared("geo/GeoLite2-City-Test.mmdb")
    if not path.exists():
        pytest.skip("the shared data folder is not here")
    with Places(path) as places:
        client = find_client(places, "::ffff:81.2.69.142")
    assert client == (bytes([81, 2, 69, 142]), bytes([81, 2, 69, 142]), Place("GB", "England", "London"))


def test_without_a_database_every_address_is_nowhere() -> None:
    assert find_client(None, "81.2.69.142").place == (None, None, None)


def test_what_is_no_address_is_no_client() -> None:
    assert find_client(None, "unknown") is NO_CLIENT
