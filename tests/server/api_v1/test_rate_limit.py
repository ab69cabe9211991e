"""1,000 requests an hour a key."""

from tests.server.conftest import Running


def test_the_thousand_and_first_request_of_an_hour_is_refused(running: Running) -> None:
    statuses = {running.v1("/me").status_code for _ in range(1000)}
    assert statuses == {200}
    running.clock.move(seconds=600)
    refused = running.v1("/me")
    assert (refused.status_code, refused.json()) == (429, {"error": "Rate limit exceeded — wait and retry"})
    assert refused.headers["retry-after"] == "3000"
    running.clock.move(seconds=3000)
    assert running.v1("/me").status_code == 200


def test_the_two_apis_are_counted_apart(running: Running) -> None:
    running.v1("/me")
    assert running.get("/sites").headers["x-ratelimit-remaining"] == "99"
    assert running.v1("/me").headers["x-ratelimit-remaining"] == "998"
