import json

from engine.uptime.intervals import CONFIRM_MS, PERIOD_MS
from engine.uptime.outbox import RETRY_MS, Outbox
from schemas.uptime import Channel, Notice
from tests.engine.uptime.conftest import NOON_MS, Reopen, Watching


def _down(watching: Watching) -> Notice:
    watching.registry.monitors.switch_on(watching.site.id)
    watching.check(up=False)
    watching.check(up=False, after_ms=CONFIRM_MS)
    return next(notice for notice in watching.registry.outbox.due() if notice.channel is Channel.WEBHOOK)


def test_a_notice_says_all_that_its_receiver_needs(watching: Watching) -> None:
    notice = _down(watching)
    assert json.loads(notice.content) == {
        "id": notice.id,
        "type": "monitor.down",
        "created_at": "2026-11-22T12:00:10.000Z",
        "site": {"id": 1, "uid": watching.site.uid, "label": "Example", "domain": "example.com"},
        "url": "https://example.com",
        "downtime": {
            "error": "530 Gone",
            "started_at": "2026-11-22T12:00:00.000Z",
            "ended_at": None,
            "duration": 10,
            "duration_in_words": "less than a minute",
        },
    }


def test_a_notice_of_coming_back_says_how_long_it_took(watching: Watching) -> None:
    _down(watching)
    watching.check(up=True, after_ms=PERIOD_MS)
    watching.check(up=True, after_ms=CONFIRM_MS)
    notice = watching.registry.outbox.due()[-1]
    downtime = json.loads(notice.content)["downtime"]
    assert (downtime["ended_at"], downtime["duration_in_words"]) == ("2026-11-22T12:05:10.000Z", "5 minutes")


def test_a_failed_notice_is_tried_again_less_and_less_often_and_then_given_up(reopen: Reopen) -> None:
    watching = reopen()
    notice, tries = _down(watching), 0
    while notice.next_try_ms is not None:
        watching.now_ms[0] = notice.next_try_ms - 1
        assert notice.id not in [due.id for due in watching.registry.outbox.due()]
        watching.now_ms[0] += 1
        assert notice in watching.registry.outbox.due()
        watching.registry.outbox.failed(notice, "status 503")
        watching, tries = reopen(), tries + 1
        notice = next(row for row in watching.registry.outbox.of_site(1) if row.id == notice.id)
    assert tries == notice.attempts == len(RETRY_MS) + 1
    assert (notice.error, notice.delivered_ms) == ("status 503", None)
    assert watching.now_ms[0] == NOON_MS + CONFIRM_MS + sum(RETRY_MS)


def test_a_delivered_notice_is_not_due_again(watching: Watching) -> None:
    notice = _down(watching)
    watching.registry.outbox.failed(notice, "status 503")
    watching.registry.outbox.delivered(notice)
    stored = next(row for row in watching.registry.outbox.of_site(1) if row.id == notice.id)
    assert (stored.next_try_ms, stored.delivered_ms, stored.error) == (None, NOON_MS + CONFIRM_MS, None)
    assert notice.id not in [due.id for due in watching.registry.outbox.due()]


def test_what_cannot_succeed_is_given_up_at_once(watching: Watching) -> None:
    notice = _down(watching)
    watching.registry.outbox.failed(notice, "status 410", final=True)
    stored = next(row for row in watching.registry.outbox.of_site(1) if row.id == notice.id)
    assert (stored.next_try_ms, stored.attempts) == (None, 1)


def test_without_channels_there_are_no_notices(watching: Watching) -> None:
    database = watching.registry.database
    quiet = Outbox(database, bytes)
    assert quiet.due() == []
