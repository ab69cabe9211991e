"""How hits stand in a journal file: a header, then frames of one Arrow record batch each, with its receipts if any.

A frame is `length, sequence, checksum` (three little-endian unsigned 32-bit numbers) and `length` bytes: an Arrow IPC
message of hits and, where some of them have receipts, a second one of these. The checksum is the CRC-32 of length,
sequence and messages, so that no damaged field goes unseen; the sequence counts frames from 0, so that an old block of
the disk behind the end is not taken for a frame.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from schemas.hits import HIT_SCHEMA
from schemas.receipts import RECEIPT_SCHEMA, Receipt, receipt_batch, receipts_of

HEADER = b"HITLAKE1"
_FRAME = struct.Struct("<III")
_KEYED = struct.Struct("<II")


@dataclass(frozen=True, slots=True)
class JournalContent:
    """What a journal file holds: its whole frames, and how many of its bytes they take. More bytes are damage."""

    batches: tuple[pa.RecordBatch, ...]
    receipts: tuple[Receipt, ...]
    good_length: int
    damage: str | None


def encode_frame(batch: pa.RecordBatch, receipts: list[Receipt], sequence: int) -> bytes:
    batches = [batch, receipt_batch(receipts)] if receipts else [batch]
    parts = [memoryview(one.serialize()) for one in batches]
    length = sum(map(len, parts))
    return b"".join([_FRAME.pack(length, sequence, _checksum(sequence, length, parts)), *parts])


def read_journal(content: bytes) -> JournalContent:
    """The frames before the first damage; never raises on bad bytes."""
    if len(content) < len(HEADER):
        return JournalContent((), (), 0, None if HEADER.startswith(content) else "the header is damaged")
    batches: list[pa.RecordBatch] = []
    receipts: list[Receipt] = []
    # Frames prove themselves: a rotten header costs none of them.
    good, damage = len(HEADER), None if content[: len(HEADER)] == HEADER else "the header is damaged"
    for frame, end, trouble in _frames(content):
        if trouble is not None:
            damage = trouble
            break
        batch, its_receipts = _decode(frame)
        batches.append(batch)
        receipts += its_receipts
        good = end
    return JournalContent(tuple(batches), tuple(receipts), good, damage)


def _frames(content: bytes) -> Iterator[tuple[bytes, int, str | None]]:
    """The content of each frame and where it ends; at the first damage, what it is."""
    position, sequence = len(HEADER), 0
    while position < len(content):
        if position + _FRAME.size > len(content):
            yield b"", position, "the last frame is cut off"
            return
        length, found, checksum = _FRAME.unpack_from(content, position)
        message = content[position + _FRAME.size : position + _FRAME.size + length]
        if len(message) < length or found != sequence or _checksum(sequence, length, [message]) != checksum:
            yield b"", position, f"frame {sequence} at byte {position} is not whole"
            return
        position += _FRAME.size + length
        yield message, position, None
        sequence += 1


def _decode(frame: bytes) -> tuple[pa.RecordBatch, list[Receipt]]:
    reader = pa.BufferReader(frame)
    hits = pa.ipc.read_record_batch(pa.ipc.read_message(reader), HIT_SCHEMA)
    if reader.tell() == len(frame):
        return hits, []
    return hits, receipts_of(pa.ipc.read_record_batch(pa.ipc.read_message(reader), RECEIPT_SCHEMA))


def _checksum(sequence: int, length: int, parts: Iterable[bytes | memoryview]) -> int:
    """`parts` are of `length` bytes together."""
    checksum = zlib.crc32(_KEYED.pack(length, sequence))
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    return checksum
