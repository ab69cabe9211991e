"""How rows are written: a format is one class here. All of them stream: a batch is written and forgotten."""

from typing import IO, Protocol

import pyarrow as pa

CSV_NULL = ""
"""An absent text; a text without letters is written between quotes."""


class RowWriter(Protocol):
    """Use as a context manager: what the format has at its end is written then."""

    def __enter__(self) -> "RowWriter": ...

    def __exit__(self, *_: object) -> None: ...

    def write(self, batch: pa.RecordBatch) -> None: ...


class ParquetRows:
    def __init__(self, file: IO[bytes], schema: pa.Schema) -> None:
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(file, schema, compression="zstd", store_schema=False)

    def __enter__(self) -> "ParquetRows":
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)


class CsvRows:
    """With a header. What is nested is JSON in a field."""

    def __init__(self, file: IO[bytes], schema: pa.Schema) -> None:
        import pyarrow.csv as csv

        self._writer = csv.CSVWriter(file, schema, write_options=csv.WriteOptions(quoting_style="needed"))

    def __enter__(self) -> "CsvRows":
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)


class JsonRows:
    """One object a line; the batches have one column, which is the objects' text."""

    def __init__(self, file: IO[bytes], schema: pa.Schema) -> None:
        assert schema.types == [pa.string()]
        self._file = file

    def __enter__(self) -> "JsonRows":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.flush()

    def write(self, batch: pa.RecordBatch) -> None:
        if batch.num_rows:
            self._file.write("\n".join(batch.column(0).to_pylist()).encode() + b"\n")
