"""Formats that the importer describes."""

import pytest

from engine.imports.formats.custom import Custom
from schemas.errors import BadInputError
from tests.engine.imports.loglines import AGENT, combined
from tests.engine.imports.parsing import parsed

COMBINED = {
    "created_at_ms": 1795336200000,
    "method": "GET",
    "target": "/a",
    "status": 200,
    "address": "192.0.2.10",
    "referrer": "https://example.org/",
    "user_agent": AGENT,
}


@pytest.mark.parametrize(
    "pattern",
    [
        '$remote_addr - $remote_user [$time_local] "$request" $status $bytes_sent "$http_referer" "$http_user_agent"',
        '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"',
    ],
)
def test_the_words_of_nginx_and_apache_describe_a_line(pattern: str) -> None:
    assert parsed(combined("/a", referrer="https://example.org/"), log_format=pattern) == COMBINED


def test_a_pattern_may_name_a_host_and_other_times() -> None:
    found = parsed(
        "1795336200.500|blog.example.com|GET|/a b?c|200|192.0.2.10",
        log_format="$msec|$host|$request_method|$request_uri|$status|$remote_addr",
    )
    assert found == {
        "created_at_ms": 1795336200500,
        "method": "GET",
        "target": "https://blog.example.com/a b?c",
        "status": 200,
        "address": "192.0.2.10",
    }


def test_a_pattern_without_a_method_means_what_was_got() -> None:
    found = parsed("192.0.2.10 2026-11-22T08:30:00+00:00 /a 200", log_format="$remote_addr $time_iso8601 $uri $status")
    assert (found["method"], found["target"]) == ("GET", "/a")


def test_a_line_that_is_not_as_described_is_no_line_of_the_format() -> None:
    assert parsed("rubbish", log_format="$remote_addr [$time_local] $uri $status")["problem"] == "wrong fields"


def test_a_pattern_that_lacks_something_says_what() -> None:
    with pytest.raises(BadInputError, match=r"does not say the time, request or target; known are \$remote_addr"):
        Custom("$remote_addr $status")


def test_only_patterns_with_an_agent_know_agents() -> None:
    assert Custom('%h %t "%r" %s "%{User-Agent}i"').names_agent
    assert not Custom('%h %t "%r" %s').names_agent
