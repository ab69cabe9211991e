import asyncio
import socket

import pytest

from schemas.errors import ForbiddenError
from server.uptime.guard import Guard, resolve


def _addresses(found: list[str], host: str = "example.com", private_hosts: tuple[str, ...] = ()) -> list[str]:
    async def known(_host: str, _port: int) -> list[str]:
        return found

    return asyncio.run(Guard(private_hosts, known).addresses(host, 443))


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.8"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        *("2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::", "2001:0:808:808:0:ffff:80ff:fffe"),
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(ForbiddenError, match=r"^example\.com has no public address$"):
        _addresses([address])


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "2002:808:808::1"])
def test_a_public_address_is_taken(address: str) -> None:
    assert _addresses([address]) == [address]


def test_of_a_mixed_lot_the_public_ones_are_taken() -> None:
    assert _addresses(["10.0.0.1", "8.8.8.8", "::1"]) == ["8.8.8.8"]


@pytest.mark.parametrize(
    ("host", "named", "allowed"),
    [
        ("intranet", ("intranet",), True),
        ("intranet", ("intranet:443",), True),
        ("intranet", ("intranet:80",), False),
        ("other", ("intranet",), False),
    ],
)
def test_a_named_private_host_may_be_reached(host: str, named: tuple[str, ...], allowed: bool) -> None:
    if allowed:
        assert _addresses(["10.0.0.1"], host, named) == ["10.0.0.1"]
    else:
        with pytest.raises(ForbiddenError):
            _addresses(["10.0.0.1"], host, named)


@pytest.mark.parametrize("host", ["127.1", "0x7f.0.0.1", "2130706433", "localhost"])
def test_other_spellings_of_this_machine_are_seen_through(host: str) -> None:
    with pytest.raises(ForbiddenError):
        asyncio.run(Guard().addresses(host, 80))


def test_an_unknown_name_is_the_system_s_error() -> None:
    with pytest.raises(socket.gaierror):
        asyncio.run(resolve("nothing.invalid", 80))
