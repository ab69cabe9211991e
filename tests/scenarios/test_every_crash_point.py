"""A life is cut after every single step, in each state that the disk may be in then, and goes on from there."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenarios.agreement import check_gone, check_layers, check_once, hits_in_reports, hits_in_views
from tests.scenarios.life import SITES, Life
from tests.scenarios.phases import PHASES, commit, flush_and_close, start
from tests.scenarios.recording import Chapter, Remains, digest, lay_down, read_tree, record
from tests.scenarios.steps import Kind, Step, SteppedFiles


@pytest.mark.parametrize("phase", [phase.__name__ for phase in PHASES])
def test_a_crash_after_any_step_loses_and_doubles_nothing(
    chapters: dict[str, Chapter], tmp_path: Path, phase: str
) -> None:
    assert len(chapters[phase].remains) > 1
    _survive_all([chapters[phase]], tmp_path)


def _survive_all(chapters: list[Chapter], folder: Path) -> None:
    survived: set[bytes] = set()
    for chapter in chapters:
        for remains in chapter.remains.values():
            root = folder / "data"
            lay_down(remains.tree, root)
            try:
                _survive(remains, root, survived)
            except Exception as error:
                raise AssertionError(f"a crash in {chapter.phase.__name__}, {remains.after}: {error}") from error
            shutil.rmtree(root)


def _survive(remains: Remains, root: Path, survived: set[bytes]) -> None:
    """Where start-up makes the same of several remains, what follows is the same too."""
    acknowledged, sent = set(remains.acknowledged), set(remains.sent)
    check_once(hits_in_views(root), set(), sent)
    life = Life(root, SteppedFiles(), remains.now)
    life.sent = list(remains.sent)
    gone = life.gone()
    life.start()
    try:
        started = digest({**read_tree(root), "acknowledged": bytes(len(acknowledged)), "gone": bytes(len(gone))})
        if started not in survived:
            life.settle()
            shown = hits_in_reports(life.side.lake, SITES)
            check_once(shown, acknowledged - gone, sent - gone)
            check_layers(root, shown)
            check_gone(root, gone, shown)
        survived.add(started)
    finally:
        life.end()


def _forgotten(kind: Kind, suffix: str) -> Callable[[Step], bool]:
    return lambda step: step.kind is kind and step.path.name.endswith(suffix)


@pytest.mark.parametrize(
    "forgets",
    [
        _forgotten(Kind.SYNC, ".wal"),
        _forgotten(Kind.SYNC_FOLDER, "journal"),
        _forgotten(Kind.SYNC_FILE, ".parquet"),
        _forgotten(Kind.SYNC_FOLDER, "recent"),
    ],
)
def test_a_sync_that_is_forgotten_is_found_out(tmp_path: Path, forgets: Callable[[Step], bool]) -> None:
    chapters = record(tmp_path / "recorded", (start, commit, flush_and_close), forgets)

    with pytest.raises(AssertionError, match=r"missing|too small"):
        _survive_all(chapters, tmp_path)
