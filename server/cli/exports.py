"""hitlake export: one site's rows as a file."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from functools import partial
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Annotated

import typer

from schemas.errors import BadInputError
from schemas.questions import ALWAYS, Days
from server.cli.finding import SITE_HELP, site_named
from server.cli.opening import opened_registry
from server.cli.options import DataOption, settings_of

if TYPE_CHECKING:
    from engine.exports.exporting import ExportFormat
    from engine.statements import Statements
    from schemas.sites import Site
    from server.settings import Settings

STANDARD_OUTPUT = "-"
_TRIES = 5

Writer = Callable[[IO[bytes], Callable[[int], None]], int]
"""Writes to a file, tells how many rows so far, and gives how many there were."""


def add_to(app: typer.Typer) -> None:
    app.command("export")(export)


def export(
    rows: Annotated[
        str,
        typer.Argument(
            metavar="ROWS",
            help="hits, visits, rollups or imported (counts of other systems); or a report: days, or what pageviews, "
            "visitors and so on of each day are counted by, such as path, entry, exit, referrer, source, country, "
            "browser or event.",
            show_default=False,
        ),
    ],
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
    """Write a site's hits, visits or a report to a file that other programs read, also beside a running server.

    `hitlake import` takes it in again, here or elsewhere: hits and visits with all that can be asked of them, all
    else as counts.
    """
    settings = settings_of(data)
    with opened_registry(settings.data) as registry:
        wanted = _writer(settings, site_named(registry, site), rows, _format(export_format, output), first, last)
    written = _write(wanted, output)
    if output != STANDARD_OUTPUT:
        print(f"{written:,} {rows} in {output}")


def _writer(
    settings: "Settings", site: "Site", rows: str, form_name: str, first: str | None, last: str | None
) -> Writer:
    """Raises BadInputError for what cannot be exported."""
    from engine.exports.exporting import ExportFormat
    from engine.exports.rows import COLUMNS, REPORTS
    from engine.statements import Statements

    if rows not in (*COLUMNS, *REPORTS):
        raise BadInputError(f"{rows!r} cannot be exported: name one of {', '.join((*COLUMNS, *REPORTS))}")
    if form_name not in list(ExportFormat):
        raise BadInputError(f"format {form_name!r} is not one of {', '.join(ExportFormat)}")
    days = _day("--from", first, ALWAYS.first), _day("--to", last, ALWAYS.last)
    if days[0] > days[1]:
        raise BadInputError(f"--from {first} is after --to {last}")
    form, statements = ExportFormat(form_name), Statements()
    if rows in COLUMNS:
        from engine.exports.exporting import Export, write_export

        return partial(write_export, settings.data, statements, Export(rows, site.id, *days, form))
    return partial(_write_report, settings, statements, site, Days(days[0], days[1] + timedelta(days=1)), rows, form)


def _write_report(
    settings: "Settings",
    statements: "Statements",
    site: "Site",
    days: Days,
    name: str,
    form: "ExportFormat",
    file: IO[bytes],
    _progress: Callable[[int], None],
) -> int:
    from engine.duck import DuckLimits
    from engine.exports.reports import write_report
    from engine.onlooking import Onlooking
    from engine.storage.layout import Layout

    limits = DuckLimits(settings.memory_limit, settings.threads)
    with TemporaryDirectory(prefix="hitlake-") as spill:
        layout = Layout(settings.data.resolve())
        with closing(Onlooking(layout, Path(spill), statements, limits, timeout_seconds=inf)) as onlooking:
            return write_report(onlooking.sources(site), site, days, name, form, file)


def _format(named: str | None, output: str) -> str:
    endings = {".parquet": "parquet", ".ndjson": "ndjson", ".jsonl": "ndjson"}
    return named or endings.get(Path(output).suffix, "csv")


def _day(option: str, text: str | None, default: date) -> date:
    try:
        return date.fromisoformat(text) if text else default
    except ValueError:
        raise BadInputError(f"{option} {text}: write a day as 2026-11-01") from None


def _write(write: Writer, output: str) -> int:
    """A file is whole or not there: it is written beside its place. A server may replace a file that is being read:
    then all is written again, unless it is gone to standard output already.
    """
    import duckdb

    for attempt in range(1, _TRIES + 1):
        try:
            with _opened(output) as file, _counting(output) as progress:
                return write(file, progress)
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
