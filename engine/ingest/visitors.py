"""The visitor: a keyed hash that is valid for one site and one day."""

from datetime import date
from hashlib import blake2b
from typing import Protocol


class Salts(Protocol):
    """The secret of a day. Once it is deleted, nobody can tell whose hash a visitor was."""

    def salt(self, day: date) -> bytes:
        """16 random bytes, the same ones whenever asked for the same day."""
        ...


def visitor_of_id(salt: bytes, site_id: int, visitor_id: str) -> int:
    """For callers of the API that know their visitors."""
    return _hash(salt, b"id", f"{site_id}\0{visitor_id}".encode("utf-8", "surrogatepass"))


def visitor_of_agent(salt: bytes, site_id: int, household: bytes, user_agent: str) -> int:
    """`household` is what of the address tells visitors apart."""
    text = f"{site_id}\0{len(household)}\0{user_agent}\0".encode("utf-8", "surrogatepass")
    return _hash(salt, b"agent", text + household)


def _hash(salt: bytes, kind: bytes, data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8, key=salt, person=kind).digest(), "big")
