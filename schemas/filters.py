"""What rows an answer is narrowed to."""

from dataclasses import dataclass

from schemas.dimensions import BY_NAME, Dimension, Level
from schemas.errors import BadInputError

FILTERABLE: tuple[str, ...] = tuple(name for name, dimension in BY_NAME.items() if dimension.level is not Level.ALL)


@dataclass(frozen=True, slots=True, order=True)
class Filter:
    """`value` is the dimension's text; None is for none or unknown.

    It leaves whole visits: those that bear the value from their first hit, that begin or end there, that viewed the
    page or in which the event happened. With a page, only its own views count.
    """

    name: str
    value: str | None

    def __post_init__(self) -> None:
        if self.name not in FILTERABLE:
            raise BadInputError(f"{self.name!r} is nothing to filter by; allowed are {', '.join(FILTERABLE)}")

    @property
    def dimension(self) -> Dimension:
        return BY_NAME[self.name]
