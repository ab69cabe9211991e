from datetime import date

from engine.registry.drops import NO_SITE
from engine.registry.registry import Registry
from schemas.drops import DropReason
from tests.engine.registry.conftest import Open

FIRST, SECOND, THIRD = (date(2026, 11, day) for day in (20, 21, 22))


def test_drops_add_up_over_days_and_processes(registry: Registry, open_another: Open) -> None:
    other = open_another()
    registry.drops.add(FIRST, 7, DropReason.ROBOT, 5)
    registry.drops.add(SECOND, 7, DropReason.ROBOT)
    registry.drops.add(SECOND, 7, DropReason.EXCLUDED_IP, 2)
    registry.drops.add(THIRD, 7, DropReason.ROBOT, 1_000)
    registry.drops.save()
    other.drops.add(SECOND, 7, DropReason.ROBOT, 10)
    assert other.drops.of_site(7, FIRST, THIRD) == {DropReason.EXCLUDED_IP: 2, DropReason.ROBOT: 16}
    assert registry.drops.of_site(8, FIRST, THIRD) == {}


def test_drops_without_a_site_have_a_place(registry: Registry) -> None:
    registry.drops.add(FIRST, NO_SITE, DropReason.UNKNOWN_SITE, 3)
    assert registry.drops.of_site(NO_SITE, FIRST, SECOND) == {DropReason.UNKNOWN_SITE: 3}


def test_drops_are_saved_when_the_registry_closes(registry: Registry, open_another: Open) -> None:
    registry.drops.add(FIRST, 7, DropReason.ROBOT)
    registry.close()
    assert open_another().drops.of_site(7, FIRST, SECOND) == {DropReason.ROBOT: 1}
