from datetime import date

import pytest
from sqlalchemy import insert

from engine.registry.imports import ImportedFile
from engine.registry.registry import Registry
from engine.registry.tables import METADATA
from schemas.drops import DropReason
from schemas.errors import NotFoundError
from schemas.sites import AccessType, Site
from tests.engine.registry.conftest import Open

TODAY = date(2026, 11, 22)


@pytest.fixture
def site(registry: Registry) -> Site:
    """With a row in every table that speaks of sites."""
    account = registry.accounts.add("ada@example.com")
    registry.keys.create(account.id, "", AccessType.READ_ONLY)
    site = registry.sites.add(account.id, "secret-of-mine.example")
    registry.monitors.switch_on(site.id, "https://secret-of-mine.example/start")
    registry.kudos.give(site.id, "/secret-of-mine", TODAY, 7)
    registry.drops.add(TODAY, site.id, DropReason.ROBOT)
    registry.drops.save()
    log = ImportedFile(
        site_id=site.id, name="secret-of-mine.log", content=b"", size_bytes=1, lines=1, hits=1, segments=()
    )
    registry.imports.finish(registry.imports.begin(log).id)
    return site


def test_a_deleted_site_leaves_no_row_and_no_byte(registry: Registry, site: Site) -> None:
    with registry.database.write() as connection:
        chosen = insert(METADATA.tables["insight_sites"]).values(site_id=site.id, choices="{}")
        connection.execute(chosen)

    registry.erasures.erase(site.id)

    assert registry.sites.by_id(site.id) is None
    assert registry.sites.by_uid(site.uid) is None
    assert registry.erasures.sites() == {site.id}
    assert registry.imports.done(site.id) == []
    on_disk = b"".join(path.read_bytes() for path in registry.database.path.parent.glob("hitlake.db*"))
    assert b"secret-of-mine" not in on_disk
    assert site.uid.encode() not in on_disk


def test_users_and_keys_stay(registry: Registry, site: Site) -> None:
    registry.erasures.erase(site.id)

    assert len(registry.keys.list(site.account_id)) == 1
    assert registry.accounts.find("ada@example.com")


def test_the_id_of_a_deleted_site_never_comes_back(registry: Registry, site: Site) -> None:
    registry.erasures.erase(site.id)

    again = registry.sites.add(site.account_id, site.domain)

    assert again.id > site.id
    assert again.id not in registry.erasures.sites()


def test_every_process_knows_of_it(registry: Registry, site: Site, open_another: Open, clock: list[int]) -> None:
    other = open_another()
    assert other.sites.by_id(site.id)
    registry.erasures.erase(site.id)
    clock[0] += 1000

    assert other.sites.by_id(site.id) is None
    assert other.erasures.sites() == {site.id}


def test_what_was_counted_meanwhile_is_swept_away(registry: Registry, site: Site) -> None:
    registry.drops.add(TODAY, site.id, DropReason.ROBOT)
    registry.erasures.erase(site.id)
    registry.drops.save()
    assert registry.drops.of_site(site.id, TODAY, date(2026, 11, 23))

    registry.erasures.sweep()

    assert registry.drops.of_site(site.id, TODAY, date(2026, 11, 23)) == {}


def test_an_import_of_a_deleted_site_is_refused(registry: Registry, site: Site) -> None:
    log = registry.imports.done(site.id)[0]
    registry.erasures.erase(site.id)

    with pytest.raises(NotFoundError, match="any more"):
        registry.imports.begin(log)
    with pytest.raises(NotFoundError, match="there is no site"):
        registry.erasures.erase(site.id)
