"""What is remembered of a request or a row that bears a name, so that its repetition stores nothing again."""

from typing import NamedTuple

import pyarrow as pa

NAME_BYTES = 16
CONTENT_BYTES = 16

REMEMBERED_MS = 24 * 3600 * 1000
"""How long a receipt is kept at least."""


class Receipt(NamedTuple):
    """Written in the same commit as the hits it speaks of: both are on disk, or neither is."""

    name: bytes
    """NAME_BYTES of a digest: which request or row."""
    content: bytes
    """CONTENT_BYTES of a digest: what it said."""
    hit_id: int
    """Of its first hit. On the way to the commit, the place of that hit among those it is stored with."""
    answer: bytes | None
    """What a request was answered; None for a row."""
    created_at_ms: int


RECEIPT_SCHEMA: pa.Schema = pa.schema(
    [
        pa.field("name", pa.binary(NAME_BYTES), nullable=False),
        pa.field("content", pa.binary(CONTENT_BYTES), nullable=False),
        pa.field("hit_id", pa.int64(), nullable=False),
        pa.field("answer", pa.binary()),
        pa.field("created_at_ms", pa.int64(), nullable=False),
    ]
)


def receipt_batch(receipts: "list[Receipt]") -> pa.RecordBatch:
    columns = zip(*receipts, strict=True) if receipts else ((),) * len(RECEIPT_SCHEMA)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, RECEIPT_SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=RECEIPT_SCHEMA)


def receipts_of(batch: pa.RecordBatch) -> list[Receipt]:
    return [Receipt(*row) for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
