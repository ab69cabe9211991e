"""What is sent again under the same name is stored once."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from schemas.sites import AccessType
from tests.server.api_v1.writes.conftest import Program

DAY_SECONDS = 24 * 3600


def test_a_repeated_request_has_the_same_answer_and_stores_nothing(program: Program) -> None:
    sent = {"path": "/a", "visitor_id": "anna"}
    first = program.post("hits", sent, idempotency_key="one")
    program.running.clock.move(seconds=90)
    again = program.post("hits", sent, idempotency_key="one")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert program.post("hits", sent, idempotency_key="two").json()["hit"]["id"] == first.json()["hit"]["id"] + 1
    assert len(program.hits()) == 2


def test_a_repeated_batch_has_the_same_answer_and_stores_nothing(program: Program) -> None:
    rows = [{"path": "/a"}, {"path": ""}, {"path": "/b", "user_agent": "curl/8"}]
    first = program.post("hits/batch", rows, idempotency_key="one")
    assert program.post("hits/batch", rows, idempotency_key="one").json() == first.json()
    assert [row["status"] for row in first.json()["results"]] == ["created", "error", "ignored"]
    assert len(program.hits()) == 1


def test_a_repeated_request_that_was_ignored_is_counted_once(program: Program) -> None:
    sent = {"path": "/a", "user_agent": "curl/8"}
    answers = [program.post("hits", sent, idempotency_key="one") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    running = program.running
    today = running.app.lake.calendar.today(running.site.id)
    drops = running.app.registry.drops.of_site(running.site.id, today, today.replace(day=today.day + 1))
    assert list(drops.values()) == [1]


@pytest.mark.parametrize(
    ("what", "other"), [("hits", {"path": "/b"}), ("hits/batch", [{"path": "/a"}]), ("events", {"event": "a.b"})]
)
def test_a_key_that_is_used_for_something_else_is_refused(program: Program, what: str, other: Any) -> None:
    program.post("hits", {"path": "/a"}, idempotency_key="one")
    response = program.post(what, other, idempotency_key="one")
    text = "Idempotency-Key 'one' was used before for another request; every request needs its own"
    assert (response.status_code, response.json()) == (422, {"status": "error", "errors": [text], "error": text})
    assert len(program.hits()) == 1


def test_a_request_with_errors_may_be_mended_under_the_same_key(program: Program) -> None:
    assert program.post("hits", {"path": ""}, idempotency_key="one").status_code == 422
    assert program.post("hits", {"path": "/a"}, idempotency_key="one").status_code == 201


def test_every_api_key_has_idempotency_keys_of_its_own(program: Program) -> None:
    running = program.running
    _, other = running.app.registry.keys.create(running.site.account_id, "", AccessType.FULL)
    program.post("hits", {"path": "/a"}, idempotency_key="one")
    assert Program(running, other, program.path).post("hits", {"path": "/b"}, idempotency_key="one").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "ä"])
def test_a_key_that_cannot_be_one_is_refused(program: Program, key: str) -> None:
    headers = [*program.headers.items(), ("Idempotency-Key", key)]
    raw = [(name.encode(), value.encode()) for name, value in headers]
    response = program.running.client.post(f"{program.path}/hits", json={"path": "/a"}, headers=raw)
    assert response.status_code == 400
    assert response.json()["error"].endswith("it must be 1 to 255 printable ASCII characters")


def test_a_row_with_an_id_is_stored_once_in_whatever_request_it_comes(program: Program) -> None:
    rows = [{"path": "/a", "id": "row-1"}, {"path": "/b", "id": 2}, {"path": "/c"}]
    first = program.post("hits/batch", rows).json()
    again = program.post("hits/batch", [{"path": "/d"}, *rows]).json()
    alone = program.post("hits", rows[0])
    assert [row["status"] for row in first["results"]] == ["created"] * 3
    assert again == {
        "created_count": 4,
        "ignored_count": 0,
        "error_count": 0,
        "results": [
            {"index": 0, "status": "created"},
            {"index": 1, "status": "created", "repeated": True},
            {"index": 2, "status": "created", "repeated": True},
            {"index": 3, "status": "created"},
        ],
    }
    assert (alone.status_code, alone.json()["hit"]["id"], alone.json()["hit"]["path"]) == (201, 1, "/a")
    assert sorted(hit["path"] for hit in program.hits()) == ["/a", "/b", "/c", "/c", "/d"]


def test_a_row_that_stands_in_a_request_twice_is_stored_once(program: Program) -> None:
    rows = [{"path": "/a", "id": 1}, {"path": "/a", "id": 1}, {"path": "/b", "id": 1}]
    robot = [{"path": "/a", "user_agent": "curl/8", "id": 2}] * 2
    results = program.post("hits/batch", [*rows, *robot]).json()["results"]
    assert [(row["status"], row.get("repeated")) for row in results] == [
        ("created", None),
        ("created", True),
        ("error", None),
        ("ignored", None),
        ("ignored", None),
    ]
    assert len(program.hits()) == 1


def test_an_id_that_is_used_for_another_row_is_an_error_of_that_row(program: Program) -> None:
    program.post("hits", {"path": "/a", "id": "one"})
    text = "id 'one' was used before for another hit; every hit needs its own"
    single = program.post("hits", {"path": "/b", "id": "one"})
    assert (single.status_code, single.json()["errors"]) == (422, [text])
    batch = program.post("hits/batch", [{"path": "/b", "id": "one"}, {"path": "/c"}]).json()
    assert batch["results"] == [{"index": 0, "status": "error", "errors": [text]}, {"index": 1, "status": "created"}]


def test_many_repetitions_at_the_same_time_store_one_hit(program: Program) -> None:
    def send(number: int) -> tuple[int, int]:
        named = {"idempotency_key": "one"} if number % 2 else {}
        path = "/header" if named else "/row"
        response = program.post("hits", {"path": path} | ({} if named else {"id": "row"}), **named)
        return response.status_code, response.json()["hit"]["id"]

    with ThreadPoolExecutor(16) as threads:
        answers = set(threads.map(send, range(60)))
    assert sorted(answers) == [(201, 1), (201, 2)]
    assert sorted(hit["path"] for hit in program.hits()) == ["/header", "/row"]


def test_batches_that_share_rows_at_the_same_time_store_each_once(program: Program) -> None:
    def send(first: int) -> int:
        rows = [{"path": f"/{number}", "id": number} for number in range(first, first + 20)]
        count: int = program.post("hits/batch", rows[:: -1 if first % 2 else 1]).json()["created_count"]
        return count

    with ThreadPoolExecutor(12) as threads:
        assert set(threads.map(send, range(40))) == {20}
    paths = [hit["path"] for hit in program.hits(per_page="1000")]
    assert (len(paths), len(set(paths))) == (59, 59)


def test_names_are_remembered_for_a_day_and_not_for_ever(program: Program) -> None:
    program.post("hits", {"path": "/a", "id": "row"}, idempotency_key="one")
    running = program.running
    running.clock.move(seconds=DAY_SECONDS)
    running.app.registry.forget()
    assert program.post("hits", {"path": "/a", "id": "row"}, idempotency_key="one").json()["hit"]["id"] == 1
    running.app.lake.housekeeping.tick()
    running.clock.move(seconds=1)
    running.app.registry.forget()
    assert program.post("hits", {"path": "/a", "id": "row"}, idempotency_key="one").json()["hit"]["id"] == 2


def test_what_was_sent_is_remembered_under_the_salt_of_its_day(program: Program) -> None:
    """An address in it could be guessed from a plain digest; once the salt is gone, nobody can."""
    app = program.running.app
    for key in ("one", "two", "three"):
        program.post("hits", {"path": "/a", "ip_address": "203.0.113.7"}, idempotency_key=key)
        if key == "two":
            program.running.clock.move(seconds=DAY_SECONDS)
    app.lake.receipts.save()
    with sqlite3.connect(app.registry.database.path) as database:
        counts = database.execute("select count(*) from receipts group by content order by 1").fetchall()
    assert counts == [(1,), (2,)]
