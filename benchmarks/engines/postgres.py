"""PostgreSQL: a server of the Debian package in a folder of its own, started here and stopped here."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from benchmarks.dataset import Dataset
from benchmarks.engines.contract import missing_package
from benchmarks.engines.texts import ask_sql
from benchmarks.questions import Asked
from benchmarks.questions.answers import Rows

_INSTALLED = Path("/usr/lib/postgresql")
_USERS = ("postgres", "nobody")
START_SECONDS = 60
_BYTES = "bytes.txt"
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "max_parallel_workers_per_gather": "2",
    "random_page_cost": "1.1",
    "max_wal_size": "8GB",
    "synchronous_commit": "off",
}
_TYPES = {"hit_id": "bigint primary key", "site_id": "integer not null", "day": "date not null", "hour": "smallint"} | {
    "created_ms": "bigint not null",
    "visitor": "bigint not null",
}
_TEXT = "text"
INDEXES = (
    "create index on hits (site_id, day, created_ms, hit_id)",
    "create index on hits (site_id, day, visitor, created_ms, hit_id) include (event)",
    "create index on hits (site_id, path, day) include (visitor, event)",
    "create index on hits (site_id, country, path, day) where event is null",
    "create index on hits (site_id, day, event) where event is not null",
)


class PostgresSession:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def ask(self, asked: Asked) -> dict[str, Any]:
        return ask_sql(asked, "postgres", self._rows)

    def _rows(self, text: str) -> Rows:
        """Sums of bigint come as Decimal."""
        rows = self._connection.execute(text).fetchall()
        return [[int(value) if isinstance(value, Decimal) else value for value in row] for row in rows]


class PostgresEngine:
    name = "PostgreSQL"
    says = "one table; indexes for time, pages, visitors, countries and events; `vacuum analyze`d; 2 GB of buffers"

    def missing(self) -> str | None:
        if _programs() is None:
            return f"no server is installed below {_INSTALLED}"
        return missing_package("psycopg")

    def version(self) -> str:
        programs = _programs()
        assert programs
        shown = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
        return shown.stdout.split()[2]

    def load(self, data: Dataset, folder: Path) -> None:
        cluster = _made_cluster(folder)
        with _connected(cluster) as connection:
            names = pq.read_schema(data.files[0]).names
            connection.execute(
                f"create table hits ({', '.join(f'{name} {_TYPES.get(name, _TEXT)}' for name in names)})"
            )
            with connection.cursor().copy("copy hits from stdin with (format csv)") as copy:
                for path in data.files:
                    for batch in pq.ParquetFile(path).iter_batches(100_000):
                        copy.write(_csv(batch))
            for index in INDEXES:
                connection.execute(index)
            connection.execute("vacuum analyze hits")
            connection.execute("checkpoint")
            [[size]] = connection.execute("select pg_total_relation_size('hits')").fetchall()
        (folder / _BYTES).write_text(str(size))

    def stored(self, data: Dataset, folder: Path) -> Path:
        return _cluster(folder)

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        return int((folder / _BYTES).read_text())

    @contextmanager
    def opened(self, data: Dataset, folder: Path) -> Iterator[PostgresSession]:
        with _connected(_cluster(folder)) as connection:
            yield PostgresSession(connection)


def _programs() -> Path | None:
    """Of the newest version."""
    found = sorted(_INSTALLED.glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


def _csv(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    pa_csv.write_csv(batch, sink, pa_csv.WriteOptions(include_header=False))
    return bytes(sink.getvalue())


def _cluster(folder: Path) -> Path:
    return Path((folder / "cluster.txt").read_text())


def _made_cluster(folder: Path) -> Path:
    """Not below `folder`, which only its owner may enter: the server refuses to run as root."""
    cluster = Path(mkdtemp(prefix="hitlake-bench-postgres-", dir=gettempdir()))
    (folder / "cluster.txt").write_text(str(cluster))
    if user := _user():
        shutil.chown(cluster, user)
    programs = _programs()
    assert programs
    made = [
        str(programs / "initdb"),
        "--locale=C",
        "--encoding=UTF8",
        "--username=bench",
        "--auth=trust",
        str(cluster / "db"),
    ]
    subprocess.run(made, check=True, capture_output=True, user=_user(), cwd=cluster)
    return cluster


def _user() -> str | None:
    """Who runs the server where this process is root's."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(user for user in _USERS if user in known)


@contextmanager
def _connected(cluster: Path) -> Iterator[Any]:
    programs = _programs()
    assert programs
    options = [text for name, value in _SETTINGS.items() for text in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(cluster / "db"), "-k", str(cluster), *options]
    with (cluster / "log.txt").open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, user=_user(), cwd=cluster)
    try:
        with _connection(cluster, server) as connection:
            yield connection
    finally:
        server.send_signal(2)  # fast shutdown: clients are sent away
        server.wait(timeout=120)


@contextmanager
def _connection(cluster: Path, server: "subprocess.Popen[bytes]") -> Iterator[Any]:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = psycopg.connect(host=str(cluster), user="bench", dbname="postgres", autocommit=True)
            break
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{(cluster / 'log.txt').read_text()}") from None
            time.sleep(0.05)
    with connection:
        yield connection
