import pytest

from engine.registry.registry import Registry
from schemas.errors import BadInputError, ConflictError, NotFoundError
from schemas.sites import Subscription


def test_an_account_is_found_by_its_email_without_case(registry: Registry) -> None:
    added = registry.accounts.add(" Ada@Example.com ", time_zone="Europe/London")
    assert registry.accounts.find("ADA@example.com") == added
    assert (added.email, added.name, added.time_zone) == ("ada@example.com", "ada", "Europe/London")
    assert added.subscription is Subscription.ACTIVE
    assert added.created_at.isoformat() == "2026-11-22T12:00:00+00:00"
    assert registry.accounts.by_id(added.id) == added
    assert registry.accounts.all() == [added]


def test_an_email_is_taken_once(registry: Registry) -> None:
    registry.accounts.add("ada@example.com")
    with pytest.raises(ConflictError, match=r"there is already a user ada@example\.com"):
        registry.accounts.add("Ada@example.com")


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@example.com", "a b@example.com", "a@b@c", "x" * 250 + "@b.de"])
def test_what_is_no_email_is_refused(registry: Registry, email: str) -> None:
    with pytest.raises(BadInputError, match="is not an email address"):
        registry.accounts.add(email)


def test_a_password_is_verified_and_never_stored(registry: Registry) -> None:
    account = registry.accounts.add("ada@example.com", password="correct horse")
    assert registry.accounts.verify("Ada@example.com", "correct horse") == account
    assert registry.accounts.verify("ada@example.com", "correct horsE") is None
    assert registry.accounts.verify("eve@example.com", "correct horse") is None
    registry.database.empty_write_ahead_log()
    assert b"correct horse" not in registry.database.path.read_bytes()


def test_an_account_without_a_password_lets_nobody_in(registry: Registry) -> None:
    registry.accounts.add("ada@example.com")
    assert registry.accounts.verify("ada@example.com", "") is None


def test_a_new_password_replaces_the_old_one(registry: Registry) -> None:
    account = registry.accounts.add("ada@example.com", password="correct horse")
    registry.accounts.set_password(account.id, "battery staple")
    assert registry.accounts.verify("ada@example.com", "correct horse") is None
    assert registry.accounts.verify("ada@example.com", "battery staple") == account


def test_a_short_password_is_refused(registry: Registry) -> None:
    with pytest.raises(BadInputError, match="the password has 7 characters: 8 or more are needed"):
        registry.accounts.add("ada@example.com", password="1234567")


def test_a_subscription_changes_for_the_next_look_up(registry: Registry) -> None:
    account = registry.accounts.add("ada@example.com")
    registry.accounts.set_subscription(account.id, Subscription.INACTIVE)
    found = registry.accounts.by_id(account.id)
    assert found is not None
    assert found.subscription is Subscription.INACTIVE


def test_an_unknown_account_is_named(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="there is no user 7"):
        registry.accounts.set_subscription(7, Subscription.INACTIVE)
    assert registry.accounts.by_id(7) is None
    assert registry.accounts.find("nobody@example.com") is None
