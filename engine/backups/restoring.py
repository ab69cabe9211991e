"""A backup becomes a DATA again. The database comes last: without it the folder is none."""

from collections.abc import Callable, Sequence
from pathlib import Path

from engine.backups.backing_up import require_apart
from engine.backups.copier import Copier, Tally
from engine.backups.marker import Marker, read_marker
from engine.storage.closed import read_closed_days
from engine.storage.files import Files
from engine.storage.layout import Layout
from engine.storage.recovery import notes_differ
from schemas.errors import BadInputError

_LINKED = ("hits", "visits", "rollups", "imported", "recent", "damaged")


def restore(
    source: Layout,
    target: Layout,
    files: Files,
    progress: Callable[[int, int, str], object],
    settings_files: Sequence[str] = (),
) -> tuple[Marker, Tally]:
    """Raises BadInputError for a source that is no backup and for a target that is not empty, OSError."""
    marker = read_marker(source.root)
    if marker is None or not source.database.exists():
        raise BadInputError(f"{source.root} is no backup: there is no {'hitlake.db' if marker else 'backup.json'}")
    require_apart(source.root, target.root)
    if target.root.is_dir() and any(target.root.iterdir()):
        raise BadInputError(f"{target.root} is not empty: a backup is restored into a new folder")
    files.make_folder(target.tmp)
    tally = Tally()
    copier = Copier(files, target.tmp, tally)
    paths = [path for folder in _LINKED for path in sorted((source.root / folder).rglob("*")) if path.is_file()]
    total, done = sum(path.stat().st_size for path in paths), 0
    for path in paths:
        relative = path.relative_to(source.root)
        progress(done, total, str(relative))
        files.make_folder((target.root / relative).parent)
        copier.copy(path, target.root / relative)
        done += path.stat().st_size
    for folder in {(target.root / path.relative_to(source.root)).parent for path in paths}:
        files.sync_folder(folder)
    _drop_stale(target, files)
    files.make_folder(target.journal)
    _put(copier, source.root, target.root, [*sorted(source.journal.glob("*.wal"))])
    files.sync_folder(target.journal)
    _put(copier, source.root, target.root, [source.root / name for name in settings_files])
    _put(copier, source.root, target.root, [source.database])
    target.database.chmod(0o600)
    files.sync_folder(target.root)
    return marker, tally


def _drop_stale(layout: Layout, files: Files) -> None:
    """Derived files that are ahead of their hits, as a backup leaves them that was cut off: the start makes them again.

    Their times tell nothing here: they are newer than the hits.
    """
    closed = read_closed_days(layout)
    derived: dict[tuple[int, str], list[Path]] = {}
    for path in [*layout.rollups.rglob("*.parquet"), *layout.layer("visits").rglob("*.parquet")]:
        site = path.relative_to(layout.root).parts[1].removeprefix("site_id=")
        derived.setdefault((int(site), path.stem[: len("2026-11")]), []).append(path)
    for (site_id, month), paths in derived.items():
        if closed.month(site_id, month) is None or notes_differ(layout, closed, site_id, month):
            for path in paths:
                files.remove(path)


def _put(copier: Copier, source: Path, target: Path, paths: Sequence[Path]) -> None:
    """Files that may be changed in place from now on."""
    for path in paths:
        if path.exists():
            copier.put(path.read_bytes(), target / path.relative_to(source))
