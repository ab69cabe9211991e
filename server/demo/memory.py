"""What a demo keeps beside its data: when it began, up to when it has hits, its keys and its password."""

import os
from datetime import date
from pathlib import Path

import msgspec

from engine.storage.layout import Layout
from schemas.errors import BadInputError
from server.demo.clock import today_in
from server.demo.plan import days_ending

DAYS = 90
TIME_ZONE = "Europe/Berlin"
FILE_NAME = "demo.json"
NOTICE = (
    "Keys and password of made-up data, kept here so that the demo can show them again. A real server shows a key once."
)


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    origin: date
    """Its first day; the site's growth is counted from there."""
    filled_until_ms: int = 0
    read_only_key: str = ""
    full_access_key: str = ""
    password: str = ""
    """Of the made-up account, drawn at random: no two demos have the same."""
    notice: str = NOTICE


def recall(data: Path, now_ms: int) -> Memory:
    """What the demo in a data folder was; in one without a server's data it begins anew.

    Raises BadInputError for a folder that holds another server's data.
    """
    path = data / FILE_NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Memory)
    except FileNotFoundError:
        pass
    except msgspec.DecodeError as error:
        raise BadInputError(f"{path} cannot be read ({error}): delete {data} and the demo begins anew") from None
    if Layout(data).database.exists():
        raise BadInputError(f"{data} holds data that is no demo: choose another folder with --data DIR")
    return Memory(origin=days_ending(today_in(TIME_ZONE, now_ms), DAYS)[0])


def remember(data: Path, memory: Memory) -> None:
    """For the owner of the folder alone, as there are keys in it."""
    path = data / FILE_NAME
    unfinished = path.with_suffix(".tmp")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(memory), indent=2) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
