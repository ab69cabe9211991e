"""Every dimension has what the product needs of it."""

from schemas.dimensions import BY_NAME, DIMENSIONS, Level
from schemas.hits import HIT_NAMES
from schemas.visits import VISIT_SCHEMA


def test_every_dimension_has_a_name_and_a_label_of_its_own() -> None:
    assert len(BY_NAME) == len(DIMENSIONS)
    assert len({dimension.label for dimension in DIMENSIONS}) == len(DIMENSIONS)


def test_an_attribute_stands_on_hits_and_on_visits() -> None:
    attributes = {dimension.name for dimension in DIMENSIONS if dimension.level is Level.ATTRIBUTE}
    assert attributes <= set(HIT_NAMES)
    assert attributes <= set(VISIT_SCHEMA.names)
