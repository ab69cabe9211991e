"""A log that grows is stored line by line once, however it is rotated and wherever whoever follows it is killed."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from engine.imports.following import Following
from engine.imports.importer import Importer, Log
from engine.storage.files import Files
from schemas.errors import BadInputError
from tests.engine.imports.importside import ImportSide
from tests.engine.imports.loglines import combined, common, text
from tests.scenarios.steps import Step, SteppedFiles, T

PATHS = [f"/{number}" for number in range(100)]


def lines(first: int, end: int) -> bytes:
    return text(*(combined(path, address=f"192.0.2.{number % 9}") for number, path in enumerate(PATHS[first:end])))


def append(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)


class Followed:
    """A log that was imported, and is followed in a process of its own, so to speak."""

    def __init__(self, side: ImportSide, path: Path, files: Files | None = None) -> None:
        self._importer: Importer = side.importer(files, block_bytes=200)
        side.run(path)
        self._following = Following(self._importer, Log(path=str(path)), side.site)

    def turn(self) -> list[tuple[int, int]]:
        """Lines and hits of what was stored."""
        with self._importer.storing.delivery.alone():
            imported = [one.summary for one in self._following.turn()]
        assert all(summary.accounted == summary.lines for summary in imported)
        return [(summary.lines, summary.hits) for summary in imported]

    def close(self) -> None:
        self._following.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    path.write_bytes(lines(0, 3))
    return path


def test_new_lines_are_stored_once_and_half_ones_when_they_are_whole(side: ImportSide, log: Path) -> None:
    with closing(Followed(side, log)) as followed:
        assert followed.turn() == []
        append(log, lines(3, 9) + b"192.0.2.1 - - [half")
        assert followed.turn() == [(6, 6)]
        assert followed.turn() == []
        append(log, b" a line\n" + lines(9, 10))
        assert followed.turn() == [(2, 1)]
    assert side.stored() == PATHS[:10]
    assert [(done.lines, done.size_bytes) for done in side.registry.imports.done(side.site.id)] == [
        (11, log.stat().st_size)
    ]
    assert side.summary(log).known_lines == 11


def test_of_a_log_that_is_renamed_both_files_are_stored_to_their_end(side: ImportSide, log: Path) -> None:
    with closing(Followed(side, log)) as followed:
        append(log, lines(3, 5))
        rotated = log.rename(log.with_suffix(".log.1"))
        append(rotated, lines(5, 6))
        assert followed.turn() == [(3, 3)]
        assert followed.turn() == []
        log.write_bytes(lines(6, 8))
        append(rotated, lines(8, 9))
        assert followed.turn() == [(1, 1)]
        assert followed.turn() == [(2, 2)]
        append(log, lines(9, 10))
        assert followed.turn() == [(1, 1)]
    assert sorted(side.stored()) == PATHS[:10]
    assert side.summary(rotated).lines == side.summary(log).lines == 0


@pytest.mark.parametrize("later", [1, 3, 20])
def test_a_log_that_is_copied_and_emptied_begins_anew(side: ImportSide, log: Path, later: int) -> None:
    """Also where it has grown to its old length, or beyond, before anybody looks."""
    with closing(Followed(side, log)) as followed:
        assert followed.turn() == []
        log.with_suffix(".log.1").write_bytes(log.read_bytes())
        log.write_bytes(b"")
        append(log, lines(50, 50 + later))
        assert followed.turn() == [(later, later)]
        assert followed.turn() == []
    assert side.stored() == PATHS[:3] + PATHS[50 : 50 + later]


def test_a_log_without_lines_is_told_its_format_once_it_has_some(side: ImportSide, log: Path) -> None:
    log.write_bytes(b"")
    with closing(Followed(side, log)) as followed:
        append(log, b"starting up\n")
        assert followed.turn() == []
        append(log, lines(0, 2))
        assert followed.turn() == [(3, 2)]
        log.rename(log.with_suffix(".log.1"))
        log.write_bytes(b"starting up\n")
        assert followed.turn() == [(1, 0)]
        log.rename(log.with_suffix(".log.2"))
        log.write_bytes(text(common("/other")))
        assert followed.turn() == [(1, 1)]
    assert side.stored() == [*PATHS[:2], "/other"]


def test_many_lines_in_no_format_are_an_error(side: ImportSide, log: Path) -> None:
    log.write_bytes(b"")
    with closing(Followed(side, log)) as followed:
        append(log, b"nothing of a log\n" * 100)
        with pytest.raises(BadInputError, match="none of the first 100 lines is in a known format"):
            followed.turn()


def test_a_robot_that_shows_itself_later_is_not_stored_any_more(side: ImportSide, log: Path) -> None:
    robot = "203.0.113.5"
    with closing(Followed(side, log)) as followed:
        append(log, text(combined("/a", address=robot), combined("/robots.txt", address=robot)))
        assert followed.turn() == [(2, 0)]
        append(log, text(combined("/b", address=robot)))
        assert followed.turn() == [(1, 0)]
    assert side.stored() == PATHS[:3]


class _Killed(BaseException):
    pass


class _Dying(SteppedFiles):
    """A kill comes before a step, or right after it."""

    def __init__(self, left: int, *, after: bool) -> None:
        self.left, self._after = left, after

    def take(self, step: Step, act: Callable[[], T]) -> T:
        self.left -= 1
        if self.left == -1 and not self._after:
            raise _Killed
        done = act()
        if self.left == -1:
            raise _Killed
        return done


@pytest.mark.parametrize("after", [False, True])
def test_wherever_it_is_killed_every_line_is_stored_once(tmp_path: Path, side: ImportSide, after: bool) -> None:
    killed = 0
    for step in range(40):
        log = tmp_path / f"{step}.log"
        begun = [f"/{step}/{number}" for number in range(6)]
        log.write_bytes(text(*map(combined, begun[:2])))
        files = _Dying(1_000, after=after)
        before = len(side.stored())
        followed = Followed(side, log, files)
        append(log, text(*map(combined, begun[2:4])))
        files.left = step
        try:
            followed.turn()
        except _Killed:
            killed += 1
        followed.close()
        append(log, text(*map(combined, begun[4:])))
        with closing(Followed(side, log)) as again:
            again.turn()
        assert sorted(side.stored()[before:]) == begun
        if files.left >= 0:
            break
    assert killed == step > 4
