"""hitlake export: one site's rows as a file."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from schemas.errors import BadInputError
from server.cli.finding import SITE_HELP, site_named
from server.cli.opening import opened_registry
from server.cli.options import DataOption, settings_of

if TYPE_CHECKING:
    from engine.exports.exporting import Export

STANDARD_OUTPUT = "-"
_TRIES = 5
_EARLIEST, _LATEST = date(1, 1, 1), date(9999, 12, 31)


def add_to(app: typer.Typer) -> None:
    app.command("export")(export)


def export(
    rows: Annotated[str, typer.Argument(metavar="ROWS", help="hits, visits or rollups.", show_default=False)],
    site: Annotated[str, typer.Option("--site", metavar="SITE", help=SITE_HELP, show_default=False)],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to; - is standard output.")
    ] = STANDARD_OUTPUT,
    export_format: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="parquet, csv or ndjson.  [default: by the file's ending, or csv]"
        ),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The first day, such as 2026-11-01.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day, which is included.")] = None,
    data: DataOption = None,
) -> None:
    """Write a site's hits, visits or rollups to a file that other programs read, also beside a running server.

    Hits that were exported are imported again with `hitlake import`, by this Hitlake or another one.
    """
    settings = settings_of(data)
    with opened_registry(settings.data) as registry:
        wanted = _export(rows, site_named(registry, site).id, _format(export_format, output), first, last)
    written = _write(settings.data, wanted, output)
    if output != STANDARD_OUTPUT:
        print(f"{written:,} {rows} in {output}")


def _export(rows: str, site_id: int, export_format: str, first: str | None, last: str | None) -> "Export":
    from engine.exports.exporting import COLUMNS, Export, ExportFormat

    if rows not in COLUMNS:
        raise BadInputError(f"{rows!r} cannot be exported: name one of {', '.join(COLUMNS)}")
    if export_format not in list(ExportFormat):
        raise BadInputError(f"format {export_format!r} is not one of {', '.join(ExportFormat)}")
    days = _day("--from", first, _EARLIEST), _day("--to", last, _LATEST)
    if days[0] > days[1]:
        raise BadInputError(f"--from {first} is after --to {last}")
    return Export(rows, site_id, *days, ExportFormat(export_format))


def _format(named: str | None, output: str) -> str:
    endings = {".parquet": "parquet", ".ndjson": "ndjson", ".jsonl": "ndjson"}
    return named or endings.get(Path(output).suffix, "csv")


def _day(option: str, text: str | None, default: date) -> date:
    try:
        return date.fromisoformat(text) if text else default
    except ValueError:
        raise BadInputError(f"{option} {text}: write a day as 2026-11-01") from None


def _write(root: Path, export: "Export", output: str) -> int:
    """A file is whole or not there: it is written beside its place. A server may replace a file that is being read:
    then all is written again, unless it is gone to standard output already.
    """
    import duckdb

    from engine.exports.exporting import write_export
    from engine.statements import Statements

    statements = Statements()
    for attempt in range(1, _TRIES + 1):
        try:
            with _opened(output) as file, _counting(output) as progress:
                return write_export(root, statements, export, file, progress)
        except duckdb.IOException as error:
            if attempt == _TRIES or output == STANDARD_OUTPUT:
                raise BadInputError(str(error)) from None
            time.sleep(0.1)
    raise AssertionError


@contextmanager
def _opened(output: str) -> Iterator[IO[bytes]]:
    if output == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        return
    target = Path(output)
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise BadInputError(f"{output} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _counting(output: str) -> Iterator[Callable[[int], None]]:
    """Nobody knows how many rows there are, so there is a count and no bar."""
    from rich.console import Console

    console = Console(stderr=True)
    if output == STANDARD_OUTPUT or not console.is_terminal:
        yield lambda _rows: None
        return
    with console.status("exporting") as status:
        yield lambda rows: status.update(f"exporting, {rows:,} rows")
