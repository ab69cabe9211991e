"""What the steps need to know of an address, looked up at once."""

from typing import NamedTuple

from engine.ingest.addresses import household, packed_address
from engine.ingest.places import NOWHERE, Place, Places


class Client(NamedTuple):
    """`address` is its bytes; `household` is what of it tells visitors apart."""

    address: bytes | None
    household: bytes | None
    place: Place


NO_CLIENT = Client(None, None, NOWHERE)


def find_client(places: Places | None, text: str) -> Client:
    address = packed_address(text)
    if address is None:
        return NO_CLIENT
    return Client(address, household(address), places.place(address) if places else NOWHERE)
