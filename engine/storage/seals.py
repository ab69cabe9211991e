"""A seal: the digest of a Parquet file, standing in the file itself, so that one flipped bit is seen.

DuckDB writes no checksums, and reads a flipped bit as another value. The seal stands between the last column chunk and
the footer: offsets in Parquet count from the file's begin, and no reader looks into that gap. It is `MARK` and
DIGEST_BYTES of the BLAKE2b of all other bytes, footer included; it costs one reading of the file, a second a gigabyte.
It comes and goes with its file by the same rename. Files of before have none, and are read as ever.
"""

import hashlib
import os
import struct
from pathlib import Path
from typing import BinaryIO

from schemas.errors import DamagedFileError

MARK = b"HITSEAL1"
DIGEST_BYTES = 16
_SEAL_BYTES = len(MARK) + DIGEST_BYTES
_TAIL = struct.Struct("<I4s")
_MAGIC = b"PAR1"
_CHUNK_BYTES = 1 << 20


def seal(path: Path) -> None:
    """Puts the seal into a file that is finished and not yet under its final name. Raises OSError."""
    with path.open("r+b") as file:
        footer_begin = _footer_begin(file)
        assert footer_begin is not None, f"{path} is no Parquet file"
        file.seek(footer_begin)
        footer = file.read()
        digest = _digest(file, footer_begin, footer)
        file.seek(footer_begin)
        file.write(MARK + digest + footer)


def is_whole(path: Path) -> bool | None:
    """Whether the seal fits; None where there is none. Raises OSError."""
    with path.open("rb") as file:
        footer_begin = _footer_begin(file)
        if footer_begin is None or footer_begin < _SEAL_BYTES:
            return None
        seal_begin = footer_begin - _SEAL_BYTES
        file.seek(seal_begin)
        found, footer = file.read(_SEAL_BYTES), file.read()
        if not found.startswith(MARK):
            return None
        return _digest(file, seal_begin, footer) == found[len(MARK) :]


def require_whole(path: Path) -> None:
    """Raises DamagedFileError where the seal is broken, OSError."""
    if is_whole(path) is False:
        raise DamagedFileError(f"{path.parent.name}/{path.name} is damaged: its bytes are not those that were written")


def _footer_begin(file: BinaryIO) -> int | None:
    size = file.seek(0, os.SEEK_END)
    if size < len(_MAGIC) + _TAIL.size:
        return None
    file.seek(size - _TAIL.size)
    length, magic = _TAIL.unpack(file.read(_TAIL.size))
    begin: int = size - _TAIL.size - length
    return begin if magic == _MAGIC and begin >= len(_MAGIC) else None


def _digest(file: BinaryIO, data_end: int, footer: bytes) -> bytes:
    """Of the file's first `data_end` bytes and the footer."""
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    file.seek(0)
    left = data_end
    while left and (chunk := file.read(min(left, _CHUNK_BYTES))):
        digest.update(chunk)
        left -= len(chunk)
    digest.update(footer)
    return digest.digest()
