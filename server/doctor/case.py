"""What all checks look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.storage.layout import Layout
from schemas.errors import BadInputError
from server.settings import Settings
from server.settings_sources import find_settings


@dataclass(frozen=True, slots=True)
class Case:
    """`settings` are those in force, or, where some are bad, the defaults over the same data folder."""

    settings: Settings
    bad_settings: tuple[str, ...]
    now_ms: int

    @property
    def layout(self) -> Layout:
        return Layout(self.settings.data.resolve())

    @property
    def has_data(self) -> bool:
        return self.layout.database.exists()


def open_case(data: str | None, environment: Mapping[str, str], now_ms: int) -> Case:
    try:
        return Case(find_settings({"data": data}, environment).settings, (), now_ms)
    except BadInputError as error:
        folder = Path(data or environment.get("HITLAKE_DATA") or "data").expanduser()
        return Case(Settings(data=folder), tuple(str(error).splitlines()), now_ms)
