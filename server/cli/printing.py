"""Tables and JSON on standard output."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec


def print_json(value: Any) -> None:
    """Structs, and lists and dicts of them."""
    print(json.dumps(msgspec.to_builtins(value), indent=2, ensure_ascii=False))


def print_json_line(value: Any) -> None:
    """At once, for a program that reads along."""
    print(json.dumps(msgspec.to_builtins(value), ensure_ascii=False), flush=True)


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> None:
    """For people on a terminal; in a pipe one row stays one line, whatever its length. `empty` says what to do then."""
    if not rows:
        print(empty)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        console = Console(width=100_000)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console.print(table)
