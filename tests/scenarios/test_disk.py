"""The disk that crashes are tried on promises no more than POSIX does."""

from pathlib import PurePath

from tests.scenarios.disk import Disk
from tests.scenarios.steps import Kind


def disk(*steps: tuple[Kind, str, str | None, bytes | None]) -> Disk:
    made = Disk()
    for kind, path, other, content in ((Kind.ADD_FOLDER, "a", None, None), (Kind.SYNC_FOLDER, ".", None, None), *steps):
        made.apply(kind, PurePath(path), PurePath(other) if other else None, content)
    return made


def left(made: Disk) -> list[dict[str, bytes]]:
    """What a crash may leave, without the folder."""
    trees: list[dict[str, bytes]] = []
    for tree in made.after_a_crash():
        files = {path: content for path, content in tree.items() if content is not None}
        if files not in trees:
            trees.append(files)
    return trees


WRITTEN = ((Kind.FILL, "a/new", None, b"1234"), (Kind.SYNC_FILE, "a/new", None, b"1234"))


def test_a_synced_file_in_a_folder_that_is_not_may_be_gone_and_is_else_whole() -> None:
    assert left(disk(*WRITTEN)) == [{}, {"a/new": b"1234"}]


def test_what_is_appended_and_not_synced_may_be_lost_in_part_or_be_zeros() -> None:
    made = disk(*WRITTEN, (Kind.SYNC_FOLDER, "a", None, None), (Kind.APPEND, "a/new", None, b"12345678"))
    contents = [b"1234", b"123456", b"1234\0\0\0\0", b"12345678"]
    assert left(made) == [{"a/new": content} for content in contents]


def test_a_rename_that_is_not_synced_is_made_or_not_but_never_half() -> None:
    made = disk(*WRITTEN, (Kind.SYNC_FOLDER, "a", None, None), (Kind.RENAME, "a/new", "a/final", None))
    assert left(made) == [{"a/new": b"1234"}, {"a/final": b"1234"}]


def test_what_is_synced_is_there_after_every_crash() -> None:
    made = disk(*WRITTEN, (Kind.RENAME, "a/new", "a/final", None), (Kind.SYNC_FOLDER, "a", None, None))
    assert left(made) == [{"a/final": b"1234"}]


def test_a_removed_file_may_come_back_until_its_folder_is_synced() -> None:
    made = disk(*WRITTEN, (Kind.SYNC_FOLDER, "a", None, None), (Kind.REMOVE, "a/new", None, None))
    assert left(made) == [{"a/new": b"1234"}, {}]
