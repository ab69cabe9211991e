import pytest
from sqlalchemy import update

from engine.registry.registry import Registry
from engine.uptime.intervals import CONFIRM_MS, DAY_MS, JITTER_MS, PERIOD_MS
from engine.uptime.tables import DOWNTIMES
from schemas.errors import NotFoundError
from schemas.questions import Page
from schemas.uptime import Certificate, Change, Check, Course, Health, NoticeKind, Registration
from tests.engine.uptime.conftest import NOON_MS, Reopen, Watching


def test_a_site_is_not_monitored_before_it_is_switched_on(watching: Watching) -> None:
    monitors = watching.registry.monitors
    assert (monitors.find(watching.site.id), monitors.all(), monitors.due()) == (None, [], [])
    assert monitors.switch_off(watching.site.id) is None


def test_a_monitor_that_is_switched_on_is_due_at_once_and_then_by_its_interval(watching: Watching) -> None:
    monitors = watching.registry.monitors
    on = monitors.switch_on(watching.site.id)
    assert (on.enabled, on.auto_paused, on.url, on.course) == (True, False, None, Course(counted_ms=NOON_MS))
    assert monitors.due() == [on]
    watching.check(up=True)
    monitor = monitors.find(watching.site.id)
    assert monitor is not None
    assert monitor.next_check_ms is not None
    assert abs(monitor.next_check_ms - NOON_MS - PERIOD_MS) <= JITTER_MS
    assert monitors.due() == []
    watching.now_ms[0] += PERIOD_MS + JITTER_MS
    assert [due.id for due in monitors.due()] == [monitor.id]


def test_switching_on_twice_changes_nothing_but_the_address_which_is_checked_at_once(watching: Watching) -> None:
    monitors = watching.registry.monitors
    monitors.switch_on(watching.site.id)
    watching.check(up=True)
    monitors.note_certificate(watching.site, Certificate(tested_ms=NOON_MS, expires_ms=NOON_MS, valid=True))
    before = monitors.find(watching.site.id)
    assert monitors.switch_on(watching.site.id) == before
    moved = monitors.switch_on(watching.site.id, "https://example.com/health")
    assert (moved.url, moved.certificate, moved.next_check_ms) == (
        "https://example.com/health",
        None,
        watching.now_ms[0],
    )


def test_a_check_that_comes_back_after_switching_off_is_dropped(watching: Watching) -> None:
    monitors = watching.registry.monitors
    monitors.switch_on(watching.site.id)
    off = monitors.switch_off(watching.site.id)
    assert off is not None
    assert (off.enabled, off.next_check_ms) == (False, None)
    assert watching.check(up=True) is None
    assert monitors.find(watching.site.id) == off


def test_a_downtime_survives_restarts(reopen: Reopen) -> None:
    watching = reopen()
    watching.registry.monitors.switch_on(watching.site.id)
    watching.check(up=True)
    watching.check(up=False, after_ms=PERIOD_MS)
    watching = reopen()
    assert watching.check(up=False, after_ms=CONFIRM_MS) is Change.WENT_DOWN
    watching = reopen()
    assert watching.check(up=False, after_ms=PERIOD_MS) is None
    watching = reopen()
    assert watching.check(up=True, after_ms=PERIOD_MS) is None
    watching = reopen()
    assert watching.check(up=True, after_ms=CONFIRM_MS) is Change.CAME_BACK
    watching = reopen()
    (downtime,) = watching.registry.downtimes.page(1, Page(1, 50))
    assert (downtime.id, downtime.error, downtime.started_ms) == (1, "530 Gone", NOON_MS + PERIOD_MS)
    assert (downtime.known_ms, downtime.partial) == (2 * PERIOD_MS + CONFIRM_MS, False)
    monitor = watching.registry.monitors.find(watching.site.id)
    assert monitor is not None
    assert (monitor.course.health, monitor.course.downtime) == (Health.UP, None)
    assert (monitor.course.up_ms, monitor.course.down_ms) == (PERIOD_MS + CONFIRM_MS, downtime.known_ms)


def test_after_seven_days_the_monitor_pauses_and_one_click_resumes_it(watching: Watching) -> None:
    monitors, site = watching.registry.monitors, watching.site
    monitors.switch_on(site.id)
    watching.check(up=False)
    watching.check(up=False, after_ms=CONFIRM_MS)
    with watching.registry.database.write() as connection:
        connection.execute(update(DOWNTIMES).values(known_ms=7 * DAY_MS - PERIOD_MS))
    assert watching.check(up=False, after_ms=PERIOD_MS) is Change.PAUSED
    monitor = monitors.find(site.id)
    assert monitor is not None
    assert (monitor.enabled, monitor.auto_paused, monitor.next_check_ms) == (True, True, None)
    assert watching.check(up=True) is None
    watching.now_ms[0] += DAY_MS
    assert monitors.due() == []
    resumed = monitors.resume(site.id)
    assert (resumed.auto_paused, resumed.next_check_ms) == (False, watching.now_ms[0])
    assert [due.id for due in monitors.due()] == [monitor.id]
    watching.check(up=False)
    assert (again := monitors.find(site.id)) is not None
    assert not again.auto_paused
    with pytest.raises(NotFoundError, match="site 2 is not monitored"):
        monitors.resume(2)


def test_what_changes_is_told_over_every_channel(watching: Watching) -> None:
    monitors, outbox = watching.registry.monitors, watching.registry.outbox
    monitors.switch_on(watching.site.id)
    watching.check(up=False)
    assert outbox.due() == []
    watching.check(up=False, after_ms=CONFIRM_MS)
    monitors.note_certificate(watching.site, Certificate(tested_ms=NOON_MS, expires_ms=NOON_MS + DAY_MS, valid=True))
    watching.check(up=True, after_ms=PERIOD_MS)
    watching.check(up=True, after_ms=CONFIRM_MS)
    kinds = [NoticeKind.DOWN, NoticeKind.CERTIFICATE_EXPIRING, NoticeKind.UP]
    for channel in ("email", "webhook"):
        assert sorted(notice.kind for notice in outbox.due() if notice.channel == channel) == sorted(kinds)
    assert len({notice.id for notice in outbox.due()}) == 6


def test_a_look_up_that_finds_nothing_leaves_the_registration(watching: Watching) -> None:
    monitors = watching.registry.monitors
    monitors.switch_on(watching.site.id)
    monitors.note_registration(watching.site.id, Registration(tested_ms=1))
    monitors.note_registration(watching.site.id, Registration(tested_ms=2, expires_ms=5, source="rdap"))
    monitors.note_registration(watching.site.id, Registration(tested_ms=3))
    monitor = monitors.find(watching.site.id)
    assert monitor is not None
    assert monitor.registration == Registration(tested_ms=3, expires_ms=5, source="rdap")


def test_checks_and_notices_are_kept_for_ninety_days(watching: Watching) -> None:
    registry = watching.registry
    registry.monitors.switch_on(watching.site.id)
    watching.check(up=False)
    watching.check(up=False, after_ms=CONFIRM_MS)
    watching.now_ms[0] += 90 * DAY_MS - CONFIRM_MS
    registry.monitors.purge()
    assert _checks(registry) == [NOON_MS, NOON_MS + CONFIRM_MS]
    watching.now_ms[0] += 1
    registry.monitors.purge()
    assert _checks(registry) == [NOON_MS + CONFIRM_MS]
    assert len(registry.outbox.of_site(watching.site.id)) == 2
    watching.now_ms[0] += CONFIRM_MS
    registry.monitors.purge()
    assert (_checks(registry), registry.outbox.of_site(watching.site.id)) == ([], [])
    assert len(registry.downtimes.page(1, Page(1, 50))) == 1


def _checks(registry: Registry) -> list[int]:
    with registry.database.read() as connection:
        return [int(row[0]) for row in connection.exec_driver_sql("select checked_ms from checks order by 1")]


def test_two_checks_of_the_same_moment_are_one(watching: Watching) -> None:
    watching.registry.monitors.switch_on(watching.site.id)
    watching.check(up=True)
    watching.registry.monitors.note_check(watching.site, Check(checked_ms=NOON_MS, up=True, status=204))
    assert _checks(watching.registry) == [NOON_MS]
