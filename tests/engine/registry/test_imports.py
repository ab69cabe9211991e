from hashlib import sha256

import pytest

from engine.registry.imports import ImportedFile, ImportState, Prefix, head_fingerprint
from engine.registry.registry import Registry
from schemas.errors import NotFoundError

LOG = b"".join(b"line %d of a log\n" % number for number in range(1_000))


@pytest.fixture
def site_id(registry: Registry) -> int:
    return registry.sites.add(registry.accounts.add("ada@example.com").id, "example.com").id


def _imported(site_id: int, content: bytes) -> ImportedFile:
    return ImportedFile(
        site_id=site_id,
        name="access.log",
        head=head_fingerprint(LOG.split(b"\n")[0]),
        content=sha256(content).digest(),
        size_bytes=len(content),
        lines=content.count(b"\n"),
        hits=3,
        segments=("s1", "s2"),
    )


def test_an_import_counts_once_it_is_finished(registry: Registry, site_id: int) -> None:
    begun = registry.imports.begin(_imported(site_id, LOG))
    assert begun.state is ImportState.DELIVERING
    assert registry.imports.delivering() == [begun]
    assert registry.imports.with_head(site_id, begun.head) == []
    registry.imports.finish(begun.id)
    (done,) = registry.imports.with_head(site_id, begun.head)
    assert registry.imports.of_site(site_id) == [done]
    assert registry.imports.delivering() == []
    assert (done.state, done.segments, done.lines, done.hits) == (ImportState.DONE, ("s1", "s2"), 1_000, 3)
    assert str(done.imported_at) == "2026-11-22 12:00:00+00:00"


def test_an_import_that_was_undone_is_forgotten(registry: Registry, site_id: int) -> None:
    begun = registry.imports.begin(_imported(site_id, LOG))
    registry.imports.forget(begun.id)
    assert registry.imports.of_site(site_id) == []


def test_an_unknown_import_is_named(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="there is no import 5"):
        registry.imports.finish(5)


def test_the_head_of_a_log_is_its_first_line_whatever_ends_it() -> None:
    assert head_fingerprint(b"a line\r\n") == head_fingerprint(b"a line\n") == head_fingerprint(b"a line")


@pytest.mark.parametrize("piece", [1, 7, 1_000, len(LOG)])
def test_a_log_that_has_grown_is_recognised_by_its_longest_known_part(piece: int) -> None:
    known = [_imported(1, LOG[:cut]) for cut in (17, 5_000, 9_000)]
    prefix = Prefix(known)
    for start in range(0, len(LOG), piece):
        prefix.feed(LOG[start : start + piece])
    assert prefix.longest == known[2]
    assert not prefix.undecided
    assert prefix.size_bytes == len(LOG)
    assert prefix.content() == sha256(LOG).digest()


def test_a_log_with_another_content_is_new() -> None:
    prefix = Prefix([_imported(1, LOG)])
    prefix.feed(LOG[:-2] + b"!\n")
    assert prefix.longest is None


def test_a_log_that_is_shorter_than_what_is_known_is_undecided() -> None:
    prefix = Prefix([_imported(1, LOG)])
    prefix.feed(LOG[:100])
    assert prefix.longest is None
    assert prefix.undecided
