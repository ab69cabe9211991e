"""Requests and rows that bear a name, so that they may be sent again: recognised, and stored once.

`engine/storage/receipts.py` says how it is remembered. A receipt holds digests alone: of the name, and of what was sent
under it, which is keyed with the salt of the day, as it may say a visitor's address.
"""

import zlib
from datetime import UTC, datetime
from hashlib import blake2b

import msgspec

from engine.ingest.visitors import Salts
from schemas.receipts import CONTENT_BYTES, NAME_BYTES, Receipt
from schemas.sites import Site
from server.http.calls import Call
from server.http.parameters import Parameter, Place

LONGEST_KEY = 255


def _idempotency_key(text: str) -> str:
    if not 0 < len(text) <= LONGEST_KEY or not (text.isascii() and text.isprintable()):
        raise ValueError
    return text


IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "A name of your own for this request. Sent again under it within a day, it is stored once and answered alike.",
    f"1 to {LONGEST_KEY} printable ASCII characters",
    _idempotency_key,
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$", "examples": ["import-42-1"]},
    place=Place.HEADER,
)


def request_name(call: Call, site: Site) -> bytes | None:
    """Of a request with an Idempotency-Key, which belongs to the API key and the site; BadInputError."""
    text = IDEMPOTENCY_KEY.find(call)
    if text is None:
        return None
    assert call.key is not None
    return _name(b"request", f"{call.key.id}/{site.id}/{text}")


def row_name(site: Site, row_id: str) -> bytes:
    """Of a hit or event with an `id`, which belongs to the site."""
    return _name(b"row", f"{site.id}/{row_id}")


def _name(kind: bytes, text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=NAME_BYTES, person=kind).digest()


class Contents:
    """Digests of what was sent."""

    def __init__(self, salts: Salts) -> None:
        self._salts = salts

    def digest(self, sent: bytes, at_ms: int) -> bytes:
        """As a receipt of that moment has it."""
        salt = self._salts.salt(datetime.fromtimestamp(at_ms / 1000, UTC).date())
        return blake2b(sent, digest_size=CONTENT_BYTES, key=salt, person=b"receipt").digest()

    def agrees(self, receipt: Receipt, sent: bytes) -> bool:
        return receipt.content == self.digest(sent, receipt.created_at_ms)


def packed_answer(answer: msgspec.Struct) -> bytes:
    return zlib.compress(msgspec.json.encode(answer), 1)


def unpacked_answer(packed: bytes) -> bytes:
    return zlib.decompress(packed)
