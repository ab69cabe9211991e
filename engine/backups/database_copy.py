"""A copy of the SQLite file at one moment, also while others write to it, without what must not outlive its time."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def copy_database(source: Path, target: Path) -> None:
    """`target` is new and is no final name. Raises sqlite3.Error and OSError.

    Salts stay out: in a backup nobody would delete them after their 48 hours. With a restored database the visitors of
    the day count once more.
    """
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(source, timeout=15)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
        # Without a side file the copy is one file; the next one who opens it makes it a log of writes again.
        writing.execute("pragma journal_mode = delete")
        writing.execute("pragma secure_delete = on")
        with writing:
            writing.execute("delete from salts")
        writing.execute("vacuum")
