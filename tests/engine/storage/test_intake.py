"""Group commit when something is wrong with a group, or with who waits for it."""

import queue
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.storage.files import Files
from engine.storage.intake import Intake
from engine.storage.layout import Layout
from engine.storage.receipts import Receipts
from engine.storage.snapshot import CurrentSnapshot, Snapshot
from schemas.errors import BusyError
from tests.engine.storage.lakeside import CountedNumbers, KeptReceipts, Lakeside, hit

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def test_a_group_that_cannot_be_stored_is_refused_alone(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.journal.mkdir()
    current = CurrentSnapshot(Snapshot())
    intake = Intake(layout, Files(), CountedNumbers(), current, Receipts(KeptReceipts()), lambda: 0, queue_hits=100)
    answers: dict[str, Any] = {}

    # Queued before the thread starts, so that all three go into one commit.
    intake.submit([hit(NOW)], lambda answer: answers.update(first=answer), late=False)
    intake.submit([hit(NOW, visitor=-1)], lambda answer: answers.update(wrong=answer), late=False)
    intake.submit([hit(NOW)], lambda answer: answers.update(last=answer), late=False)
    intake.start()
    intake.stop()

    assert isinstance(answers.pop("wrong"), BusyError)
    assert all(isinstance(answer, int) for answer in answers.values())
    assert sum(segment.rows for segment in current.read().hot) == 2


def test_somebody_who_cannot_be_told_holds_nobody_up(lakeside: Lakeside) -> None:
    def fail(_: int | BusyError) -> None:
        raise RuntimeError("gone")

    lakeside.lake.intake.submit([hit(NOW)], fail, late=False)

    assert lakeside.store(hit(NOW)) == 2


def test_a_full_queue_refuses_at_once(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.journal.mkdir()
    intake = Intake(
        layout,
        Files(),
        CountedNumbers(),
        CurrentSnapshot(Snapshot()),
        Receipts(KeptReceipts()),
        lambda: 0,
        queue_hits=2,
    )
    told: queue.Queue[int | BusyError] = queue.Queue()
    intake.submit([hit(NOW), hit(NOW)], told.put, late=False)

    refused = None
    try:
        intake.submit([hit(NOW)], told.put, late=False)
    except BusyError as error:
        refused = error
    intake.start()
    intake.stop()

    assert refused is not None
    assert refused.retry_after_seconds == 1
    assert told.get(timeout=1) == 1
