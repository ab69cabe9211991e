"""The visitor: a keyed hash that is valid for one site and one day."""

import struct
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b
from typing import Protocol

_ID, _AGENT = b"id", b"agent"


class Salts(Protocol):
    """The secret of a day. Once it is deleted, nobody can tell whose hash a visitor was."""

    def salt(self, day: date) -> bytes:
        """16 random bytes, the same ones whenever asked for the same day."""
        ...


def visitor_of_id(salt: bytes, site_id: int, visitor_id: str) -> int:
    """For callers of the API that know their visitors."""
    return _hash(salt, _ID, f"{site_id}\0{visitor_id}".encode("utf-8", "surrogatepass"))


def visitor_of_agent(salt: bytes, site_id: int, household: bytes, user_agent: str) -> int:
    """`household` is what of the address tells visitors apart."""
    text = f"{site_id}\0{len(household)}\0{user_agent}\0".encode("utf-8", "surrogatepass")
    return _hash(salt, _AGENT, text + household)


class Visitors:
    """The same visitors for many hits of one day and site, in half the time: what all begin with is hashed once."""

    def __init__(self, salt: bytes, site_id: int) -> None:
        begun = f"{site_id}\0".encode()
        self._of_ids, self._of_agents = (_hasher(salt, kind, begun) for kind in (_ID, _AGENT))

    def of_ids(self, ids: Iterable[str]) -> Sequence[int]:
        return _finished(self._of_ids, (text.encode("utf-8", "surrogatepass") for text in ids))

    def of_agents(self, households: Iterable[bytes], user_agents: Iterable[str]) -> Sequence[int]:
        pairs = zip(households, user_agents, strict=True)
        texts = (f"{len(home)}\0{agent}\0".encode("utf-8", "surrogatepass") + home for home, agent in pairs)
        return _finished(self._of_agents, texts)


def _finished(begun: blake2b, texts: Iterable[bytes]) -> Sequence[int]:
    digests = []
    for text in texts:
        hasher = begun.copy()
        hasher.update(text)
        digests.append(hasher.digest())
    return struct.unpack(f">{len(digests)}Q", b"".join(digests))


def _hash(salt: bytes, kind: bytes, data: bytes) -> int:
    return int.from_bytes(_hasher(salt, kind, data).digest(), "big")


def _hasher(salt: bytes, kind: bytes, data: bytes) -> blake2b:
    return blake2b(data, digest_size=8, key=salt, person=kind)
