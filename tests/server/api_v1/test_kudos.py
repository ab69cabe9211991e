"""Kudos in API v1: listed, added, taken away."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from schemas.sites import AccessType
from tests.server.conftest import Running


@pytest.fixture
def writer(running: Running) -> Running:
    """With a key that may write."""
    _, secret = running.app.registry.keys.create(running.site.account_id, "", AccessType.FULL)
    running.headers = {"Authorization": f"Bearer {secret}"}
    return running


def add(running: Running, body: Any) -> httpx.Response:
    return running.client.post(f"/api/v1/sites/{running.site.id}/kudos", json=body, headers=running.headers)


def delete(running: Running, uid: str) -> httpx.Response:
    return running.client.delete(f"/api/v1/sites/{running.site.id}/kudos/{uid}", headers=running.headers)


def listed(running: Running, **query: str) -> Any:
    answer = running.v1(f"/sites/{running.site.id}/kudos", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_kudo_is_added_and_listed_and_taken_away(writer: Running) -> None:
    answer = add(writer, {"path": "blog?x=1", "custom_uid": "reader-7"})
    kudo = {"id": 1, "uid": "reader-7", "path": "/blog", "created_at": "2026-03-10T12:00:00Z"}
    assert (answer.status_code, answer.json()) == (201, {"status": "created", "kudo": kudo})
    assert listed(writer) == {
        "kudos": [kudo],
        "pagination": {"current_page": 1, "per_page": 100, "total_count": 1, "total_pages": 1},
        "filters": {
            "start_date": "2026-02-08",
            "end_date": "2026-03-10",
            "path": None,
            "uid": None,
            "time_zone": "user",
        },
    }
    gone = delete(writer, "reader-7")
    assert (gone.status_code, gone.json()) == (200, {"status": "deleted", "kudo": kudo})
    assert listed(writer)["kudos"] == []
    assert delete(writer, "reader-7").status_code == 404


def test_a_kudo_that_is_sent_again_under_its_uid_counts_once(writer: Running) -> None:
    first, second = (add(writer, {"path": "/a", "custom_uid": 77}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json() | {"repeated": True}
    clash = add(writer, {"path": "/b", "custom_uid": "77"})
    assert (clash.status_code, "taken by a kudo for '/a'" in clash.json()["error"]) == (409, True)
    assert listed(writer)["pagination"]["total_count"] == 1


def test_a_kudo_without_a_uid_is_given_one(writer: Running) -> None:
    uids = {add(writer, {"path": "/a"}).json()["kudo"]["uid"] for _ in range(3)}
    assert len(uids) == 3
    assert delete(writer, uids.pop()).status_code == 200
    assert {row["uid"] for row in listed(writer)["kudos"]} == uids


@pytest.mark.parametrize("uid", ["a@b.example", "50%", "ä?b#c", "a+b", "..a"])
def test_whatever_uid_is_taken_can_be_deleted(writer: Running, uid: str) -> None:
    assert add(writer, {"path": "/a", "custom_uid": uid}).json()["kudo"]["uid"] == uid
    assert listed(writer, uid=uid)["pagination"]["total_count"] == 1
    assert delete(writer, quote(uid, safe="")).status_code == 200


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, ["path is required; it must be a path like /blog/my-post"]),
        ([], ["the body is an array; it must be an object"]),
        (
            {"path": 5, "custom_uid": "a/b"},
            [
                "path is 5; it must be a path like /blog/my-post",
                "custom_uid is 'a/b'; it must be a text without blanks and slashes",
            ],
        ),
        ({"path": "/", "custom_uid": ".."}, ["custom_uid is '..'; it must be a text without blanks and slashes"]),
    ],
)
def test_all_that_is_wrong_is_named_at_once(writer: Running, body: Any, errors: list[str]) -> None:
    answer = add(writer, body)
    assert (answer.status_code, answer.json()["status"], answer.json()["errors"]) == (422, "error", errors)


def test_kudos_are_chosen_by_page_and_day(writer: Running) -> None:
    # 14 hours ahead: there it is 2 o'clock of the day after.
    writer.site = writer.app.registry.sites.add(writer.site.account_id, "example.net", None, "Pacific/Kiritimati")
    add(writer, {"path": "/a", "custom_uid": "one"})
    writer.clock.move(seconds=-3 * 3600)  # 9 o'clock in UTC, the day before there
    add(writer, {"path": "/b", "custom_uid": "two"})
    writer.clock.move(seconds=3 * 3600)

    def uids(**query: str) -> list[str]:
        return [row["uid"] for row in listed(writer, **query)["kudos"]]

    assert uids() == ["one", "two"]
    assert uids(path="/b") == ["two"]
    assert uids(path="/B") == []
    assert uids(start_date="2026-03-11") == ["one"]
    assert uids(start_date="2026-03-10", end_date="2026-03-10") == ["two"]
    assert uids(start_date="2026-03-10", end_date="2026-03-10", time_zone="utc") == ["one", "two"]
    assert listed(writer, per_page="1", page="2")["kudos"][0]["uid"] == "two"
    assert listed(writer, per_page="1")["pagination"]["total_pages"] == 2
