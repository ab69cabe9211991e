import re

import pytest

from engine.registry.keys import USE_MS
from engine.registry.mirror import CHECK_MS, MISS_MS
from engine.registry.registry import Registry
from schemas.errors import NotFoundError
from schemas.sites import AccessType
from tests.engine.registry.conftest import Open


@pytest.fixture
def account_id(registry: Registry) -> int:
    return registry.accounts.add("ada@example.com").id


@pytest.mark.parametrize(("access", "prefix"), [(AccessType.READ_ONLY, "tly-ro-"), (AccessType.FULL, "tly-fa-")])
def test_a_key_is_found_by_its_secret(registry: Registry, account_id: int, access: AccessType, prefix: str) -> None:
    key, secret = registry.keys.create(account_id, "laptop", access)
    assert re.fullmatch(prefix + "[0-9A-Za-z]{40}", secret)
    assert (key.name, key.access, key.hint, key.revoked) == ("laptop", access, secret[-4:], False)
    assert key.last_used_at is None
    assert registry.keys.find(secret) == key
    assert registry.keys.list(account_id) == registry.keys.list() == [key]


def test_the_secret_is_in_no_file(registry: Registry, account_id: int) -> None:
    _, secret = registry.keys.create(account_id)
    for path in registry.database.path.parent.iterdir():
        assert secret.encode() not in path.read_bytes()
        assert secret[7:].encode() not in path.read_bytes()


@pytest.mark.parametrize("secret", ["", "tly-ro-", "tly-ro-" + "0" * 40, "\udc80"])
def test_an_unknown_secret_finds_nothing(registry: Registry, account_id: int, secret: str) -> None:
    registry.keys.create(account_id)
    assert registry.keys.find(secret) is None


def test_a_revoked_key_is_not_found_any_more(
    registry: Registry, account_id: int, open_another: Open, clock: list[int]
) -> None:
    key, secret = registry.keys.create(account_id)
    other = open_another()
    assert other.keys.find(secret) == key
    registry.keys.revoke(key.id)
    assert registry.keys.find(secret) is None
    clock[0] += CHECK_MS
    assert other.keys.find(secret) is None
    assert [listed.revoked for listed in registry.keys.list()] == [True]


def test_a_key_made_by_another_process_works_at_once(
    registry: Registry, account_id: int, open_another: Open, clock: list[int]
) -> None:
    other = open_another()
    key, secret = registry.keys.create(account_id)
    clock[0] += MISS_MS
    assert other.keys.find(secret) == key


def test_the_last_use_is_noted_once_a_minute(registry: Registry, account_id: int, clock: list[int]) -> None:
    key, _ = registry.keys.create(account_id)
    registry.keys.touch(key)
    clock[0] += USE_MS - 1
    registry.keys.touch(key)
    assert str(registry.keys.last_used_at(key)) == "2026-11-22 12:00:00+00:00"
    assert registry.keys.list()[0].last_used_at is None
    clock[0] += 1
    registry.keys.touch(key)
    registry.save()
    assert str(registry.keys.list()[0].last_used_at) == "2026-11-22 12:01:00+00:00"
    assert registry.keys.last_used_at(key) == registry.keys.list()[0].last_used_at


def test_a_key_needs_an_account(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="there is no user 9"):
        registry.keys.create(9)


def test_an_unknown_key_is_named(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="there is no key 9"):
        registry.keys.revoke(9)
