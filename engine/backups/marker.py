"""The file `backup.json`: says that a folder is a backup, so that nothing else is ever written over or deleted."""

from pathlib import Path

import msgspec

from engine.storage.files import Files
from schemas.errors import BadInputError

NAME = "backup.json"
FORMAT = 1


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """`finished_ms` is that of the last run that came to its end; later ones may have begun."""

    format: int = FORMAT
    source: str
    begun_ms: int
    finished_ms: int | None = None

    @property
    def is_finished(self) -> bool:
        return self.finished_ms is not None and self.finished_ms >= self.begun_ms


def read_marker(folder: Path) -> Marker | None:
    """Raises BadInputError for one of a newer program, and for one that is not a marker."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        marker = msgspec.json.decode(path.read_bytes(), type=Marker)
    except msgspec.DecodeError as error:
        raise BadInputError(f"{path} is not what a backup writes: {error}") from error
    if marker.format > FORMAT:
        raise BadInputError(f"{folder} is a backup by a newer Hitlake (format {marker.format}): please update")
    return marker


def write_marker(files: Files, folder: Path, tmp: Path, marker: Marker) -> None:
    unfinished = tmp / NAME
    files.write(unfinished, lambda path: path.write_bytes(msgspec.json.format(msgspec.json.encode(marker)) + b"\n"))
    files.move(unfinished, folder / NAME)
