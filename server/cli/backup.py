"""hitlake backup and hitlake restore."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schemas.errors import ConflictError
from server.cli.opening import opened_registry
from server.cli.options import DataOption, JsonOption, settings_of
from server.cli.printing import print_json
from server.settings_sources import FILE_NAME

if TYPE_CHECKING:
    from engine.backups.copier import Tally
    from engine.imports.delivery import Delivery

LOOK_SECONDS = 0.2
"""Between two looks whether an import is over."""


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    dest: Annotated[Path, typer.Argument(metavar="DEST", help="A folder outside of the data folder.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Copy the data folder to DEST, also while a server writes to it.

    The next backup to the same place copies only what is new, and removes what is gone. On the same file system
    Parquet files become hard links, which take no room, but go with the disk.
    """
    from engine.backups.backing_up import Backup
    from engine.imports.delivery import Delivery
    from engine.storage.files import Files
    from engine.storage.layout import Layout
    from server.backup_record import note_backup
    from server.cli.progress import progress_bar

    settings = settings_of(data)
    source, target, files = Layout(settings.data.resolve()), Layout(dest.resolve()), Files()
    with opened_registry(settings.data) as registry:
        delivery = Delivery(source, files, registry.imports)
        run = Backup(source, target, files, lambda: _alone(delivery), _now_ms, [FILE_NAME])
        with progress_bar("backup") as advance:
            tally = run.run(advance)
        note_backup(registry, dest)
    if json:
        print_json(_as_json(dest, tally))
    else:
        _show(dest, tally)
    if tally.damaged:
        raise typer.Exit(1)


def restore(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A folder that hitlake backup wrote.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Make a new data folder of a backup, and verify it. The folder must be empty.

    The status is 1 when the restored data is not whole.
    """
    from engine.backups.restoring import restore as restored_from
    from engine.storage.files import Files
    from engine.storage.layout import Layout
    from server.cli import verifying
    from server.cli.progress import progress_bar
    from server.foundations import opened_lake

    target = settings_of(data).data
    with progress_bar("restoring") as advance:
        marker, _ = restored_from(
            Layout(source.resolve()), Layout(target.resolve()), Files(), advance, settings_files=[FILE_NAME]
        )
    settings = settings_of(data)
    with opened_registry(target) as registry:
        with opened_lake(settings, registry, _now_ms) as lake:
            done = list(lake.damage)
        report = verifying.verified(settings, registry)
    if json:
        print_json({"finished": marker.is_finished, **verifying.as_json(report, done)})
    else:
        if not marker.is_finished:
            print("The last run of this backup did not come to its end; what was there before is there.\n")
        verifying.show(report, done)
        print(f"Restored to {target}.")
    if not report.is_good:
        raise typer.Exit(1)


@contextmanager
def _alone(delivery: "Delivery") -> Iterator[None]:
    """Waits for the end of an import: a log counts as a whole or not at all, also in a backup."""
    from server.cli.import_progress import waiting

    with ExitStack() as stack:
        with waiting("waiting for an import to end"):
            while True:
                try:
                    stack.enter_context(delivery.alone())
                except ConflictError:
                    time.sleep(LOOK_SECONDS)
                else:
                    break
        yield


def _show(dest: Path, tally: "Tally") -> None:
    print(
        f"Backed up to {dest}: {tally.linked:,} files linked, {tally.copied:,} copied ({tally.copied_bytes:,} bytes), "
        f"{tally.unchanged:,} unchanged, {tally.removed:,} removed."
    )
    for name in tally.kept_aside:
        print(f"Kept {name}: it is whole here, and put aside as damaged in the data folder.")
    for name in tally.damaged:
        print(f"Damaged, and copied as it is: {name} (hitlake verify says more)")


def _as_json(dest: Path, tally: "Tally") -> dict[str, Any]:
    return {
        "dest": str(dest),
        "linked": tally.linked,
        "copied": tally.copied,
        "copied_bytes": tally.copied_bytes,
        "unchanged": tally.unchanged,
        "removed": tally.removed,
        "kept_aside": tally.kept_aside,
        "damaged": tally.damaged,
    }


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
