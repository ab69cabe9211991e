"""Client addresses: read once, looked up, excluded, hashed, and never written anywhere."""

from bisect import bisect
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from socket import AF_INET, inet_pton

from schemas.errors import BadInputError

Network = IPv4Network | IPv6Network

ADDRESS_TEXT_LENGTH = 100
"""Characters of an address that are looked at."""

_RESERVED_NETWORKS = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
)
"""Private, for examples, for several receivers, or not given out: IANA's registry of special addresses."""

_RESERVED = sorted((network[0].packed, network[-1].packed) for network in map(IPv4Network, _RESERVED_NETWORKS))
_FIRSTS, _LASTS = [first for first, _ in _RESERVED], [last for _, last in _RESERVED]

_PUBLIC_V6_BITS = 0b001
_EXAMPLES_V6 = bytes.fromhex("20010db8")


def packed_address(text: str | None) -> bytes | None:
    """Its 4 or 16 bytes; those of the IPv4 address that `::ffff:a.b.c.d` stands for; None for what is no address."""
    if not text:
        return None
    try:
        if ":" not in text:
            return inet_pton(AF_INET, text)
        address = ip_address(text)
    except (OSError, ValueError):
        return None
    return (getattr(address, "ipv4_mapped", None) or address).packed


def is_public(packed: bytes) -> bool:
    """Whether somebody on the Internet can have it."""
    if len(packed) == 16:
        return packed[0] >> 5 == _PUBLIC_V6_BITS and not packed.startswith(_EXAMPLES_V6)
    return packed > _LASTS[bisect(_FIRSTS, packed) - 1]


def household(packed: bytes) -> bytes:
    """What of an address tells visitors apart: all of an IPv4 one, the /64 of an IPv6 one."""
    return packed if len(packed) == 4 else packed[:8]


def parse_network(text: str) -> Network:
    """Raises BadInputError for what is neither an address nor a network."""
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        allowed = "forms like 192.0.2.7, 192.0.2.0/24 and 2001:db8::/32"
        raise BadInputError(f"{text!r} is neither an address nor a network; allowed are {allowed}") from None


def find_networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """A site's exclusions. The registry refuses what cannot be parsed; should it stand there, it excludes nobody."""
    found = []
    for text in texts:
        try:
            found.append(parse_network(text))
        except BadInputError:
            continue
    return tuple(found)
