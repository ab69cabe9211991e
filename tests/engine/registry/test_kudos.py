from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from engine.registry.registry import Registry
from engine.registry.tables import KUDOS
from schemas.errors import ConflictError, NotFoundError
from schemas.kudos import KudosQuestion
from schemas.questions import Page
from schemas.sites import Site

TODAY = date(2026, 11, 22)
ALL = KudosQuestion(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), None, None, Page(1, 100))
VISITOR = 2**64 - 1


@pytest.fixture
def site(registry: Registry) -> Site:
    return registry.sites.add(registry.accounts.add("ada@example.com").id, "example.com")


def test_a_visitor_gives_a_page_one_kudo_a_day(registry: Registry, site: Site) -> None:
    given = [
        registry.kudos.give(site.id, "/a", TODAY, VISITOR),
        registry.kudos.give(site.id, "/a", TODAY, VISITOR),
        registry.kudos.give(site.id, "/b", TODAY, VISITOR),
        registry.kudos.give(site.id, "/a", TODAY, 1),
        registry.kudos.give(site.id, "/a", TODAY + timedelta(days=1), VISITOR),
    ]
    assert given == [True, False, True, True, True]
    assert registry.kudos.counts([site.id]) == {site.id: 4}
    assert registry.kudos.count(site.id, "/a") == 3


def test_kudos_are_listed_newest_first_by_page_and_uid(registry: Registry, site: Site, clock: list[int]) -> None:
    for path in ("/a", "/b", "/a"):
        registry.kudos.add(site.id, path, TODAY, uid=f"kudo-{clock[0] % 10_000_000}")
        clock[0] += 1000
    kudos, total = registry.kudos.page(site.id, ALL)
    assert ([kudo.path for kudo in kudos], total) == (["/a", "/b", "/a"], 3)
    assert kudos[0].created_at > kudos[1].created_at > kudos[2].created_at
    only_a, total = registry.kudos.page(site.id, replace(ALL, path="/a", page=Page(2, 1)))
    assert (only_a, total) == ([kudos[2]], 2)
    assert registry.kudos.page(site.id, replace(ALL, uid=kudos[1].uid)) == ([kudos[1]], 1)
    assert registry.kudos.page(site.id, replace(ALL, end=kudos[2].created_at)) == ([], 0)
    assert registry.kudos.page(site.id, replace(ALL, first=kudos[0].created_at))[1] == 1


def test_a_chosen_uid_adds_a_kudo_once(registry: Registry, site: Site) -> None:
    first, is_new = registry.kudos.add(site.id, "/a", TODAY, "from-my-app-1")
    assert (first.uid, first.path, is_new) == ("from-my-app-1", "/a", True)
    assert registry.kudos.add(site.id, "/a", TODAY, "from-my-app-1") == (first, False)
    with pytest.raises(ConflictError, match="'from-my-app-1' is taken by a kudo for '/a'"):
        registry.kudos.add(site.id, "/b", TODAY, "from-my-app-1")
    assert registry.kudos.counts([site.id]) == {site.id: 1}


def test_uids_belong_to_a_site(registry: Registry, site: Site) -> None:
    other = registry.sites.add(site.account_id, "example.org")
    assert registry.kudos.add(site.id, "/a", TODAY, "one")[1]
    assert registry.kudos.add(other.id, "/b", TODAY, "one")[1]
    assert registry.kudos.counts([site.id, other.id]) == {site.id: 1, other.id: 1}


def test_without_a_chosen_uid_each_kudo_has_one_of_its_own(registry: Registry, site: Site) -> None:
    kudos = [registry.kudos.add(site.id, "/a", TODAY)[0] for _ in range(3)]
    assert len({kudo.uid for kudo in kudos}) == 3
    assert {len(kudo.uid) for kudo in kudos} == {12}


def test_a_removed_kudo_is_gone(registry: Registry, site: Site) -> None:
    registry.kudos.add(site.id, "/a", TODAY, "one")
    assert registry.kudos.remove(site.id, "one").path == "/a"
    assert registry.kudos.counts([site.id]) == {}
    with pytest.raises(NotFoundError, match="this site has no kudo 'one'"):
        registry.kudos.remove(site.id, "one")


def test_who_gave_it_is_forgotten_when_nobody_could_tell_any_more(
    registry: Registry, site: Site, clock: list[int]
) -> None:
    registry.kudos.give(site.id, "/a", TODAY, VISITOR)
    clock[0] += int(timedelta(days=3).total_seconds() * 1000)
    assert registry.kudos.forget_givers() == 0
    clock[0] += int(timedelta(days=1).total_seconds() * 1000)
    registry.forget()
    with registry.database.read() as connection:
        assert connection.execute(KUDOS.select()).one().giver is None
    assert registry.kudos.count(site.id, "/a") == 1
