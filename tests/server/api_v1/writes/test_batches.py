"""Many rows a request: each is stored, ignored or refused by itself."""

from typing import Any

import pytest

from engine.registry.site_changes import SiteChanges
from schemas.api_v1.writes import MOST_ROWS
from tests.server.api_v1.writes.conftest import Program
from tests.server.conftest import Running


@pytest.fixture
def running(shared: Running) -> Running:
    return shared


def test_good_bad_and_ignored_rows_stand_side_by_side(program: Program) -> None:
    running = program.running
    running.app.registry.sites.update(running.site.id, SiteChanges(ignored_paths=("/admin*",)))
    response = program.post(
        "hits/batch",
        [
            {"path": "/a"},
            {"path": "", "country": "usa"},
            {"path": "/admin"},
            7,
            {"path": "/b", "user_agent": "curl/8"},
            {"path": "/c", "created_at": "2026-03-10T12:59:59.5+01:00"},
        ],
    )
    assert response.status_code == 200
    assert response.json() == {
        "created_count": 2,
        "ignored_count": 2,
        "error_count": 2,
        "results": [
            {"index": 0, "status": "created"},
            {
                "index": 1,
                "status": "error",
                "errors": [
                    "path is required; it must be a path like /blog/my-post",
                    "country is 'usa'; it must be two capital letters like US",
                ],
            },
            {"index": 2, "status": "ignored", "reason": "ignored_path"},
            {"index": 3, "status": "error", "errors": ["the hit is 7; it must be an object"]},
            {"index": 4, "status": "ignored", "reason": "robot"},
            {"index": 5, "status": "created"},
        ],
    }
    assert [hit["path"] for hit in program.hits()] == ["/c", "/a"]


def test_events_come_in_batches_too(program: Program) -> None:
    response = program.post("events/batch", [{"event": "a.b"}, {"event": "a"}, {"event": "a.b", "value": 1}])
    assert [row["status"] for row in response.json()["results"]] == ["created", "error", "created"]
    assert program.events() == [{"name": "a.b", "count": 2}]


def test_an_empty_batch_has_no_results(program: Program) -> None:
    response = program.post("hits/batch", [])
    assert (response.status_code, response.json()) == (
        200,
        {"created_count": 0, "ignored_count": 0, "error_count": 0, "results": []},
    )


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b'{"path": "/a"}', 422, "the body is an object; it must be an array"),
        (b'"/a"', 422, "the body is '/a'; it must be an array"),
        (b"", 400, "the body must be JSON: Input data was truncated"),
        (b'[{"path": "/a"},', 400, "the body must be JSON: Input data was truncated"),
        (b'[{"path": "/a"}, tru]', 400, "the body must be JSON: JSON is malformed"),
        (b"[" * 100_000, 400, "the body must be JSON: "),
    ],
)
def test_a_body_that_is_no_array_is_refused(program: Program, body: bytes, status: int, error: str) -> None:
    response = program.post("hits/batch", body)
    assert response.status_code == status, response.text
    assert response.json()["error"].startswith(error)
    assert program.hits() == []


LINES = {"content_type": "application/x-ndjson; charset=utf-8"}


def test_a_body_of_lines_is_stored_as_an_array_is(program: Program) -> None:
    lines = b'{"path": "/a"}\r\n\n  {"path": "/b\\ud800"}\n7\n{"path": "/c", "country": "usa"}\n{"path": "/d"}'
    answer = program.post("hits/batch", lines, **LINES).json()
    assert [row["status"] for row in answer["results"]] == ["created", "created", "error", "error", "created"]
    assert [hit["path"] for hit in program.hits()] == ["/a", "/b\ufffd", "/d"]
    assert program.post("events/batch", b'{"event": "a.b"}\n{"event": "a.b"}\n', **LINES).json()["created_count"] == 2
    assert program.post("hits/batch", b"", **LINES).json()["results"] == []


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b'{"path": "/a"}\n{"path": "/b"', 400, "line 2 must be JSON: Input data was truncated"),
        (b"no json", 400, "line 1 must be JSON: JSON is malformed"),
        (b"1\n" * (MOST_ROWS + 1), 413, f"the batch has {MOST_ROWS + 1} rows"),
    ],
)
def test_a_body_of_broken_lines_is_refused_as_a_whole(program: Program, body: bytes, status: int, error: str) -> None:
    response = program.post("hits/batch", body, **LINES)
    assert response.status_code == status, response.text
    assert response.json()["error"].startswith(error)
    assert program.hits() == []


def test_a_row_that_is_no_unicode_costs_itself_alone(program: Program) -> None:
    response = program.post("hits/batch", rb'[{"path": "/a"}, {"path": "/b\ud800"}, {"path": "' + b"\xff" + rb'"}]')
    statuses = [(row["status"], row.get("errors", [""])[0][:35]) for row in response.json()["results"]]
    assert statuses == [("created", ""), ("created", ""), ("error", "the hit cannot be read as JSON: 'ut")]
    assert [hit["path"] for hit in program.hits()] == ["/a", "/b\ufffd"]


def test_too_many_rows_are_refused_as_a_whole(program: Program) -> None:
    response = program.post("hits/batch", b"[" + b"1," * MOST_ROWS + b"1]")
    assert (response.status_code, response.json()) == (
        413,
        {"error": f"the batch has {MOST_ROWS + 1} rows; at most {MOST_ROWS} are read"},
    )


def test_too_long_a_batch_is_refused_with_its_limit(program: Program) -> None:
    most = program.running.app.settings.max_batch_bytes
    response = program.post("hits/batch", b" " * (most + 1))
    assert (response.status_code, response.json()) == (
        413,
        {"error": f"the body is too large; at most {most} bytes are read (max_batch_bytes)"},
    )


def test_a_batch_of_all_the_rows_that_are_allowed_is_stored(program: Program) -> None:
    body = b"[" + b",".join(b'{"path":"/%d","visitor_id":%d}' % (n % 40, n % 500) for n in range(MOST_ROWS)) + b"]"
    answer = program.post("hits/batch", body).json()
    assert (answer["created_count"], len(answer["results"])) == (MOST_ROWS, MOST_ROWS)
    assert program.running.ask("stats").json()["pageviews"] == MOST_ROWS


def test_a_large_batch_is_stored_as_a_small_one_is(program: Program) -> None:
    rows: list[dict[str, Any]] = [
        {"path": f"/page/{number % 40}", "visitor_id": number % 500, "country": ("DE", "CH", "x")[number % 3]}
        for number in range(12_000)
    ]
    answer = program.post("hits/batch", rows).json()
    assert (answer["created_count"], answer["ignored_count"], answer["error_count"]) == (8000, 0, 4000)
    assert [row["status"] for row in answer["results"][:4]] == ["created", "created", "error", "created"]
    assert [row["index"] for row in answer["results"]] == list(range(12_000))
    stats = program.running.ask("stats").json()
    assert (stats["pageviews"], stats["visitors"]) == (8000, 500)
    assert stats["countries"] == [{"country": "CH", "count": 4000}, {"country": "DE", "count": 4000}]


def test_batch_and_single_rows_are_stored_alike(program: Program) -> None:
    row = {"path": "/a?utm_source=s", "referrer": "https://news.example/1", "country": "FR", "visitor_id": "anna"}
    program.post("hits", row)
    program.post("hits/batch", [row])
    first, second = program.hits()
    assert first | {"id": 0} == second | {"id": 0}


def test_a_server_that_cannot_store_says_so_and_stores_nothing(program: Program) -> None:
    program.running.app.lake.intake.stop()
    response = program.post("hits/batch", [{"path": "/a"}])
    assert (response.status_code, list(response.json())) == (503, ["error"])
    assert int(response.headers["retry-after"]) > 0
