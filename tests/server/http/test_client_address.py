"""The client is the peer, or the last one before the proxies that are trusted."""

from ipaddress import ip_network

import pytest

from server.http.client_address import Proxies, find_address

PROXIES = Proxies([ip_network("127.0.0.0/8"), ip_network("::1/128"), ip_network("10.0.0.0/8")])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger may claim what he likes
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", " , ", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("::1", "198.51.100.1", "198.51.100.1"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),  # the first was sent by the client himself
        ("127.0.0.1", "192.0.2.66,198.51.100.1,10.0.0.7", "198.51.100.1"),
        ("127.0.0.1", "10.0.0.5, 10.0.0.7", "10.0.0.5"),
        ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, unknown, 10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", "unknown, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        (None, "198.51.100.1", None),
    ],
)
def test_the_client_is_the_last_one_who_is_no_proxy(peer: str | None, forwarded: str | None, client: str) -> None:
    assert PROXIES.client(peer, forwarded) == client


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("198.51.100.1", "198.51.100.1"),
        (" 198.51.100.1:50321 ", "198.51.100.1"),
        ('"[2001:db8::1]:443"', "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("[::ffff:198.51.100.1]:80", "198.51.100.1"),
    ],
)
def test_an_address_is_read_in_all_its_spellings(text: str, address: str) -> None:
    assert str(find_address(text)) == address


@pytest.mark.parametrize("text", ["", "unknown", "_hidden", "300.1.1.1", "1.2.3", "[", "unix:", "example.com:80"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert find_address(text) is None
