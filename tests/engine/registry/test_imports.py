import pytest

from engine.registry.imports import ImportedFile, ImportState
from engine.registry.registry import Registry
from schemas.errors import NotFoundError


@pytest.fixture
def site_id(registry: Registry) -> int:
    return registry.sites.add(registry.accounts.add("ada@example.com").id, "example.com").id


def _imported(site_id: int) -> ImportedFile:
    return ImportedFile(
        site_id=site_id,
        name="access.log",
        content=b"digest",
        size_bytes=18_000,
        lines=1_000,
        hits=3,
        segments=("s1", "s2"),
    )


def test_an_import_counts_once_it_is_finished(registry: Registry, site_id: int) -> None:
    begun = registry.imports.begin(_imported(site_id))
    assert begun.state is ImportState.DELIVERING
    assert registry.imports.delivering() == [begun]
    assert registry.imports.done(site_id) == []
    registry.imports.finish(begun.id)
    (done,) = registry.imports.done(site_id)
    assert registry.imports.delivering() == []
    assert (done.state, done.segments, done.lines, done.hits) == (ImportState.DONE, ("s1", "s2"), 1_000, 3)
    assert str(done.imported_at) == "2026-11-22 12:00:00+00:00"


def test_an_unknown_import_is_named(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="there is no import 5"):
        registry.imports.finish(5)
