"""How hits stand in a journal file: a header, then frames of one Arrow record batch each.

A frame is `length, sequence, checksum` (three little-endian unsigned 32-bit numbers) and `length` bytes of an Arrow IPC
message. The checksum is the CRC-32 of length, sequence and message, so that no damaged field goes unseen; the sequence
counts frames from 0, so that an old block of the disk behind the end is not taken for a frame.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from schemas.hits import HIT_SCHEMA

HEADER = b"HITLAKE1"
_FRAME = struct.Struct("<III")
_KEYED = struct.Struct("<II")


@dataclass(frozen=True, slots=True)
class JournalContent:
    """What a journal file holds: its whole frames, and how many of its bytes they take. More bytes are damage."""

    batches: tuple[pa.RecordBatch, ...]
    good_length: int
    damage: str | None


def encode_frame(batch: pa.RecordBatch, sequence: int) -> bytes:
    message: bytes = batch.serialize().to_pybytes()
    return _FRAME.pack(len(message), sequence, _checksum(sequence, message)) + message


def read_journal(content: bytes) -> JournalContent:
    """The frames before the first damage; never raises on bad bytes."""
    if len(content) < len(HEADER):
        return JournalContent((), 0, None if HEADER.startswith(content) else "the header is damaged")
    batches: list[pa.RecordBatch] = []
    # Frames prove themselves: a rotten header costs none of them.
    good, damage = len(HEADER), None if content[: len(HEADER)] == HEADER else "the header is damaged"
    for batch, end, trouble in _frames(content):
        if trouble is not None or batch is None:
            damage = trouble
            break
        batches.append(batch)
        good = end
    return JournalContent(tuple(batches), good, damage)


def _frames(content: bytes) -> Iterator[tuple[pa.RecordBatch | None, int, str | None]]:
    position, sequence = len(HEADER), 0
    while position < len(content):
        if position + _FRAME.size > len(content):
            yield None, position, "the last frame is cut off"
            return
        length, found, checksum = _FRAME.unpack_from(content, position)
        message = content[position + _FRAME.size : position + _FRAME.size + length]
        if len(message) < length or found != sequence or _checksum(sequence, message) != checksum:
            yield None, position, f"frame {sequence} at byte {position} is not whole"
            return
        position += _FRAME.size + length
        yield pa.ipc.read_record_batch(pa.py_buffer(message), HIT_SCHEMA), position, None
        sequence += 1


def _checksum(sequence: int, message: bytes) -> int:
    return zlib.crc32(message, zlib.crc32(_KEYED.pack(len(message), sequence)))
