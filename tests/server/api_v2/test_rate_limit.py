"""100 requests a minute a key, and every answer says what is left."""

from tests.server.conftest import Running

LIMIT_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")


def told(response_headers: dict[str, str]) -> list[int]:
    return [int(response_headers[name]) for name in LIMIT_HEADERS]


def test_every_answer_to_a_key_says_what_is_left(running: Running) -> None:
    reset = running.clock() + 60_000
    answers = [
        running.get("/sites"),
        running.ask("stats", range="5d"),
        running.get(f"/sites/{'0' * 24}/stats"),
        running.client.head("/api/v2/sites", headers=running.headers),
    ]
    assert [answer.status_code for answer in answers] == [200, 400, 403, 200]
    assert [told(dict(answer.headers)) for answer in answers] == [[100, left, reset] for left in (99, 98, 97, 96)]


def test_the_hundred_and_first_request_of_a_minute_is_refused(running: Running) -> None:
    statuses = [running.get("/sites").status_code for _ in range(100)]
    assert statuses == [200] * 100
    running.clock.move(seconds=20)
    refused = running.get("/sites")
    assert (refused.status_code, refused.json()) == (429, {"error": "Rate limit exceeded — wait and retry"})
    assert (refused.headers["retry-after"], refused.headers["x-ratelimit-remaining"]) == ("40", "0")
    running.clock.move(seconds=40)
    assert running.get("/sites").status_code == 200


def test_another_key_is_not_held_up(running: Running) -> None:
    for _ in range(101):
        running.get("/sites")
    _, key = running.app.registry.keys.create(running.site.account_id)
    response = running.client.get("/api/v2/sites", headers={"Authorization": f"Bearer {key}"})
    assert response.status_code == 200
