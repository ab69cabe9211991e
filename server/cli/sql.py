"""hitlake sql: DuckDB over DATA, beside a running server or without one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schemas.errors import BadInputError
from server.cli.options import DataOption, JsonOption, settings_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

PROMPT = "hitlake> "
_TRIES = 5
_SHOWN_ROWS = 200


def add_to(app: typer.Typer) -> None:
    app.command("sql")(sql)


def sql(
    query: Annotated[
        str | None, typer.Argument(metavar="[QUERY]", help='Such as "from visits limit 5".', show_default=False)
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Query the hits with DuckDB: the views are hits, visits, rollups, imported and checks (of uptime).

    Without QUERY it is read from standard input, or asked for line by line. Today's hits are there too, also
    while the server runs.
    """
    from engine.registry.schema_versions import require_known
    from engine.storage.layout import Layout

    root = settings_of(data).data
    if not root.is_dir():
        raise BadInputError(f"there is no folder {root}")
    require_known(Layout(root).database)
    if query is None and sys.stdin.isatty():
        _ask_for_queries(root)
    else:
        _run(root, query if query is not None else sys.stdin.read(), as_json=json)


def _ask_for_queries(root: Path) -> None:
    print("Views: hits, visits, rollups, imported, checks. End with an empty line, leave with Ctrl-D.")
    for text in _typed_queries():
        try:
            _run(root, text, as_json=False)
        except BadInputError as error:
            print(error)


def _typed_queries() -> Iterator[str]:
    lines: list[str] = []
    while True:
        try:
            line = input(PROMPT if not lines else " " * len(PROMPT))
        except (EOFError, KeyboardInterrupt):
            print()
            return
        lines.append(line)
        if not line.strip() or line.rstrip().endswith(";"):
            text, lines = "\n".join(lines).strip(), []
            if text:
                yield text


def _run(root: Path, text: str, *, as_json: bool) -> None:
    import duckdb

    for attempt in range(1, _TRIES + 1):
        try:
            with _views(root, text) as connection:
                _show(connection, text, as_json=as_json)
        except duckdb.IOException as error:
            # The server may have moved a file that was just listed; the next look sees where to.
            if attempt == _TRIES:
                raise BadInputError(str(error)) from None
        except duckdb.Error as error:
            raise BadInputError(str(error)) from None
        else:
            return


def _show(connection: "duckdb.DuckDBPyConnection", text: str, *, as_json: bool) -> None:
    relation = connection.sql(text)
    if relation is None:
        return
    if as_json:
        _print_json(relation.to_arrow_table())
    elif sys.stdout.isatty():
        relation.show(max_rows=_SHOWN_ROWS)
    else:
        _print_lines(relation.to_arrow_table())


def _print_json(table: "pa.Table") -> None:
    import orjson

    for batch in table.to_batches():
        for row in batch.to_pylist():
            sys.stdout.buffer.write(orjson.dumps(row, default=str) + b"\n")
    sys.stdout.flush()


def _print_lines(table: "pa.Table") -> None:
    """For other programs: CSV with a header."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches():
        writer.writerows(row.values() for row in batch.to_pylist())


@contextmanager
def _views(root: Path, query: str) -> Iterator["duckdb.DuckDBPyConnection"]:
    import duckdb

    from engine.statements import Statements
    from engine.views import create_checks, create_views

    with duckdb.connect(":memory:") as connection:
        connection.execute("set TimeZone = 'UTC'")
        create_views(connection, root, Statements())
        create_checks(connection, root, query)
        yield connection
