"""Every single step of the disk fails, first for want of room, then with an I/O error: the engine goes on."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenarios.agreement import check_gone, check_layers, check_once, hits_in_reports
from tests.scenarios.life import SITES, TRIES, Life
from tests.scenarios.phases import PHASES, Phase, commit, start
from tests.scenarios.recording import Chapter, digest, lay_down, read_tree
from tests.scenarios.steps import Kind, Step, SteppedFiles, T


class FailingFiles(SteppedFiles):
    """One step fails for want of room, and the next of its kind there with an I/O error; both may be half done."""

    def __init__(self) -> None:
        self.left = -1
        """Steps until one fails; below 0 for none."""
        self.failed: list[Step] = []

    def take(self, step: Step, act: Callable[[], T]) -> T:
        if self.left == 0:
            self._fail(step, errno.ENOSPC)
        self.left -= 1
        if len(self.failed) == 1 and _place(step) == _place(self.failed[0]):
            self._fail(step, errno.EIO)
        return act()

    def _fail(self, step: Step, code: int) -> None:
        self.left = -1
        self.failed.append(step)
        step.unfinished()
        raise OSError(code, os.strerror(code), str(step.path))


def _place(step: Step) -> tuple[Kind, Path]:
    return step.kind, step.path.parent


@pytest.mark.parametrize("phase", PHASES)
def test_whatever_step_fails_the_engine_goes_on_and_loses_and_doubles_nothing(
    chapters: dict[str, Chapter], tmp_path: Path, phase: Phase
) -> None:
    number, checked = 0, set[bytes]()
    while failed := _failed_at(number, chapters[phase.__name__], tmp_path / "data", checked):
        assert failed
        number += 1
    assert number > 1


def _failed_at(number: int, chapter: Chapter, root: Path, checked: set[bytes]) -> list[Step]:
    """What failed; nothing once the number is more than there are steps.

    `checked` are the disks that were found to be right after a start, each with what it holds.
    """
    lay_down(chapter.begin.tree, root)
    files = FailingFiles()
    life = Life(root, files, chapter.begin.now)
    life.sent, life.acknowledged = list(chapter.begin.sent), list(chapter.begin.acknowledged)
    if chapter.phase is not start:
        life.start()
    files.left = number
    try:
        chapter.phase(life)
        if files.failed:
            _check(life, checked)
    except Exception as error:
        raise AssertionError(f"{chapter.phase.__name__} with {files.failed}: {error}") from error
    if chapter.phase is commit:
        assert life.refused == len(files.failed)
    life.end()
    shutil.rmtree(root)
    return files.failed


def _until_acknowledged(life: Life) -> None:
    """Whoever is refused comes again."""
    for _ in range(TRIES):
        life.send(0)
        if life.acknowledged[-1] == life.sent[-1]:
            return
    raise AssertionError("hits are refused though nothing fails any more")


def _check(life: Life, checked: set[bytes]) -> None:
    """What is in memory at once, and what is on disk after a kill."""
    _until_acknowledged(life)
    life.settle()
    shown = hits_in_reports(life.side.lake, SITES)
    gone = life.gone()
    check_once(shown, set(life.acknowledged) - gone, set(life.sent) - gone)
    left = digest({**read_tree(life.root), "shown": repr((sorted(shown), sorted(gone))).encode()})
    if left not in checked:
        life.restart()
        check_layers(life.root, shown)
        check_gone(life.root, gone, shown)
        checked.add(left)
