"""A key in the Authorization header, and nothing else, opens what is not open."""

from datetime import UTC, datetime

import msgspec
import pytest

from schemas.errors import ForbiddenError, UnauthorizedError
from schemas.sites import AccessType, Account, ApiKey, Subscription
from server.http.auth import Access, bearer_key, check_access

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


ACCOUNT = Account(
    id=1,
    email="a@example.com",
    name="a",
    subscription=Subscription.ACTIVE,
    time_zone="UTC",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
)
UNPAID = msgspec.structs.replace(ACCOUNT, subscription=Subscription.INACTIVE)
FULL = msgspec.structs.replace(KEY, access=AccessType.FULL)


@pytest.mark.parametrize(
    ("access", "key", "account"),
    [
        (Access.READ, KEY, UNPAID),
        (Access.SUBSCRIBER_READ, KEY, ACCOUNT),
        (Access.SUBSCRIBER_READ, FULL, ACCOUNT),
        (Access.SUBSCRIBER_WRITE, FULL, ACCOUNT),
    ],
)
def test_a_key_may_do_what_it_is_for(access: Access, key: ApiKey, account: Account) -> None:
    check_access(access, key, lambda _: account)


@pytest.mark.parametrize(
    ("access", "key", "account", "message"),
    [
        (Access.SUBSCRIBER_READ, FULL, UNPAID, "API access requires an active subscription"),
        (Access.SUBSCRIBER_READ, KEY, None, "API access requires an active subscription"),
        (Access.SUBSCRIBER_WRITE, KEY, UNPAID, "API access requires an active subscription"),
        (Access.SUBSCRIBER_WRITE, KEY, ACCOUNT, "this key may only read"),
    ],
)
def test_a_key_may_do_nothing_else(access: Access, key: ApiKey, account: Account | None, message: str) -> None:
    with pytest.raises(ForbiddenError, match=message):
        check_access(access, key, lambda _: account)
