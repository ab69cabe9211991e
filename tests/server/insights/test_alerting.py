"""Alerts from hits to the outbox."""

import queue
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pyarrow as pa
import pytest

from engine.registry.columns import instant
from engine.uptime.notice_contents import NoticeContent
from schemas.hits import HIT_SCHEMA
from schemas.insights import InsightChoices
from schemas.sites import Site
from schemas.uptime import Channel, NoticeKind
from server.app import App
from server.insights.alerting import Alerting
from server.insights.scheduler import Scheduler
from server.uptime.letters import subject_and_text
from tests.server.conftest import Clock, Running, running_server
from tests.server.uptime.mailbox import Mailbox
from tests.server.uptime.receiver import Receiver, listening
from tests.server.uptime.test_monitoring import wait_for


def fill(app: App, site: Site, now_ms: int, newest: Sequence[int] = ()) -> None:
    """Forty visitors an hour over five weeks, up to the hour before this one, UTC; in the last ones `newest`."""
    now = instant(now_ms)
    rows = [
        {"hit_id": 0, "site_id": site.id, "day": at.date(), "hour": at.hour, "created_at": at, "path": "/",
         "visitor": back * 1000 + number}
        for back in range(1, 35 * 24)
        for at in [now - timedelta(hours=back)]
        for number in range(newest[back - 1] if back <= len(newest) else 40)
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, HIT_SCHEMA)
    answers: queue.Queue[object] = queue.Queue()
    app.lake.intake.submit_table(table, answers.put, late=False)
    assert isinstance(answers.get(timeout=30), int)


def scheduler(running: Running) -> Scheduler:
    app = running.app
    app.registry.outbox._channels = (Channel.EMAIL,)
    app.registry.diary.choose(running.site.id, InsightChoices(alerts=True))
    alerting = Alerting(app.registry, app.sources, running.clock)
    return Scheduler(app.registry, running.clock, lambda *_: None, None, alerting.look)


def test_silence_is_told_once_a_day_and_only_of_hours_in_which_somebody_counted(running: Running) -> None:
    fill(running.app, running.site, running.clock.now_ms)
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
    fill(running.app, running.site, running.clock.now_ms)
    looking = scheduler(running)
    running.app.registry.diary.choose(running.site.id, InsightChoices())
    for _ in range(5):
        looking.write_due()
        running.clock.move(seconds=3600)
    assert running.app.registry.outbox.of_site(running.site.id) == []


@pytest.mark.parametrize(
    ("newest", "kind", "subject", "traffic"),
    [
        ([400], NoticeKind.TRAFFIC_SPIKE, "My Website has far more visitors than usual", (1, 400, 40)),
        ([5, 6, 7], NoticeKind.TRAFFIC_DROP, "My Website has far fewer visitors than usual", (3, 18, 120)),
        ([0], NoticeKind.TRAFFIC_SILENT, "No data from My Website for 1 hour", (1, 0, 40)),
    ],
)
def test_each_alert_arrives_by_letter_and_as_a_signed_message(
    tmp_path: Path, box: Mailbox, newest: list[int], kind: NoticeKind, subject: str, traffic: tuple[int, int, int]
) -> None:
    clock = Clock()
    # What sends is a process of its own, which lives in the true time.
    receiver = Receiver(b"shared", int(time.time()))
    with listening(receiver) as hook:
        mailed = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none", "smtp_from": "a@b.example"}
        hooked = {"webhook_url": hook, "webhook_secret": "shared"}
        with running_server(tmp_path, clock, **mailed, **hooked) as (app, _):
            site = app.registry.sites.add(app.registry.accounts.add("ada@example.com").id, "example.com", "My Website")
            alerting = Alerting(app.registry, app.sources, clock)
            clock.move(seconds=4 * 3600)
            fill(app, site, clock.now_ms, newest)
            alerting.look(site)
            wait_for(lambda: receiver.taken and box.letters)
            wait_for(lambda: not app.registry.outbox.due())

    (letter,), (message,) = box.letters, receiver.taken.values()
    hours, visitors, usual = traffic
    assert (box.recipients, letter["Subject"]) == (["ada@example.com"], subject)
    assert f"Usual at this time: {usual}" in letter.get_content()
    assert (message["type"], message["site"]["uid"]) == (kind, site.uid)
    assert message["traffic"] == {"hours": hours, "visitors": visitors, "usual_visitors": usual}
