"""One hit or event a request: stored and shown, ignored with the reason, or refused with all that is wrong."""

from typing import Any

import pytest

from engine.registry.site_changes import SiteChanges
from server.api_v1.writes.rules import COMMON_RULES
from tests.server.api_v1.writes.conftest import Program
from tests.server.conftest import BROWSER


def test_a_hit_is_answered_as_it_is_stored_and_is_in_the_answers_with_the_next_request(program: Program) -> None:
    response = program.post(
        "hits",
        {
            "path": "blog/my-post?ref=letter",
            "referrer": "https://www.google.com/search",
            "user_agent": BROWSER,
            "country": "CH",
            "ip_address": "203.0.113.9",
        },
    )
    answer = response.json()
    assert response.status_code == 201
    hit = answer["hit"]
    assert len(hit.pop("visitor_hash")) == 16
    assert len(hit.pop("unique_hash")) == 16
    assert answer == {
        "status": "created",
        "hit": {
            "id": 1,
            "url": "https://example.com/blog/my-post?ref=letter",
            "path": "/blog/my-post",
            "referrer": "https://www.google.com/search",
            "country": "CH",
            "browser_name": "Chrome",
            "platform_name": "macOS",
            "is_mobile": False,
            "created_at": "2026-03-10T12:00:00Z",
            "source": "letter",
        },
    }
    assert program.hits() == [hit]


def test_the_path_alone_is_enough_and_the_address_follows_from_it(program: Program) -> None:
    hit = program.post("hits", {"path": "/a"}).json()["hit"]
    assert (hit["url"], hit["path"], hit["country"], hit["browser_name"]) == ("https://example.com/a", "/a", None, None)


@pytest.mark.parametrize(
    "sent",
    [
        {"path": "/a", "visitor_id": "anna"},
        {"path": "/a", "visitor_id": 7},
        {"path": "/a", "ip_address": "2001:db8::7", "user_agent": BROWSER},
    ],
)
def test_who_it_is_tells_visitors_apart_and_nothing_else_does(program: Program, sent: dict[str, Any]) -> None:
    first, again, other = (
        program.post("hits", body).json()["hit"]
        for body in (sent, sent | {"path": "/b", "country": "DE"}, {"path": "/a", "visitor_id": "somebody else"})
    )
    assert first["visitor_hash"] == again["visitor_hash"] != other["visitor_hash"]
    assert len({first["unique_hash"], again["unique_hash"], other["unique_hash"]}) == 3


def test_fields_that_are_null_empty_or_unknown_count_for_nothing(program: Program) -> None:
    names = ("url", "referrer", "user_agent", "country", "ip_address", "visitor_id", "source", "created_at", "id")
    for empty in (None, "", "  "):
        response = program.post("hits", {"path": "/a", "colour": "blue"} | dict.fromkeys(names, empty))
        assert response.status_code == 201, response.text


def test_texts_of_every_script_are_kept(program: Program) -> None:
    program.post("hits", {"path": "/straße/日本", "source": "Ünïcode"})
    (hit,) = program.hits()
    assert (hit["path"], hit["source"]) == ("/straße/日本", "Ünïcode")


def test_a_lone_surrogate_costs_no_hit(program: Program) -> None:
    response = program.post("hits", rb'{"path": "/a\ud83d", "source": "\ud83d\ude00 \\ud83d"}')
    assert response.status_code == 201
    assert (program.hits()[0]["path"], program.hits()[0]["source"]) == ("/a\ufffd", "\U0001f600 \\ud83d")


def test_an_event_bears_name_and_value(program: Program) -> None:
    response = program.post("events", {"event": "signup.click", "value": 3, "path": "/pricing"})
    assert response.status_code == 201
    hit = response.json()["hit"]
    assert (hit["event"], hit["value"], hit["path"]) == ("signup.click", "3", "/pricing")
    assert program.post("events", {"event": "app.plan.upgrade"}).json()["hit"]["path"] == "/"
    assert program.events() == [{"name": "app.plan.upgrade", "count": 1}, {"name": "signup.click", "count": 1}]
    assert program.hits() == []


@pytest.mark.parametrize(("value", "kept"), [("large", "large"), (2.5, "2.5"), (True, "true"), (None, None)])
def test_a_value_is_kept_as_a_text(program: Program, value: object, kept: str | None) -> None:
    assert program.post("events", {"event": "a.b", "value": value}).json()["hit"]["value"] == kept


@pytest.mark.parametrize(
    ("sent", "reason", "message"),
    [
        ({"path": "/admin/users"}, "ignored_path", "the site ignores this path"),
        ({"path": "/", "user_agent": "Googlebot/2.1"}, "robot", "a robot, by its user agent or its behaviour"),
        (
            {"path": "/", "url": "https://elsewhere.example/"},
            "foreign_hostname",
            "the page is on a host that does not belong to the site",
        ),
    ],
)
def test_what_does_not_count_is_ignored_with_the_reason(
    program: Program, sent: dict[str, str], reason: str, message: str
) -> None:
    running = program.running
    running.app.registry.sites.update(running.site.id, SiteChanges(ignored_paths=("/admin*",)))
    response = program.post("hits", sent)
    assert (response.status_code, response.json()) == (
        202,
        {"status": "ignored", "reason": reason, "message": message},
    )
    assert program.hits() == []
    today = running.app.lake.calendar.today(running.site.id)
    drops = running.app.registry.drops.of_site(running.site.id, today, today.replace(day=today.day + 1))
    assert {key.value: count for key, count in drops.items()} == {reason: 1}


def test_all_that_is_wrong_is_told_at_once_with_value_and_what_is_allowed(program: Program) -> None:
    response = program.post(
        "hits",
        {
            "url": "example.com",
            "referrer": ["https://example.org"],
            "user_agent": {"browser": "mine"},
            "country": "usa",
            "ip_address": "203.0.113.999",
            "visitor_id": 1.5,
            "source": "x" * 501,
            "created_at": "yesterday",
            "id": True,
        },
    )
    errors = [
        "path is required; it must be a path like /blog/my-post",
        "url is 'example.com'; it must be an address like https://example.com/page",
        "referrer is an array; it must be a text",
        "user_agent cannot be read; it must be a text",
        "country is 'usa'; it must be two capital letters like US",
        "ip_address cannot be read; it must be an IPv4 or IPv6 address without a port",
        "visitor_id is 1.5; it must be a text or a whole number",
        "source has 501 characters; at most 500 are allowed",
        f"created_at is 'yesterday'; it must be {COMMON_RULES['created_at'].allowed}",
        "id is true; it must be a text or a whole number",
    ]
    assert (response.status_code, response.json()) == (
        422,
        {"status": "error", "errors": errors, "error": "; ".join(errors)},
    )
    assert program.hits() == []


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({}, "event is required; it must be category.action: two or more parts joined by dots, without blanks"),
        (
            {"event": "signup"},
            "event is 'signup'; it must be category.action: two or more parts joined by dots, without blanks",
        ),
        (
            {"event": "a.b", "value": {"n": 1}},
            "value is an object; it must be a text, a number, true or false",
        ),
    ],
)
def test_an_event_needs_two_parts_and_a_plain_value(program: Program, sent: dict[str, Any], error: str) -> None:
    response = program.post("events", sent)
    assert (response.status_code, response.json()["errors"]) == (422, [error])


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"", 400, "the body is empty; it must be JSON"),
        (b"{", 400, "the body must be JSON: Input data was truncated"),
        (b'{"path": "/a",}', 400, "the body must be JSON: JSON is malformed: trailing comma in object (byte 14)"),
        (b"[" * 100_000, 400, "the body must be JSON: "),
        (b'{"path": "\xff"}', 400, "the body must be JSON: "),
        (b'[{"path": "/a"}]', 422, "the body is an array; it must be an object"),
        (b'"/a"', 422, "the body is '/a'; it must be an object"),
        (b"null", 422, "the body is null; it must be an object"),
    ],
)
def test_a_body_that_is_no_object_is_refused(program: Program, body: bytes, status: int, error: str) -> None:
    response = program.post("hits", body)
    assert response.status_code == status, response.text
    assert response.json()["error"].startswith(error)


@pytest.mark.parametrize("what", ["hits", "hits/batch", "events", "events/batch"])
def test_writing_takes_a_key_with_full_access_to_the_site(program: Program, what: str) -> None:
    running = program.running
    answers = [
        running.client.post(f"{program.path}/{what}", json={}, headers=running.headers),
        running.client.post(f"/api/v1/sites/{running.other_site.id}/{what}", json={}, headers=program.headers),
        running.client.post(f"{program.path}/{what}", json={}),
        running.client.put(f"{program.path}/{what}", json={}, headers=program.headers),
    ]
    assert [answer.status_code for answer in answers] == [403, 404, 401, 405]
    assert "this key may only read" in answers[0].json()["error"]


def test_neither_an_address_nor_an_agent_is_named_in_an_error(program: Program) -> None:
    sent = {"ip_address": "203.0.113.77:8080", "user_agent": "Secret/1.0" * 300}
    text = program.post("hits", sent).text
    assert "203.0.113" not in text
    assert "Secret" not in text
