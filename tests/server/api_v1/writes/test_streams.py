"""Batches as Arrow streams: what JSON with the same rows comes to, whatever types say it; and nothing that lies."""

import json
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.registry.site_changes import SiteChanges
from schemas.api_v1.writes import MOST_ROWS
from tests.server.api_v1.writes.conftest import Program
from tests.server.conftest import Running

STREAM = {"content_type": "application/vnd.apache.arrow.stream"}
NO_RESULTS = {"created_count": 0, "ignored_count": 0, "error_count": 0, "results": []}


@pytest.fixture
def running(shared: Running) -> Running:
    return shared


def stream(table: pa.Table, **options: Any) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, max_chunksize=max(1, table.num_rows // 2))
    return bytes(sink.getvalue().to_pybytes())


def test_good_bad_and_ignored_rows_fare_as_in_json(program: Program) -> None:
    running = program.running
    running.app.registry.sites.update(running.site.id, SiteChanges(ignored_paths=("/admin*",)))
    rows = [
        {"path": "/a", "visitor_id": "x", "created_at": "2026-03-10T12:59:59.5+01:00"},
        {"path": "", "country": "usa", "ip_address": "nowhere"},
        {"path": "/admin"},
        {"path": "/b", "user_agent": "curl/8"},
        {"path": "/c", "created_at": "2999-01-01"},
        {"path": "/d", "visitor_id": "x", "country": "DE"},
    ]
    sent = stream(
        pa.Table.from_pylist(
            rows, schema=_schema("path", "visitor_id", "country", "ip_address", "user_agent", "created_at")
        )
    )
    told = program.post("hits/batch", rows).json()
    stored = program.hits()
    assert program.post("hits/batch", sent, **STREAM).json() == told
    assert [hit["path"] for hit in stored] == ["/a", "/d"]
    assert [_without_id(hit) for hit in program.hits() if hit not in stored] == [_without_id(hit) for hit in stored]
    assert told["results"][1]["errors"] == [
        "path is required; it must be a path like /blog/my-post",
        "country is 'usa'; it must be two capital letters like US",
        "ip_address cannot be read; it must be an IPv4 or IPv6 address without a port",
    ]


def _schema(*names: str) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names])


def _without_id(hit: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in hit.items() if name != "id"}


_rows = st.fixed_dictionaries(
    {"event": st.sampled_from(["a.b", "a", "", None, "x.y.z"])},
    optional={
        "path": st.sampled_from(["/a", "b?c=1", "", None, "/\ufffd", "/" * 3000]),
        "value": st.sampled_from(["1", "", None, "x" * 600]),
        "country": st.sampled_from(["US", "us", None]),
        "created_at": st.sampled_from(["2026-03-10T12:00:00Z", "2026-03-10", "1969-01-01", "2999-01-01", "", None]),
        "id": st.sampled_from(["1", "2", "", None]),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_rows, min_size=1, max_size=6))
def test_whatever_rows_say_they_fare_as_in_json(program: Program, rows: Sequence[dict[str, Any]]) -> None:
    held = _held(program)
    for row in rows:  # of another name each time, as it is remembered
        if row.get("id"):
            row["id"] += f" of {held}"
    table = pa.Table.from_pylist(list(rows), schema=_schema("event", "value", "path", "country", "created_at", "id"))
    columns = program.post("events/batch", stream(table), **STREAM).json()
    others = [row | ({"id": f"{row['id']} again"} if row.get("id") else {}) for row in rows]
    lines = program.post("events/batch", others).json()
    assert json.loads(json.dumps(columns).replace(" again", "")) == json.loads(json.dumps(lines).replace(" again", ""))
    created = [result for result in columns["results"] if result["status"] == "created" and not result.get("repeated")]
    assert _held(program) - held == 2 * len(created)


def _held(program: Program) -> int:
    """Hits that are stored."""
    return sum(segment.rows for segment in program.running.app.lake.current.read().segments())


INSTANT = datetime(2026, 3, 10, 12, 0, 0, 250_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "paths",
    [
        pa.array(["/a", "/b", "/a"], pa.string()),
        pa.array(["/a", "/b", "/a"], pa.large_string()),
        pa.array(["/a", "/b", "/a"], pa.string_view()),
        pa.array(["/a", "/b", "/a"]).dictionary_encode(),
        pa.DictionaryArray.from_arrays(pa.array([1, 2, 1], pa.uint8()), pa.array(["", "/a", "/b", None, "x" * 9999])),
    ],
)
@pytest.mark.parametrize(
    "instants",
    [
        *(pa.array([INSTANT] * 3, pa.timestamp(unit, zone)) for unit in ("us", "ns") for zone in ("UTC", None)),
        pa.array([INSTANT] * 3, pa.timestamp("ms", "Asia/Tokyo")),
        pa.array([INSTANT.replace(microsecond=0)] * 3, pa.timestamp("s", "UTC")),
        pa.array([INSTANT.isoformat()] * 3),
    ],
)
def test_texts_and_instants_are_read_in_whatever_type_they_come(
    program: Program, paths: pa.Array, instants: pa.Array
) -> None:
    table = pa.table({"path": paths, "created_at": instants, "visitor_id": pa.array([1, 2, None]), "other": [[1]] * 3})
    assert program.post("hits/batch", stream(table), **STREAM).json()["created_count"] == 3
    assert [(hit["path"], hit["created_at"]) for hit in program.hits()] == [
        (path, "2026-03-10T12:00:00Z") for path in ("/a", "/b", "/a")
    ]


def test_a_frame_of_polars_is_taken_as_it_writes_it(program: Program) -> None:
    frame = pl.DataFrame({"path": ["/a", "/b"], "country": pl.Series(["DE", None], dtype=pl.Categorical)})
    frame = frame.with_columns(created_at=pl.lit(INSTANT))
    assert program.post("hits/batch", frame.write_ipc_stream(None).getvalue(), **STREAM).json()["created_count"] == 2
    assert [(hit["path"], hit["country"]) for hit in program.hits()] == [("/a", "DE"), ("/b", None)]


def test_instants_out_of_reach_cost_their_row_alone(program: Program) -> None:
    for unit in ("s", "ms", "us", "ns"):
        instants = pa.array([-1_000_000_000, 2**62, None, 0], pa.timestamp(unit, "UTC"))
        results = program.post("hits/batch", stream(pa.table({"path": ["/a"] * 4, "created_at": instants})), **STREAM)
        texts = [result.get("errors", [""])[0] for result in results.json()["results"]]
        assert texts[0].startswith("created_at is '19") or texts[0].startswith("created_at is ")
        assert texts[0].endswith("from 1970 on and not in the future")
        assert texts[1].endswith("which is in the future; it must not be later than now")
        assert texts[2:] == ["", ""]


def test_a_table_without_rows_has_no_results(program: Program) -> None:
    assert program.post("hits/batch", stream(pa.table({})), **STREAM).json() == NO_RESULTS
    assert program.post("hits/batch", stream(_schema("path").empty_table()), **STREAM).json() == NO_RESULTS


def test_rows_with_an_id_are_stored_once_however_often_they_come(program: Program) -> None:
    table = pa.table(
        {"path": ["/a", "/b", "/a"], "id": ["1", None, "1"], "created_at": pa.array([INSTANT] * 3, pa.timestamp("ns"))}
    )
    for repeated in (None, True):
        results = program.post("hits/batch", stream(table), **STREAM).json()["results"]
        assert [result["status"] for result in results] == ["created"] * 3
        assert [result.get("repeated") for result in results] == [repeated, None, True]
    assert [hit["path"] for hit in program.hits()] == ["/a", "/b", "/b"]
    other = pa.table({"path": ["/other"], "id": ["1"]})
    result = program.post("hits/batch", stream(other), **STREAM).json()["results"][0]
    assert result["errors"] == ["id '1' was used before for another hit; every hit needs its own"]


def test_a_request_that_is_sent_again_under_its_key_is_stored_once(program: Program) -> None:
    body = stream(pa.table({"path": ["/a"]}))
    first, second = (program.post("hits/batch", body, idempotency_key="k", **STREAM) for _ in range(2))
    assert first.json() == second.json()
    assert len(program.hits()) == 1


@pytest.mark.parametrize("form", ["stream", "array"])
def test_a_brief_answer_tells_of_rows_that_are_not_stored_alone(program: Program, form: str) -> None:
    rows = [{"path": "/a", "id": "1"}, {"path": None, "id": None}, {"path": "/b", "id": "1"}, {"path": "/a", "id": "1"}]
    body: Any = stream(pa.Table.from_pylist(rows)) if form == "stream" else rows
    headers = STREAM if form == "stream" else {}
    answer = program.post("hits/batch", body, prefer="respond-async, Return=Minimal", **headers).json()
    assert (answer["created_count"], answer["error_count"]) == (2, 2)
    assert [(result["index"], result["status"]) for result in answer["results"]] == [
        (1, "error"),
        (2, "error"),
        (3, "created"),
    ]


@pytest.mark.parametrize(
    ("table", "error"),
    [
        (pa.table({"url": ["https://example.com/"]}), "the column path is missing; it must hold a path like"),
        (pa.table({"path": [7]}), "the column path is of type int64; it must hold a path like /blog/my-post"),
        (pa.table({"path": [["/a"]]}), "the column path is of type list<item: string>; it must hold a path like"),
        (pa.table([["/a"], ["/b"]], names=["path", "path"]), "the column path is there 2 times"),
        (pa.table({"path": ["/a"], "created_at": [1]}), "the column created_at is of type int64; it must hold an"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_rows_is_refused_as_a_whole(program: Program, table: pa.Table, error: str) -> None:
    response = program.post("hits/batch", stream(table), **STREAM)
    assert (response.status_code, response.json()["error"][: len(error)]) == (422, error)
    assert program.hits() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"ARROW1\0\0", b"\xff" * 100, stream(pa.table({"path": ["/a"]}))[:-30]])
def test_what_is_no_stream_is_refused(program: Program, body: bytes) -> None:
    response = program.post("hits/batch", body, **STREAM)
    assert (response.status_code, response.json()["error"][:36]) == (400, "the body must be an Arrow IPC stream")


@pytest.mark.parametrize("codec", ["lz4", "zstd"])
@pytest.mark.parametrize("coded", [False, True])
def test_a_compressed_stream_is_refused_before_it_is_unpacked(program: Program, codec: str, coded: bool) -> None:
    paths = pa.array(["/" + "a" * 1000] * 3)
    body = stream(pa.table({"path": paths.dictionary_encode() if coded else paths}), compression=codec)
    response = program.post("hits/batch", body, **STREAM)
    assert response.status_code == 400
    assert response.json()["error"] == "the Arrow stream is compressed; send it without compression"


def test_too_many_rows_are_refused_as_a_whole(program: Program) -> None:
    response = program.post("hits/batch", stream(pa.table({"path": ["/a"] * (MOST_ROWS + 1)})), **STREAM)
    assert response.status_code == 413
    assert f"at most {MOST_ROWS} are read" in response.json()["error"]


def test_texts_that_all_lie_in_the_same_place_are_refused(program: Program) -> None:
    text = b"/" + b"a" * 1_000_000
    view = struct.pack("<i4sii", len(text), text[:4], 0, 0)
    views = pa.Array.from_buffers(pa.string_view(), 1000, [None, pa.py_buffer(view * 1000), pa.py_buffer(text)])
    response = program.post("hits/batch", stream(pa.table({"path": views})), **STREAM)
    assert (response.status_code, response.json()["error"]) == (
        400,
        "the texts of the column path are longer together than the body",
    )


def test_texts_that_lie_outside_of_the_body_are_not_read(program: Program) -> None:
    body = stream(pa.table({"path": ["/a", "/b", "/c", "/d"]}))
    offsets = struct.pack("<iii", 0, 2, 4)
    assert offsets in body
    response = program.post("hits/batch", body.replace(offsets, struct.pack("<iii", 0, 2, 100_000_000)), **STREAM)
    assert response.status_code == 400


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_stream_with_a_wrong_byte_anywhere_is_answered(program: Program, place: int, byte: int) -> None:
    """Nothing of it may end the server: it is stored as what it says, or refused."""
    rows = pa.table({"path": ["/a", "/b"], "country": pa.array(["DE", None]).dictionary_encode(), "visitor_id": [1, 2]})
    body = bytearray(stream(rows))
    body[place % len(body)] = byte
    assert program.post("hits/batch", bytes(body), **STREAM).status_code in (200, 400, 413, 422)
