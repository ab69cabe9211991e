"""Lines with the virtual host before them."""

import pytest

from tests.engine.imports.loglines import AGENT, combined, common
from tests.engine.imports.parsing import chosen, parsed


@pytest.mark.parametrize("host", ["blog.example.com", "blog.example.com:443"])
def test_the_host_stands_before_the_target_so_that_others_do_not_count(host: str) -> None:
    line = f"{host} {combined('/a?b=c', referrer='https://example.org/')}"
    assert chosen(line) == ("vhost_combined", True)
    assert parsed(line) == {
        "created_at_ms": 1795336200000,
        "method": "GET",
        "target": "https://blog.example.com/a?b=c",
        "status": 200,
        "address": "192.0.2.10",
        "referrer": "https://example.org/",
        "user_agent": AGENT,
    }


def test_a_common_line_with_a_host_knows_no_agents() -> None:
    line = f"example.com {common('/a', address='2001:db8::1')}"
    assert chosen(line) == ("vhost_common", False)
    assert parsed(line)["target"] == "https://example.com/a"
    assert parsed(line)["address"] == "2001:db8::1"


def test_lines_without_a_host_are_not_taken_for_such_with_one() -> None:
    assert chosen(combined()) == ("combined", True)
    assert chosen(common()) == ("common", False)
