"""Client addresses: read once, looked up, excluded, hashed, and never written anywhere."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from schemas.errors import BadInputError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def find_address(text: str | None) -> Address | None:
    """`::ffff:a.b.c.d` becomes the IPv4 address it stands for; None for a text that is no address."""
    if not text:
        return None
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def household(address: Address) -> bytes:
    """What of an address tells visitors apart: all of an IPv4 one, the /64 of an IPv6 one."""
    return address.packed if address.version == 4 else address.packed[:8]


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
