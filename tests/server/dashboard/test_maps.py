"""The map of the world."""

from math import pi

from schemas.countries import country_names
from server.dashboard.maps import HEIGHT, WIDTH, world


def test_a_circle_has_the_area_of_its_number_and_lies_where_the_country_is() -> None:
    found = {spot.country: spot for spot in world({"US": 400, "DE": 100, "NZ": 1, "FR": 0, "??": 5}).spots}

    assert list(found) == ["US", "DE", "NZ"]
    assert round(pi * found["US"].radius ** 2) == round(4 * pi * found["DE"].radius ** 2)
    assert found["US"].x < found["DE"].x < found["NZ"].x
    assert found["DE"].y < found["US"].y < found["NZ"].y


def test_every_country_but_uninhabited_ones_has_its_place_on_the_map() -> None:
    countries = {code: 1 for code in country_names() if code not in ("AQ", "BV", "HM", "TF", "UM")}

    spots = world(countries).spots

    assert {spot.country for spot in spots} == countries.keys()
    assert all(0 <= spot.x <= WIDTH and 0 <= spot.y <= HEIGHT for spot in spots)


def test_without_visitors_there_is_land_alone() -> None:
    assert world({}).spots == []
    assert world({}).land.startswith("M")
