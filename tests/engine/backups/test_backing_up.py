"""A backup is a good DATA, also one that was cut off, and the next one brings what is new."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.backups.backing_up import Backup
from engine.backups.copier import Tally
from engine.backups.restoring import restore
from engine.registry.registry import open_registry
from engine.storage.files import Files
from engine.storage.layout import Layout
from schemas.errors import BadInputError
from tests.engine.storage.imported import count_elsewhere
from tests.engine.storage.lakeside import Lakeside, hit
from tests.engine.verification.verifyside import verified
from tests.scenarios.agreement import Named, check_layers, hits_in_views
from tests.scenarios.life import BEGIN, Life, found
from tests.scenarios.phases import PHASES, erase_a_site

DAY = "hits/site_id=1/month=2026-11/2026-11-28.parquet"
NOW_MS = int(BEGIN.timestamp() * 1000)


class _CutOff(BaseException):
    """As a kill: nothing is cleaned up."""


class _CuttingFiles(Files):
    """Ends the run before its operation of a number."""

    def __init__(self, after: int) -> None:
        self.left = after

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _CutOff

    def write(self, path: Path, fill: Any) -> None:
        self._count()
        super().write(path, fill)

    def move(self, source: Path, target: Path) -> None:
        self._count()
        super().move(source, target)

    def remove(self, path: Path) -> None:
        self._count()
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        self._count()
        super().sync_folder(folder)


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Lakeside]:
    side = Lakeside(tmp_path / "data", BEGIN)
    open_registry(side.root / "hitlake.db", lambda: NOW_MS, os.urandom).close()
    side.store(*(hit(BEGIN - timedelta(days=ago), path=f"/{ago}") for ago in (0, 1, 2, 40)))
    side.settle()
    side.store(hit(BEGIN, path="/hot"))
    yield side
    side.close()


def _back_up(root: Path, files: Files | None = None) -> Tally:
    source, target = Layout(root), Layout(root.parent / "backup")
    return Backup(source, target, files or Files(), nullcontext, lambda: NOW_MS).run(lambda *_: None)


def _restored(root: Path, name: str = "restored") -> Counter[Named]:
    """What a restored copy shows once it was started."""
    target = root.parent / name
    restore(Layout(root.parent / "backup"), Layout(target), Files(), lambda *_: None)
    again = Lakeside(target, BEGIN)
    again.settle()
    shown = hits_in_views(target)
    check_layers(target, shown)
    assert verified(target).is_good
    again.close()
    shutil.rmtree(target)
    return shown


def test_what_was_imported_is_in_the_backup_and_comes_back(side: Lakeside) -> None:
    count_elsewhere(side.root, [BEGIN.date() - timedelta(days=800)])
    [path] = side.root.glob("imported/*/*.parquet")
    _back_up(side.root)
    restore(Layout(side.root.parent / "backup"), Layout(side.root.parent / "again"), Files(), lambda *_: None)
    assert (side.root.parent / "again" / path.relative_to(side.root)).read_bytes() == path.read_bytes()


def test_a_backup_holds_every_layer_and_nothing_twice(side: Lakeside) -> None:
    _back_up(side.root)

    assert _restored(side.root) == hits_in_views(side.root)


def test_the_next_backup_copies_what_is_new_and_removes_what_is_gone(side: Lakeside) -> None:
    first = _back_up(side.root)
    again = _back_up(side.root)
    assert (first.linked, first.copied, again.linked, again.copied) == (9, 1, 0, 0)

    side.now += timedelta(days=3)
    side.settle()
    _back_up(side.root)

    assert _restored(side.root) == hits_in_views(side.root)
    backup = side.root.parent / "backup"
    assert sorted(path.name for path in (backup / "hits").rglob("*.parquet")) == ["2026-10.parquet", "2026-11.parquet"]
    assert list((backup / "journal").iterdir()) == []


def test_a_backup_on_another_file_system_copies_once(side: Lakeside, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", no_link)
    first, again = _back_up(side.root), _back_up(side.root)

    assert (first.linked, first.copied, again.copied, again.unchanged) == (0, 10, 0, 10)
    assert _restored(side.root) == hits_in_views(side.root)


def test_a_torn_frame_of_a_moment_is_left_out(side: Lakeside) -> None:
    (path,) = (side.root / "journal").iterdir()
    shown = hits_in_views(side.root)
    with path.open("ab") as journal:
        journal.write(b"half a frame")

    _back_up(side.root)

    assert (side.root.parent / "backup" / "journal" / path.name).read_bytes() == path.read_bytes()[:-12]
    assert _restored(side.root) == shown


def test_a_backup_that_was_cut_off_anywhere_still_holds_what_the_one_before_held(tmp_path: Path) -> None:
    found(tmp_path / "data")
    life = Life(tmp_path / "data", Files())
    for phase in PHASES[:3]:
        phase(life)
    life.send(0)
    _back_up(life.side.root)
    before = hits_in_views(life.side.root)
    for phase in PHASES[3 : PHASES.index(erase_a_site)]:
        phase(life)
    life.settle()
    shutil.copytree(tmp_path / "backup", tmp_path / "kept", copy_function=shutil.copy2)
    cut = 0
    while True:
        try:
            _back_up(life.side.root, _CuttingFiles(cut))
        except _CutOff:
            assert before <= _restored(life.side.root), cut
            shutil.rmtree(tmp_path / "backup")
            shutil.copytree(tmp_path / "kept", tmp_path / "backup", copy_function=shutil.copy2)
            cut += 8
        else:
            break
    assert cut > 20
    assert _restored(life.side.root) == hits_in_views(life.side.root)
    life.end()


def test_hits_that_are_put_aside_stay_in_the_backup(side: Lakeside) -> None:
    _back_up(side.root)
    side.lake.damages.move_aside(side.root / DAY, "a test says so")

    assert _back_up(side.root).kept_aside == [DAY]
    assert (side.root.parent / "backup" / DAY).exists()


def test_no_salt_gets_into_a_backup(side: Lakeside) -> None:
    registry = open_registry(side.root / "hitlake.db", lambda: NOW_MS, os.urandom)
    salts = [registry.salts.salt(BEGIN.date() + timedelta(days=days)) for days in range(50)]

    _back_up(side.root)

    content = b"".join(path.read_bytes() for path in (side.root.parent / "backup").glob("hitlake.db*"))
    assert not any(salt in content for salt in salts)
    assert registry.salts.salt(BEGIN.date()) == salts[0]
    registry.close()


def test_a_folder_that_is_no_backup_is_left_alone(side: Lakeside) -> None:
    home = side.root.parent / "backup"
    home.mkdir()
    (home / "thesis.txt").write_text("years of work")

    with pytest.raises(BadInputError, match="neither empty nor a backup"):
        _back_up(side.root)
    with pytest.raises(BadInputError, match="is no backup"):
        restore(Layout(home), Layout(side.root.parent / "new"), Files(), lambda *_: None)
    assert [path.name for path in home.iterdir()] == ["thesis.txt"]


def test_a_backup_is_restored_into_an_empty_folder_only(side: Lakeside) -> None:
    _back_up(side.root)

    with pytest.raises(BadInputError, match="is not empty"):
        restore(Layout(side.root.parent / "backup"), Layout(side.root), Files(), lambda *_: None)


def test_a_backup_of_a_newer_program_is_refused(side: Lakeside) -> None:
    _back_up(side.root)
    marker = side.root.parent / "backup" / "backup.json"
    marker.write_text(marker.read_text().replace('"format": 1', '"format": 9'))

    with pytest.raises(BadInputError, match=r"by a newer Hitlake \(format 9\): please update"):
        _back_up(side.root)
