"""A log is read whatever it is packed with, and told to be damaged where it is."""

import bz2
import gzip
import io
import lzma
import os
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from engine.imports.opening import Source, open_source
from schemas.errors import BadInputError
from tests.engine.imports.loglines import combined, text

LOG = text(*(combined(f"/page-{number}") for number in range(5000)))
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "zstd": lambda data: bytes(pa.compress(data, codec="zstd", asbytes=True)),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


def whole(source: Source) -> bytes:
    with closing(source):
        return b"".join(iter(lambda: source.read(100_000), b""))


@pytest.mark.parametrize("packing", PACKED)
def test_a_log_is_unpacked_by_its_first_bytes_whatever_its_name(tmp_path: Path, packing: str) -> None:
    path = tmp_path / "access.log.1"
    path.write_bytes(PACKED[packing](LOG))
    source = open_source(str(path), io.BytesIO())
    assert whole(source) == LOG
    assert source.taken_bytes == source.size_bytes == path.stat().st_size


@pytest.mark.parametrize("packing", PACKED)
def test_standard_input_is_unpacked_too(packing: str) -> None:
    source = open_source("-", io.BytesIO(PACKED[packing](LOG)))
    assert whole(source) == LOG
    assert source.name == "standard input"
    assert source.size_bytes is None


@pytest.mark.parametrize("packing", PACKED)
def test_packed_pieces_one_after_another_are_one_log(tmp_path: Path, packing: str) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(PACKED[packing](LOG) + PACKED[packing](LOG))
    assert whole(open_source(str(path), io.BytesIO())) == LOG + LOG


@pytest.mark.parametrize("packing", [name for name in PACKED if name != "plain"])
@pytest.mark.parametrize("kept", [0.5, 0.99])
def test_a_packed_file_that_is_cut_off_says_so(tmp_path: Path, packing: str, kept: float) -> None:
    path = tmp_path / "access.log.gz"
    packed = PACKED[packing](LOG)
    path.write_bytes(packed[: int(len(packed) * kept)])
    with pytest.raises(BadInputError, match=r"access\.log\.gz: cut off or damaged, nothing of it was imported"):
        whole(open_source(str(path), io.BytesIO()))


def test_a_gzip_file_with_a_wrong_checksum_says_so(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    packed = bytearray(gzip.compress(LOG))
    packed[-6] ^= 0xFF
    path.write_bytes(packed)
    with pytest.raises(BadInputError, match="cut off or damaged"):
        whole(open_source(str(path), io.BytesIO()))


def test_a_pipe_that_gives_single_bytes_is_recognised() -> None:
    out, into = os.pipe()
    packed = gzip.compress(b"a line\n")

    def feed() -> None:
        for byte in packed:
            os.write(into, bytes([byte]))
        os.close(into)

    thread = threading.Thread(target=feed)
    thread.start()
    assert whole(open_source("-", os.fdopen(out, "rb", buffering=0))) == b"a line\n"
    thread.join()


@pytest.mark.parametrize("content", [b"", b"\n", b"a", b"\x1f"])
def test_a_very_short_file_is_read_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "short"
    path.write_bytes(content)
    assert whole(open_source(str(path), io.BytesIO())) == content


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04....", "is a zip archive without an export that is known; unpack it and import the files in it"),
        (b"PAR1....", "is a Parquet file"),
        ("\ufeffa".encode("utf-16-le"), "is text in UTF-16"),
    ],
)
def test_what_is_no_log_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "odd.log"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=message):
        open_source(str(path), io.BytesIO())


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"missing\.log: cannot be read, No such file"):
        open_source(str(tmp_path / "missing.log"), io.BytesIO())
    with pytest.raises(BadInputError, match="cannot be read, Is a directory"):
        open_source(str(tmp_path), io.BytesIO())
