"""Which addresses a monitor may reach: public ones, so that nobody can look at the inside of a network through it."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Iterable
from ipaddress import IPv6Address, ip_address

import httpcore

from engine.ingest.addresses import is_public
from schemas.errors import ForbiddenError

ADDRESS_SECONDS = 5.0
"""For one of a host's addresses to take the connection; then comes the next."""
MOST_ADDRESSES = 4

Resolve = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """Numeric addresses, the preferred first. Raises socket.gaierror."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """`private_hosts` are names, or names with a port, whose addresses need not be public.

    Names are looked up here and connections go to the very addresses that were judged, so a name that is public for
    one look and private for the next gains nothing.
    """

    def __init__(self, private_hosts: Collection[str] = (), resolve: Resolve = resolve) -> None:
        self._private_hosts = frozenset(private_hosts)
        self._resolve = resolve

    async def addresses(self, host: str, port: int) -> list[str]:
        """At least one. Raises ForbiddenError where none is allowed, socket.gaierror."""
        found = await self._resolve(host, port)
        named = host in self._private_hosts or f"{host}:{port}" in self._private_hosts
        allowed = [address for address in found if named or _is_public(address)]
        if not allowed:
            raise ForbiddenError(f"{host} has no public address")
        return allowed[:MOST_ADDRESSES]


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connections of httpcore, through a guard."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """To the first address that takes it. Raises as the last one did."""
        trouble: Exception | None = None
        for address in await self._guard.addresses(host, port):
            seconds = ADDRESS_SECONDS if timeout is None else min(timeout, ADDRESS_SECONDS)
            try:
                return await self._network.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        assert trouble is not None, "a host has an address"
        raise trouble

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


def _is_public(text: str) -> bool:
    """Also of the IPv4 address that an IPv6 one may stand for."""
    address = ip_address(text.partition("%")[0])
    inner = [address]
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped.packed)
        inner += [address.sixtofour] if address.sixtofour else []
        inner += list(address.teredo or ())
    return all(is_public(one.packed) for one in inner)
