"""Hitlake over HTTP: a real server process, asked over one connection that stays open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks import filled
from benchmarks.processes import Process, hitlake
from benchmarks.questions import Question


class Hitlake:
    name = "Hitlake"

    def __init__(self, process: Process, site: filled.Filled) -> None:
        self.process = process
        self._site = site
        self._client = httpx.Client(
            base_url=f"{process.address}/api/v2/sites/{site.hex_id}/",
            headers={"authorization": f"Bearer {site.key}"},
            timeout=60,
        )

    def ask(self, question: Question) -> Any:
        answer = self._client.get(question.path)
        answer.raise_for_status()
        return answer.json()

    def close(self) -> None:
        self._client.close()


@contextmanager
def running(folder: Path, site: filled.Filled) -> Iterator[Hitlake]:
    """A server over a filled folder, which lets one key ask as often as it likes."""
    with hitlake(folder, "--v2-requests-per-minute", "1000000") as process:
        engine = Hitlake(process, site)
        try:
            yield engine
        finally:
            engine.close()
