"""What a page asks of the script, by the query of its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

EMOJI = "\N{WAVING HAND SIGN}"
LONGEST_EMOJI = 16
_NO = {"false", "0", "no", "off"}


@dataclass(frozen=True, slots=True)
class ScriptOptions:
    """`hits` is the name of what is counted: hits, unique_hits or none."""

    hits: str = ""
    kudos: str = ""
    """The emoji on the button; empty without kudos."""
    uptime: bool = False
    countries: bool = False
    events: bool = False
    beacon: bool = False
    spa: bool = False
    linked: bool = False
    """The counter links to the public page."""

    @classmethod
    def of(cls, query: Mapping[str, str], *, public: bool) -> Self:
        """Unknown names are passed over: addresses of other versions go on to work. `public`: there is such a page."""
        given = {name: value.strip() for name, value in query.items() if value.strip().lower() not in _NO}
        kudos = given.get("kudos")
        return cls(
            hits="" if "hits" not in given else "unique_hits" if given["hits"].lower() == "unique" else "hits",
            kudos="" if kudos is None else _emoji(kudos),
            uptime="uptime" in given,
            countries="countries" in given,
            events="events" in given,
            beacon="beacon" in given,
            spa="spa" in given,
            linked="publicstats" in given and public,
        )

    @property
    def counters(self) -> list[str]:
        """Names of what the counters' address is asked for."""
        names = [self.hits, "uptime" if self.uptime else "", "countries" if self.countries else ""]
        return [name for name in names if name]


def _emoji(text: str) -> str:
    plain = text.lower() in {"", "true", "1", "yes"} or (not text.isprintable() and "\u200d" not in text)
    return EMOJI if plain or len(text) > LONGEST_EMOJI else text
