"""Who the key belongs to."""

from tests.server.conftest import Running


def test_me_is_the_account_of_the_key(running: Running) -> None:
    assert running.v1("/me").json() == {
        "user": {
            "email": "owner@example.com",
            "name": "owner",
            "subscription_status": "active",
            "sites_count": 1,
        },
        "id": running.site.account_id,
        "email": "owner@example.com",
        "is_subscribed": True,
        "created_at": "2026-03-10T12:00:00Z",
        "api_key": {"name": "", "access_type": "read_only", "last_used_at": "2026-03-10T12:00:00Z"},
    }


def test_addresses_that_programs_join_may_have_a_slash_too_many(running: Running) -> None:
    for path in ("/me/", "//me", "//me//"):
        assert running.v1(path).json()["email"] == "owner@example.com"
