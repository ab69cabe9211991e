"""Whose request it is: the peer, or whom trusted proxies say they speak for."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

KNOWN = 4096
"""Chains kept in memory; most requests come over few proxies and from visitors who were just here."""


class Proxies:
    """The networks whose `X-Forwarded-For` is believed."""

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = tuple(trusted)
        self._trusts_peer = lru_cache(KNOWN)(self._is_trusted_text)
        self._client = lru_cache(KNOWN)(self._last_untrusted)

    def client(self, peer: str | None, forwarded: str | None) -> str | None:
        """The client's address; `forwarded` is the whole of X-Forwarded-For, nearest proxy last."""
        if peer is None or not forwarded or not self._trusts_peer(peer):
            return peer
        return self._client(peer, forwarded)

    def _is_trusted_text(self, text: str) -> bool:
        address = find_address(text)
        return address is not None and self._is_trusted(address)

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)

    def _last_untrusted(self, peer: str, forwarded: str) -> str:
        """Go from proxy to proxy, away from here; who stands before an entry that cannot be read counts."""
        client = peer
        for entry in reversed(forwarded.split(",")):
            if not entry.strip():
                continue
            address = find_address(entry)
            if address is None:
                break
            client = str(address)
            if not self._is_trusted(address):
                break
        return client


def find_address(text: str) -> Address | None:
    """The address in an entry: with or without port, brackets, quotes, zone; IPv4 inside IPv6 comes out as IPv4."""
    text = text.strip().strip('"').strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
