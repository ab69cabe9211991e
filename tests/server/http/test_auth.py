"""A key in the Authorization header, and nothing else, opens what is not open."""

from datetime import UTC, datetime

import pytest

from schemas.errors import UnauthorizedError
from schemas.sites import AccessType, ApiKey
from server.http.auth import bearer_key

KEY = ApiKey(
    id=1,
    account_id=1,
    name="",
    access=AccessType.READ_ONLY,
    hint="wxyz",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    last_used_at=None,
    revoked=False,
)


def find(secret: str) -> ApiKey | None:
    return KEY if secret == "tly-ro-good" else None


@pytest.mark.parametrize("header", [b"Bearer tly-ro-good", b"bearer tly-ro-good", b"  BEARER   tly-ro-good "])
def test_a_good_key_is_found(header: bytes) -> None:
    assert bearer_key({b"authorization": header}, find) is KEY


@pytest.mark.parametrize(
    "header",
    [None, b"", b"Bearer", b"Bearer ", b"Bearer tly-ro-bad", b"tly-ro-good", b"Basic tly-ro-good", b"\xff\xfe"],
)
def test_anything_else_is_refused(header: bytes | None) -> None:
    with pytest.raises(UnauthorizedError, match="Unauthorized — provide a valid API key"):
        bearer_key({} if header is None else {b"authorization": header}, find)
