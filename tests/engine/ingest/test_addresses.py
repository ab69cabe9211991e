from ipaddress import ip_address, ip_network

import pytest

from engine.ingest.addresses import find_networks, household, is_public, packed_address, parse_network
from schemas.errors import BadInputError


def test_a_mapped_address_becomes_the_ipv4_one() -> None:
    assert packed_address("::ffff:192.0.2.7") == bytes([192, 0, 2, 7])


@pytest.mark.parametrize(
    "text",
    [None, "", "unknown", "192.0.2.999", "192.0.2.7:80", "[::1]", "192.0.2.7 ", "192.0.02.7", "192.0.2", "0xC0000207"],
)
def test_what_is_no_address_is_none(text: str | None) -> None:
    assert packed_address(text) is None


def test_a_household_is_an_ipv4_address_or_an_ipv6_net() -> None:
    assert household(ip_address("192.0.2.7").packed) == bytes([192, 0, 2, 7])
    assert household(ip_address("2001:db8:1:2::1").packed) == household(ip_address("2001:db8:1:2:ffff::9").packed)
    assert household(ip_address("2001:db8:1:2::1").packed) != household(ip_address("2001:db8:1:3::1").packed)


def test_a_network_may_be_written_with_host_bits() -> None:
    assert parse_network(" 192.0.2.7/24 ") == ip_network("192.0.2.0/24")
    assert parse_network("2001:db8::1") == ip_network("2001:db8::1/128")


def test_a_bad_network_is_told_with_what_is_allowed() -> None:
    with pytest.raises(BadInputError, match=r"'192\.0\.2\.0/33' is neither .* allowed are forms like 192\.0\.2\.7"):
        parse_network("192.0.2.0/33")


def test_a_rule_that_is_no_network_excludes_nobody() -> None:
    assert find_networks(("home", "192.0.2.0/24")) == (ip_network("192.0.2.0/24"),)


@pytest.mark.parametrize("text", ["1.0.0.0", "9.255.255.255", "11.0.0.0", "192.0.1.0", "223.255.255.255", "2a00::1"])
def test_an_address_that_somebody_can_have_is_public(text: str) -> None:
    assert is_public(ip_address(text).packed)


@pytest.mark.parametrize(
    "text", ["0.0.0.0", "10.255.255.255", "100.64.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255"]
)
def test_what_nobody_on_the_internet_has_is_not(text: str) -> None:
    assert not is_public(ip_address(text).packed)


@pytest.mark.parametrize("text", ["::1", "::", "fe80::1", "fd00::1", "ff02::1", "2001:db8::1"])
def test_nor_is_such_an_ipv6_address(text: str) -> None:
    assert not is_public(ip_address(text).packed)
