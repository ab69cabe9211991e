"""Hitlake over HTTP: a real server process, asked over one connection that stays open."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import filled
from benchmarks.dataset import Dataset, as_hits
from benchmarks.engines.contract import size_of
from benchmarks.processes import Process, hitlake
from benchmarks.questions import Asked, question_named
from server.demo.delivery import deliver

_SITES = "sites.json"
_OFTEN = ("--v2-requests-per-minute", "1000000", "--v1-requests-per-hour", "1000000", "--query-timeout-seconds", "60")


class HitlakeSession:
    def __init__(self, process: Process, sites: list[filled.Filled]) -> None:
        self._sites = {site.site_id: site for site in sites}
        headers = {"authorization": f"Bearer {sites[0].key}"}
        self.client = httpx.Client(base_url=process.address, headers=headers, timeout=600)

    def ask(self, asked: Asked) -> dict[str, Any]:
        question, site = question_named(asked.question), self._sites[asked.site.site_id]
        address = question.address(asked).replace("HEX", site.hex_id).replace("UID", site.uid)
        answer = self.client.get(address)
        answer.raise_for_status()
        return question.compared(json.loads(answer.content))


class HitlakeEngine:
    name = "Hitlake"
    says = "a server process over HTTP: JSON answers, the key checked, every hit journaled and its day closed"

    def missing(self) -> None:
        return None

    def version(self) -> str:
        return version("hitlake")

    def load(self, data: Dataset, folder: Path) -> None:
        with filled.opened(folder) as (registry, lake):
            account = registry.accounts.add("bench@birchlane.example")
            key = filled.read_key(registry, account.id)
            sites = [registry.sites.add(account.id, site.domain, time_zone="UTC") for site in data.sites]
            if [site.id for site in sites] != [site.site_id for site in data.sites]:
                raise RuntimeError("the sites have other ids than in the dataset")
            unsettled = 0
            for batch in _batches(data):
                unsettled += deliver(lake, [batch], lambda: datetime.now(UTC).date())
                if unsettled >= filled.SETTLE_HITS:
                    lake.housekeeping.settle()
                    unsettled = 0
            lake.housekeeping.settle()
        made = [filled.Filled(site.id, site.uid, site.hex_id, key) for site in sites]
        (folder / _SITES).write_bytes(msgspec.json.encode(made))

    def stored(self, data: Dataset, folder: Path) -> Path:
        return folder

    def stored_bytes(self, data: Dataset, folder: Path) -> int:
        return size_of(folder)

    @contextmanager
    def opened(self, data: Dataset, folder: Path) -> Iterator[HitlakeSession]:
        with hitlake(folder, *_OFTEN) as process:
            session = HitlakeSession(process, sites_in(folder))
            try:
                yield session
            finally:
                session.client.close()


def sites_in(folder: Path) -> list[filled.Filled]:
    return msgspec.json.decode((folder / _SITES).read_bytes(), type=list[filled.Filled])


def _batches(data: Dataset) -> Iterator[pa.RecordBatch]:
    """Each of one site, as `deliver` wants them."""
    for path in data.files:
        for batch in pq.ParquetFile(path).iter_batches(200_000):
            hits = as_hits(pa.Table.from_batches([batch]))
            for site_id in hits["site_id"].unique().to_pylist():
                yield from hits.filter(pc.equal(hits["site_id"], site_id)).combine_chunks().to_batches()
