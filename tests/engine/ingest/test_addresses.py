from ipaddress import ip_address, ip_network

import pytest

from engine.ingest.addresses import find_address, find_networks, household, parse_network
from schemas.errors import BadInputError


def test_a_mapped_address_becomes_the_ipv4_one() -> None:
    assert find_address("::ffff:192.0.2.7") == ip_address("192.0.2.7")


@pytest.mark.parametrize("text", [None, "", "unknown", "192.0.2.999", "192.0.2.7:80", "[::1]"])
def test_what_is_no_address_is_none(text: str | None) -> None:
    assert find_address(text) is None


def test_a_household_is_an_ipv4_address_or_an_ipv6_net() -> None:
    assert household(ip_address("192.0.2.7")) == bytes([192, 0, 2, 7])
    assert household(ip_address("2001:db8:1:2::1")) == household(ip_address("2001:db8:1:2:ffff::9"))
    assert household(ip_address("2001:db8:1:2::1")) != household(ip_address("2001:db8:1:3::1"))


def test_a_network_may_be_written_with_host_bits() -> None:
    assert parse_network(" 192.0.2.7/24 ") == ip_network("192.0.2.0/24")
    assert parse_network("2001:db8::1") == ip_network("2001:db8::1/128")


def test_a_bad_network_is_told_with_what_is_allowed() -> None:
    with pytest.raises(BadInputError, match=r"'192\.0\.2\.0/33' is neither .* allowed are forms like 192\.0\.2\.7"):
        parse_network("192.0.2.0/33")


def test_a_rule_that_is_no_network_excludes_nobody() -> None:
    assert find_networks(("home", "192.0.2.0/24")) == (ip_network("192.0.2.0/24"),)
