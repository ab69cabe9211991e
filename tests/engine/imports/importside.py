"""A data folder for tests: imports logs into it, and reads back what was stored."""

import io
from datetime import UTC, date, datetime
from os import urandom
from pathlib import Path
from typing import Any

import duckdb

from engine.imports.delivery import Delivery
from engine.imports.importer import Importer, Log
from engine.imports.storing import Imported, Storing
from engine.imports.summary import Summary
from engine.ingest.facts import Facts
from engine.registry.registry import Registry, open_registry
from engine.storage.files import Files
from engine.storage.lake import open_lake
from engine.storage.layout import Layout

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class ImportSide:
    def __init__(self, root: Path, facts: Facts) -> None:
        root.mkdir()
        self.layout, self.facts, self.files = Layout(root), facts, Files()
        self.registry: Registry = open_registry(self.layout.database, self.now_ms, urandom)
        account = self.registry.accounts.add("ada@example.com")
        self.site = self.registry.sites.add(account.id, "example.com")

    def now_ms(self) -> int:
        return int(NOW.timestamp() * 1000)

    def close(self) -> None:
        self.registry.close()

    def delivery(self, files: Files) -> Delivery:
        return Delivery(self.layout, files, self.registry.imports)

    def importer(self, files: Files | None = None, block_bytes: int = 1 << 20) -> Importer:
        files = files or self.files
        return Importer(
            storing=Storing(
                delivery=self.delivery(files),
                files=files,
                numbers=self.registry.numbers,
                open_from=lambda _site_id: NOW.date(),
            ),
            ledger=self.registry.imports,
            facts=self.facts,
            now_ms=self.now_ms,
            block_bytes=block_bytes,
        )

    def run(
        self, log: Path | bytes, *, format_name: str = "auto", again: bool = False, block_bytes: int = 1 << 20
    ) -> Imported:
        """A file, or what comes on standard input."""
        importer = self.importer(block_bytes=block_bytes)
        path, content = (str(log), b"") if isinstance(log, Path) else ("-", log)
        with importer.storing.delivery.alone():
            wanted = Log(path=path, format_name=format_name, again=again)
            return importer.run(wanted, self.site, io.BytesIO(content), lambda _source, _lines: None)

    def summary(self, log: Path | bytes, **options: Any) -> Summary:
        summary = self.run(log, **options).summary
        assert summary.accounted == summary.lines
        return summary

    def stored(self, columns: str = "path") -> list[Any]:
        """What the delivered segments hold, in the order of hit_id."""
        if not list(self.layout.recent.glob("*.parquet")):
            return []
        with duckdb.connect() as reader:
            rows = reader.execute(f"select {columns} from '{self.layout.recent}/*.parquet' order by hit_id").fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]

    def fold(self) -> list[date]:
        """Closes the days that are over; all closed days."""
        lake = open_lake(
            self.layout.root,
            numbers=self.registry.numbers,
            ledger=self.registry.receipts,
            zone_of=lambda _site_id: "UTC",
            now_ms=self.now_ms,
        )
        with lake:
            lake.housekeeping.settle()
        with duckdb.connect() as reader:
            files = f"read_parquet('{self.layout.root}/hits/*/*/*.parquet', hive_partitioning = true)"
            return [row[0] for row in reader.execute(f"select distinct day from {files} order by day").fetchall()]
