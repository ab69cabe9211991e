"""Alerts from hits to the outbox."""

import queue
from datetime import timedelta

import msgspec
import pyarrow as pa

from engine.registry.columns import instant
from engine.uptime.notice_contents import NoticeContent
from schemas.hits import HIT_SCHEMA
from schemas.insights import InsightChoices
from schemas.uptime import Channel, NoticeKind
from server.insights.alerting import Alerting
from server.insights.scheduler import Scheduler
from server.uptime.letters import subject_and_text
from tests.server.conftest import Running


def fill(running: Running, visitors: int = 40) -> None:
    """So many an hour over five weeks, up to the hour before this one, UTC."""
    now = instant(running.clock.now_ms)
    rows = [
        {"hit_id": 0, "site_id": running.site.id, "day": at.date(), "hour": at.hour, "created_at": at, "path": "/",
         "visitor": back * 1000 + number}
        for back in range(1, 35 * 24)
        for at in [now - timedelta(hours=back)]
        for number in range(visitors)
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, HIT_SCHEMA)
    answers: queue.Queue[object] = queue.Queue()
    running.app.lake.intake.submit_table(table, answers.put, late=False)
    assert isinstance(answers.get(timeout=30), int)


def scheduler(running: Running) -> Scheduler:
    app = running.app
    app.registry.outbox._channels = (Channel.EMAIL,)
    app.registry.diary.choose(running.site.id, InsightChoices(alerts=True))
    alerting = Alerting(app.registry, app.sources, running.clock)
    return Scheduler(app.registry, running.clock, lambda *_: None, None, alerting.look)


def test_silence_is_told_once_a_day_and_only_of_hours_in_which_somebody_counted(running: Running) -> None:
    fill(running)
    running.clock.move(seconds=3 * 3600)
    outbox, looking = running.app.registry.outbox, scheduler(running)
    looking.write_due()
    assert outbox.of_site(running.site.id) == []
    for _ in range(5):
        running.clock.move(seconds=3600)
        looking.write_due()
    (notice,) = outbox.of_site(running.site.id)
    content = msgspec.json.decode(notice.content, type=NoticeContent)
    assert (notice.kind, content.traffic and content.traffic.visitors) == (NoticeKind.TRAFFIC_SILENT, 0)
    subject, text = subject_and_text(notice)
    assert subject.startswith("No data from My Website for")
    assert "Usual at this time: " in text


def test_who_did_not_ask_is_not_told(running: Running) -> None:
    fill(running)
    looking = scheduler(running)
    running.app.registry.diary.choose(running.site.id, InsightChoices())
    for _ in range(5):
        looking.write_due()
        running.clock.move(seconds=3600)
    assert running.app.registry.outbox.of_site(running.site.id) == []
