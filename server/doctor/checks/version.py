"""Whether this program and DATA know each other."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from engine.registry.schema_versions import MIGRATIONS
from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem, warning
from server.version import installed_version


def check_version(case: Case) -> Iterator[Finding]:
    """Only looks: a command that opens the database brings it up to date."""
    if not case.has_data:
        return
    try:
        with closing(sqlite3.connect(f"file:{case.layout.database}?mode=ro", uri=True)) as database:
            version = int(database.execute("pragma user_version").fetchone()[0])
    except sqlite3.Error as error:
        yield problem(
            "version", f"{case.layout.database} cannot be read: {error}", "see `hitlake verify`, or restore a backup"
        )
        return
    known, program = len(MIGRATIONS), installed_version() or "from source"
    if version > known:
        text = f"the data is of a newer Hitlake (schema {version}; this one, {program}, knows {known})"
        yield problem("version", text, "update this program")
    elif version < known:
        text = f"the data is of an older Hitlake (schema {version} of {known})"
        yield warning("version", text, "back it up, stop the old server and start the new one: it brings it up to date")
    else:
        yield ok("version", f"Hitlake {program}, schema {version}")
