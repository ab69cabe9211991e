"""The direct way and the usual one give the same answers to the same requests."""

import re

import httpx
import pytest

from tests.server.conftest import BROWSER, Running
from tests.server.http.test_protocol import exchange, post

ROBOT = "Googlebot/2.1 (+http://www.google.com/bot.html)"

CASES: dict[str, tuple[str, dict[str, str]]] = {
    "stored": ("?path=/a", {}),
    "stored for a page": ("?path=/a", {"Origin": "https://example.com"}),
    "dropped": ("?path=/a", {"User-Agent": ROBOT, "Origin": "https://example.com"}),
    "nowhere": ("", {}),
    "prefetched": ("?path=/a", {"Sec-Purpose": "prefetch"}),
}


def both(running: Running, uid: str, query: str, headers: dict[str, str]) -> list[httpx.Response]:
    """A slash at the end leads past the direct way."""
    return [running.client.post(f"/collector/{uid}{end}{query}", headers=headers) for end in ("", "/")]


def told(answer: httpx.Response) -> tuple[int, dict[str, str], str]:
    return answer.status_code, {name: text for name, text in answer.headers.items() if name != "date"}, answer.text


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_both_ways_answer_alike(running: Running, case: str, known: bool) -> None:
    query, headers = CASES[case]
    direct, usual = both(running, running.site.uid if known else "nobody", query, headers)
    assert told(direct) == told(usual)
    assert "date" in direct.headers


def test_both_ways_refuse_alike_and_store_alike(running: Running) -> None:
    journal = running.app.lake.layout.journal
    journal.rmdir()
    refused = both(running, running.site.uid, "?path=/a", {"Origin": "https://example.com"})
    assert told(refused[0]) == told(refused[1])
    assert refused[0].status_code == 503
    journal.mkdir()
    stored = both(
        running, running.site.uid, "?path=/b&event=a.b", {"X-Forwarded-For": "203.0.113.9", "Accept-Language": "de"}
    )
    assert [answer.status_code for answer in stored] == [202, 202]
    rows = [
        {name: value for name, value in row.items() if name != "hit_id"}
        for segment in running.app.lake.current.read().hot
        for row in segment.table().to_pylist()
        if row["path"] == "/b"
    ]
    assert rows[0] == rows[1]


def test_answers_on_one_connection_keep_their_order_on_both_ways(running: Running) -> None:
    usual = f"GET /health/live HTTP/1.1\r\nHost: x\r\nUser-Agent: {BROWSER}\r\n\r\n".encode()
    direct = post(running, b"path=/a", close=False)
    answer = exchange(running, direct + usual + direct + direct + usual, post(running, b"path=/a"))
    assert re.findall(rb"HTTP/1\.1 (\d+)", answer) == [b"202", b"200", b"202", b"202", b"200", b"202"]


def test_a_bug_on_the_direct_way_tells_nothing_of_the_inside(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(type(running.app.registry.sites), "by_uid", lambda _, uid: {}[uid])
    answers = both(running, "secret", "?path=/a", {})
    assert told(answers[0]) == told(answers[1])
    assert answers[0].status_code == 500
    assert "secret" not in caplog.text
