import json
from pathlib import Path

import pytest

from tests.server.cli.conftest import Hitlake


@pytest.fixture(autouse=True)
def site(hitlake: Hitlake) -> str:
    """Its uid."""
    hitlake("user", "add", "ada@example.com")
    return str(json.loads(hitlake("site", "add", "example.com", "--json").out)["uid"])


def test_a_monitor_is_switched_on_listed_and_switched_off(hitlake: Hitlake, site: str) -> None:
    assert hitlake("monitor", "list").out == "No site is monitored yet: begin with `hitlake monitor on`.\n"
    assert hitlake("monitor", "on").out == ("https://example.com is checked every 5 minutes while the server runs.\n")
    (listed,) = json.loads(hitlake("monitor", "list", "--json").out)
    assert (listed["site"], listed["url"], listed["state"], listed["status"]) == (
        *(site, "https://example.com", "unknown", "Not Checked Yet"),
    )
    assert hitlake("monitor", "off", "--site", site).out == "https://example.com is no longer checked.\n"
    assert hitlake("monitor", "list").out.splitlines()[1].split()[:3] == [site, "https://example.com", "off"]


def test_another_address_of_the_site_can_be_checked(hitlake: Hitlake) -> None:
    answer = json.loads(hitlake("monitor", "on", "--url", "http://example.com:8080/health", "--json").out)
    assert answer["url"] == "http://example.com:8080/health"


@pytest.mark.parametrize(
    "url", ["example.com", "ftp://example.com", "http://", "http://a:b@example.com", "http://x:0/"]
)
def test_an_address_that_cannot_be_checked_is_refused(hitlake: Hitlake, url: str) -> None:
    answer = hitlake("monitor", "on", "--url", url)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f"hitlake: url is {url!r}; it must be an address like https://example.com/health\n"


def test_what_was_never_on_cannot_be_switched_off(hitlake: Hitlake) -> None:
    answer = hitlake("monitor", "off")
    assert (answer.status, answer.err) == (
        *(2, "hitlake: example.com was never monitored: `hitlake monitor on` begins\n"),
    )


def test_with_several_sites_one_is_to_be_named(hitlake: Hitlake, data: Path) -> None:
    hitlake("site", "add", "other.example.com")
    answer = hitlake("monitor", "on")
    assert (answer.status, "there are 2 sites: say which with --site" in answer.err) == (2, True)
    assert hitlake("monitor", "on", "--site", "other.example.com").status == 0
