import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from engine.registry.registry import Registry, open_registry
from engine.registry.schema_versions import MIGRATIONS
from engine.registry.tables import METADATA
from engine.storage.layout import Layout
from engine.storage.lock import DataLock
from schemas.errors import BadInputError, BusyError, ConflictError, DamagedFileError


def test_the_migrations_leave_the_tables_that_the_program_knows(registry: Registry, tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    known = inspect(engine)
    made = inspect(create_engine(f"sqlite:///{registry.database.path}"))
    assert sorted(made.get_table_names()) == sorted(known.get_table_names())
    for table in known.get_table_names():
        assert [(column["name"], str(column["type"]), column["nullable"]) for column in made.get_columns(table)] == [
            (column["name"], str(column["type"]), column["nullable"]) for column in known.get_columns(table)
        ]
        assert (
            made.get_pk_constraint(table)["constrained_columns"]
            == known.get_pk_constraint(table)["constrained_columns"]
        )
        assert made.get_indexes(table) == known.get_indexes(table)
        assert [key["referred_table"] for key in made.get_foreign_keys(table)] == [
            key["referred_table"] for key in known.get_foreign_keys(table)
        ]
        assert sorted(sorted(unique["column_names"]) for unique in made.get_unique_constraints(table)) == sorted(
            sorted(unique["column_names"]) for unique in known.get_unique_constraints(table)
        )
    engine.dispose()
    made.bind.engine.dispose()


def test_commits_are_fsynced_and_deleted_rows_overwritten(registry: Registry) -> None:
    with registry.database.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_only_the_owner_can_read_the_database(registry: Registry) -> None:
    registry.accounts.add("ada@example.com")
    modes = {path.stat().st_mode & 0o777 for path in registry.database.path.parent.glob("hitlake.db*")}
    assert modes == {0o600}


def test_a_database_of_a_newer_program_is_left_alone_and_says_which_program_it_needs(
    registry: Registry, tmp_path: Path
) -> None:
    registry.close()
    path = tmp_path / "hitlake.db"
    raw = sqlite3.connect(path)
    raw.execute("pragma user_version = 99")
    raw.execute("update meta set value = '7.1.0' where name = 'program_version'")
    raw.commit()
    raw.close()
    with pytest.raises(BadInputError, match=rf"written by Hitlake 7\.1\.0 or newer .*knows {len(MIGRATIONS)}\)"):
        open_registry(path, lambda: 0, bytes)


def test_the_database_of_an_older_server_is_left_alone_while_it_runs(registry: Registry, tmp_path: Path) -> None:
    registry.close()
    path = tmp_path / "hitlake.db"
    raw = sqlite3.connect(path)
    raw.execute(f"pragma user_version = {len(MIGRATIONS) - 1}")
    raw.close()
    serving = DataLock(Layout(tmp_path).lock)
    with pytest.raises(ConflictError, match=rf"is served by an older Hitlake \(process {os.getpid()}\): stop it first"):
        open_registry(path, lambda: 0, bytes)
    serving.release()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "hitlake.db"
    path.write_bytes(b"this is a text and not a database, however long one looks at it\n" * 100)
    with pytest.raises(DamagedFileError, match=r"hitlake\.db cannot be read: file is not a database"):
        open_registry(path, lambda: 0, bytes)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"nowhere/hitlake\.db cannot be opened: No such file or directory"):
        open_registry(tmp_path / "nowhere" / "hitlake.db", lambda: 0, bytes)


def test_a_full_disk_is_a_busy_error_and_changes_nothing(registry: Registry) -> None:
    with registry.database.write() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        connection.exec_driver_sql(f"pragma max_page_count = {pages}")
    with pytest.raises(BusyError, match="database or disk is full"):  # noqa: SIM117
        with registry.database.write() as connection:
            connection.exec_driver_sql("insert into meta (name, value) values ('a', ?)", ("x" * 100_000,))
    with registry.database.read() as connection:
        assert connection.exec_driver_sql("select count(*) from meta").scalar_one() == 1
