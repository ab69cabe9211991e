import re

import pytest
from sqlalchemy import event

from engine.registry.mirror import CHECK_MS, MISS_MS
from engine.registry.registry import Registry
from engine.registry.site_changes import SiteChanges
from engine.registry.tables import SITES
from schemas.errors import BadInputError, ConflictError, NotFoundError
from tests.engine.registry.conftest import Open


@pytest.fixture
def account_id(registry: Registry) -> int:
    return registry.accounts.add("ada@example.com", time_zone="Asia/Kathmandu").id


def test_a_site_has_names_for_every_address(registry: Registry, account_id: int) -> None:
    site = registry.sites.add(account_id, "https://www.Example.com/")
    assert (site.domain, site.label, site.time_zone) == ("example.com", "example.com", "Asia/Kathmandu")
    assert (site.active, site.public) == (True, False)
    assert re.fullmatch(r"[A-Za-z][1-9A-Za-z]{7}", site.uid)
    assert re.fullmatch(r"[0-9a-f]{24}", site.hex_id)
    assert registry.sites.by_uid(site.uid) == site
    assert registry.sites.by_id(site.id) == site
    assert registry.sites.by_hex_id(site.hex_id) == site
    assert registry.sites.of_account(account_id) == [site]
    assert registry.sites.of_account(account_id + 1) == []


def test_a_uid_that_is_taken_is_not_given_again(registry: Registry, account_id: int) -> None:
    registry.sites._random_bytes = iter_bytes = _Repeating([1, 1, 2])
    first = registry.sites.add(account_id, "one.example.com")
    iter_bytes.restart()
    second = registry.sites.add(account_id, "two.example.com")
    assert first.uid != second.uid
    assert first.hex_id != second.hex_id


class _Repeating:
    """Gives each of `values` for three calls, which make one site's names."""

    def __init__(self, values: list[int]) -> None:
        self.values = values
        self.calls = 0

    def restart(self) -> None:
        self.calls = 0

    def __call__(self, count: int) -> bytes:
        value = self.values[min(self.calls // 3, len(self.values) - 1)]
        self.calls += 1
        return bytes([value]) * count


def test_an_account_has_a_domain_once(registry: Registry, account_id: int) -> None:
    site = registry.sites.add(account_id, "example.com")
    with pytest.raises(ConflictError, match=rf"has a site for example\.com already, with the uid {site.uid}"):
        registry.sites.add(account_id, "www.example.com")
    other = registry.accounts.add("eve@example.com")
    assert registry.sites.add(other.id, "example.com").domain == "example.com"


def test_a_site_needs_an_account(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="there is no user 3"):
        registry.sites.add(3, "example.com")


def test_changes_are_seen_at_once_and_the_rest_stays(registry: Registry, account_id: int, clock: list[int]) -> None:
    site = registry.sites.add(account_id, "example.com", label="My blog")
    clock[0] += 1_500
    changes = SiteChanges(
        active=False,
        ignored_paths=("/admin*", "/preview", "/admin*"),
        excluded_addresses=("192.0.2.7", "2001:db8::1/64"),
        extra_hosts=("https://shop.example.org/",),
        retention_days=400,
    )
    updated = registry.sites.update(site.id, changes)
    assert updated == registry.sites.by_uid(site.uid)
    assert updated.label == "My blog"
    assert updated.active is False
    assert updated.ignored_paths == ("/admin*", "/preview")
    assert updated.excluded_addresses == ("192.0.2.7", "2001:db8::/64")
    assert updated.extra_hosts == ("shop.example.org",)
    assert updated.retention_days == 400
    assert updated.updated_at.isoformat() == "2026-11-22T12:00:01.500000+00:00"
    assert registry.sites.update(site.id, SiteChanges(retention_days=None)).retention_days is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (SiteChanges(label=" "), "label ' ': 1 to 200 characters"),
        (SiteChanges(time_zone="Mars/Base"), "unknown time zone 'Mars/Base'"),
        (SiteChanges(ignored_paths=("admin",)), "ignored path 'admin': it starts with /"),
        (SiteChanges(ignored_paths=("/a*b",)), "ignored path '/a\\*b'"),
        (SiteChanges(excluded_addresses=("192.0.2",)), "excluded address '192.0.2': an address or a network"),
        (SiteChanges(extra_hosts=("my shop",)), "'my shop' is not a domain"),
        (SiteChanges(retention_days=0), "retention 0 days: 1 or more"),
        (SiteChanges(domain="my blog"), "'my blog' is not a domain"),
    ],
)
def test_a_bad_change_is_named(registry: Registry, account_id: int, changes: SiteChanges, message: str) -> None:
    site = registry.sites.add(account_id, "example.com")
    with pytest.raises(BadInputError, match=message):
        registry.sites.update(site.id, changes)
    assert registry.sites.by_id(site.id) == site


def test_another_process_sees_a_new_site_on_the_first_miss(
    registry: Registry, account_id: int, open_another: Open, clock: list[int]
) -> None:
    other = open_another()
    site = registry.sites.add(account_id, "example.com")
    clock[0] += MISS_MS
    assert other.sites.by_uid(site.uid) == site


def test_another_process_sees_a_change_a_moment_later(
    registry: Registry, account_id: int, open_another: Open, clock: list[int]
) -> None:
    site = registry.sites.add(account_id, "example.com")
    other = open_another()
    changed = registry.sites.update(site.id, SiteChanges(label="New"))
    assert other.sites.by_uid(site.uid) == site
    clock[0] += CHECK_MS
    assert other.sites.by_uid(site.uid) == changed


def test_a_clock_set_back_does_not_hide_changes(
    registry: Registry, account_id: int, open_another: Open, clock: list[int]
) -> None:
    site = registry.sites.add(account_id, "example.com")
    other = open_another()
    changed = registry.sites.update(site.id, SiteChanges(label="New"))
    clock[0] -= 3_600_000
    assert other.sites.by_uid(site.uid) == changed


def test_unknown_uids_do_not_reach_the_database_more_than_now_and_then(registry: Registry, clock: list[int]) -> None:
    statements: list[str] = []
    event.listen(registry.database._engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for _ in range(1_000):
        assert registry.sites.by_uid("unknown1") is None
    assert statements == []
    clock[0] += MISS_MS
    for _ in range(1_000):
        assert registry.sites.by_uid("unknown1") is None
    assert [statement for statement in statements if "sites" in statement] == []
    assert len(statements) == 2


def test_other_tables_do_not_make_the_sites_be_read_again(
    registry: Registry, account_id: int, clock: list[int]
) -> None:
    site = registry.sites.add(account_id, "example.com")
    assert registry.sites.by_uid(site.uid) == site
    statements: list[str] = []
    event.listen(registry.database._engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    registry.numbers.reserve("hit", 100)
    registry.keys.create(account_id)
    clock[0] += CHECK_MS
    assert registry.sites.by_uid(site.uid) is not None
    assert [statement for statement in statements if "FROM sites" in statement] == []


def test_ten_thousand_sites_are_found(registry: Registry, account_id: int, open_another: Open) -> None:
    site = registry.sites.add(account_id, "example.com")
    with registry.database.write("sites") as connection:
        row = connection.execute(SITES.select()).mappings().one()
        rows = [
            {**row, "id": number, "uid": f"u{number:07}", "hex_id": f"{number:024x}", "domain": f"{number}.example.com"}
            for number in range(2, 10_001)
        ]
        connection.execute(SITES.insert(), rows)
    other = open_another()
    assert len(other.sites.all()) == 10_000
    assert other.sites.by_uid(site.uid) == site
    found = other.sites.by_uid("u0009999")
    assert found is not None
    assert found.domain == "9999.example.com"
