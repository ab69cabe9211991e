"""Country, region and city of an address, from any MaxMind DB file."""

import lzma
import os
from functools import lru_cache
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from socket import AF_INET, AF_INET6, inet_ntop
from typing import Any, NamedTuple, Self

import maxminddb

from engine.ingest.addresses import is_public
from schemas.errors import BadInputError

SHIPPED_NAME = "dbip-country-lite-2026-06.mmdb"


class Place(NamedTuple):
    country: str | None
    region: str | None
    city: str | None


NOWHERE = Place(None, None, None)

_PROBES = tuple(ip_address(f"{first}.{second}.1.1") for first in range(256) for second in (0, 1, 64, 128))


class Places:
    """Lookups in one memory-mapped file."""

    def __init__(self, path: Path) -> None:
        """Raises BadInputError when the file is missing, broken, or of something else than countries."""
        try:
            self._reader = maxminddb.open_database(path, maxminddb.MODE_AUTO)
            records = [record for record in map(self._reader.get, _PROBES) if isinstance(record, dict)]
        except OSError as error:
            raise BadInputError(f"{path}: the geo database cannot be opened: {error.strerror or error}") from None
        except (maxminddb.InvalidDatabaseError, ValueError, UnicodeDecodeError) as error:
            raise BadInputError(f"{path}: not a usable MaxMind DB file: {error}") from None
        if records and not any(_place(record).country for record in records):
            raise BadInputError(f"{path}: a MaxMind DB file without countries; allowed are country and city databases")
        self._metadata = self._reader.metadata()

    @property
    def kind(self) -> str:
        """The database's own name of its type, such as `GeoLite2-City`."""
        return self._metadata.database_type

    @property
    def built_at(self) -> int:
        """Epoch seconds."""
        return self._metadata.build_epoch

    def place(self, packed: bytes) -> Place:
        """Of an address; NOWHERE for private, reserved and unknown ones, and where the file is damaged."""
        if not is_public(packed):
            return NOWHERE
        try:
            record = self._reader.get(inet_ntop(AF_INET if len(packed) == 4 else AF_INET6, packed))
        except (maxminddb.InvalidDatabaseError, ValueError):
            return NOWHERE
        return _place(record) if isinstance(record, dict) else NOWHERE

    def close(self) -> None:
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _place(record: dict[str, Any]) -> Place:
    code = record.get("country_code") or _at(record, "country", "iso_code")
    if "subdivisions" not in record and "city" not in record:
        return _in_country(code) if isinstance(code, str) else NOWHERE
    country = find_country(code)
    names = (_at(record, "subdivisions", 0, "names", "en"), _at(record, "city", "names", "en"))
    region, city = (name if isinstance(name, str) else None for name in names)
    return Place(country, region, city)


@lru_cache(300)
def _in_country(code: str) -> Place:
    return Place(find_country(code), None, None)


def _at(record: object, *steps: str | int) -> object:
    for step in steps:
        if isinstance(step, str) and isinstance(record, dict):
            record = record.get(step)
        elif isinstance(step, int) and isinstance(record, list) and len(record) > step:
            record = record[step]
        else:
            return None
    return record


def find_country(code: object) -> str | None:
    """Two capitals; None for anything else, and for XX and ZZ, which stand for unknown."""
    if not isinstance(code, str) or len(code) != 2 or not (code.isascii() and code.isalpha()):
        return None
    code = code.upper()
    return None if code in {"XX", "ZZ"} else code


def unpack_shipped(folder: Path) -> Path:
    """The shipped database, unpacked once into `folder`, which is made if need be. Safe beside other processes."""
    target = folder / SHIPPED_NAME
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    packed = (files("engine.ingest") / "data" / f"{SHIPPED_NAME}.xz").read_bytes()
    unfinished = folder / f"{SHIPPED_NAME}.{os.getpid()}.tmp"
    with unfinished.open("wb") as file:
        file.write(lzma.decompress(packed))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    return target
