"""Bodies that are Arrow IPC streams: read as nothing but what they may be, and never as more than they hold."""

import struct

import pyarrow as pa
import pyarrow.compute as pc

from schemas.api_v1.writes import MOST_ROWS
from schemas.errors import BadInputError, TooLargeError

STREAMS = (b"application/vnd.apache.arrow.stream",)

_VIEW_WORDS = 4
"""A text in a view array is 16 bytes, whose first 32 bits are its length."""


def parsed_stream(body: bytes) -> pa.Table:
    """Its rows, at most MOST_ROWS. Raises BadInputError and TooLargeError."""
    batches: list[pa.RecordBatch] = []
    rows = 0
    try:
        if any(_is_compressed(message) for message in pa.ipc.MessageReader.open_stream(body)):
            raise BadInputError("the Arrow stream is compressed; send it without compression")
        with pa.ipc.open_stream(body) as reader:
            for batch in reader:
                rows += batch.num_rows
                if rows > MOST_ROWS:
                    raise TooLargeError(f"the batch has more than {MOST_ROWS} rows; at most {MOST_ROWS} are read")
                # What is sent may lie about where its texts are: nothing is read before all of it is looked at.
                batch.validate(full=True)
                _require_held(batch, len(body))
                batches.append(batch)
            return pa.Table.from_batches(batches, reader.schema)
    except (pa.ArrowException, OSError, struct.error, ValueError) as error:
        raise BadInputError(f"the body must be an Arrow IPC stream: {error}") from None


def _require_held(batch: pa.RecordBatch, body_bytes: int) -> None:
    """Many texts of a view array can lie in the same place, so that few bytes become many."""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        views = column.dictionary if pa.types.is_dictionary(column.type) else column
        if pa.types.is_string_view(views.type) or pa.types.is_binary_view(views.type):
            count = _VIEW_WORDS * (views.offset + len(views))
            words = pa.Array.from_buffers(pa.int32(), count, [None, views.buffers()[1]])
            lengths = words.take(pa.array(range(_VIEW_WORDS * views.offset, count, _VIEW_WORDS), pa.int64()))
            if (pc.sum(lengths).as_py() or 0) > body_bytes:
                raise BadInputError(f"the texts of the column {name} are longer together than the body")


_MESSAGE_HEADER_TYPE, _MESSAGE_HEADER = 1, 2
_DICTIONARY_DATA, _BATCH_COMPRESSION = 1, 3
_DICTIONARY_BATCH, _RECORD_BATCH = 2, 3
"""Numbers of fields and kinds of messages in Arrow's format. pyarrow shows them only once all is unpacked."""


def _is_compressed(message: pa.ipc.Message) -> bool:
    metadata = message.metadata.to_pybytes()
    root = _Table(metadata, struct.unpack_from("<I", metadata)[0])
    kind, batch = root.number(_MESSAGE_HEADER_TYPE), root.table(_MESSAGE_HEADER)
    if kind == _DICTIONARY_BATCH and batch is not None:
        kind, batch = _RECORD_BATCH, batch.table(_DICTIONARY_DATA)
    return kind == _RECORD_BATCH and batch is not None and batch.table(_BATCH_COMPRESSION) is not None


class _Table:
    """A table of a FlatBuffer. Raises struct.error where it lies outside of the bytes."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content, self._at = content, at
        self._fields = at - struct.unpack_from("<i", content, at)[0]
        self._fields_bytes = struct.unpack_from("<H", content, self._fields)[0]

    def number(self, field: int) -> int:
        """Of one byte; 0 where it is not there."""
        place = self._place(field)
        return self._content[place] if place else 0

    def table(self, field: int) -> "_Table | None":
        place = self._place(field)
        return _Table(self._content, place + struct.unpack_from("<I", self._content, place)[0]) if place else None

    def _place(self, field: int) -> int:
        entry = 4 + 2 * field
        if entry + 2 > self._fields_bytes:
            return 0
        offset: int = struct.unpack_from("<H", self._content, self._fields + entry)[0]
        return self._at + offset if offset else 0
