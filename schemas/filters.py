"""What rows an answer is narrowed to."""

from dataclasses import dataclass

from schemas.dimensions import BY_NAME, Dimension, Level
from schemas.errors import BadInputError

PROPERTY = "prop:"
"""The name of a filter by an event's property begins with it; the property's, none for its value, follows."""

FILTERABLE: tuple[str, ...] = tuple(name for name, dimension in BY_NAME.items() if dimension.level is not Level.ALL)


@dataclass(frozen=True, slots=True, order=True)
class Filter:
    """`value` is the dimension's text; None is for none or unknown.

    It leaves whole visits: those that bear the value from their first hit, that begin or end there, that viewed the
    page or in which the event happened. With a page, only its own views count. The event and its properties are
    those of one hit; of a property, none is the empty text.
    """

    name: str
    value: str | None

    def __post_init__(self) -> None:
        if self.name not in FILTERABLE and self.prop is None:
            raise BadInputError(f"{self.name!r} is nothing to filter by; allowed are {', '.join(FILTERABLE)}")

    @property
    def prop(self) -> str | None:
        """The name of the event's property, empty for the event's own value; None where a dimension is filtered by."""
        return self.name.removeprefix(PROPERTY) if self.name.startswith(PROPERTY) else None

    @property
    def label(self) -> str:
        if self.prop is None:
            return self.dimension.label
        return self.prop or "Value"

    @property
    def dimension(self) -> Dimension:
        return BY_NAME[self.name]
