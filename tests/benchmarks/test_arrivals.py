"""Made-up requests and logs are like real ones."""

import re
from pathlib import Path

from benchmarks.agents import ROBOTS, VERSIONS, user_agents
from benchmarks.arrivals import collector_requests, write_log
from engine.ingest.agents import Agents
from server.demo.audience import AGENTS

COMBINED = re.compile(r'(\S+) - - \[([^\]]+)\] "GET (\S+) HTTP/1\.1" (\d{3}) (\d+) "([^"]*)" "([^"]*)"')


def test_a_user_agent_is_what_it_is_made_for() -> None:
    agents = Agents()
    for browser, platform, device, _, user_agent in user_agents():
        assert tuple(agents.agent(user_agent)) == (browser, platform, device)


def test_every_made_up_visitor_has_user_agents() -> None:
    numbers: dict[tuple[str, str, str], list[int]] = {}
    for browser, platform, device, number, _ in user_agents():
        numbers.setdefault((browser, platform, device), []).append(number)
    assert set(numbers) == {(browser, platform, device) for _, browser, platform, device in AGENTS}
    assert all(own == list(range(VERSIONS)) for own in numbers.values())


def test_a_log_has_the_lines_that_were_asked_for_in_combined_format(tmp_path: Path) -> None:
    write_log(tmp_path / "access.log", 5_000)
    lines = [COMBINED.fullmatch(line) for line in (tmp_path / "access.log").read_text().splitlines()]
    assert len(lines) == 5_000
    assert all(lines)
    fields = [line.groups() for line in lines if line]
    assert sum(user_agent in ROBOTS for *_, user_agent in fields) > 50
    assert sum(target.startswith("/assets/") for _, _, target, *_ in fields) > 500
    assert {status for _, _, _, status, *_ in fields} == {"200", "404"}


def test_requests_are_whole_and_vary() -> None:
    requests = collector_requests("abc", 500)
    assert len(requests) == 500
    assert all(request.startswith(b"POST /collector/abc?url=https%3A%2F%2F") for request in requests)
    assert all(request.endswith(b"Content-Length: 0\r\n\r\n") for request in requests)
    assert len(set(requests)) > 400
