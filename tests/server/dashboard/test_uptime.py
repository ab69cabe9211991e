"""The Uptime page: what was found, in words and drawings, and the switch of the monitor."""

import re

import pytest
from msgspec.structs import replace

from engine.uptime.intervals import DAY_MS, HOUR_MS, MINUTE_MS
from schemas.uptime import Certificate, Check, Registration
from tests.server.conftest import Running
from tests.server.dashboard.conftest import Person

FRESH = "<h2>Does the site answer?</h2>"


@pytest.fixture
def address(running: Running) -> str:
    return f"/sites/{running.site.uid}/uptime"


def checks(running: Running, *outcomes: bool) -> None:
    """One now, and each other 5 minutes later; failures say why."""
    for outcome in outcomes:
        _wake(running)
        status, error = (200, None) if outcome else (503, "<b>503</b> Busy")
        check = Check(checked_ms=running.clock.now_ms, up=outcome, status=status, error=error, milliseconds=143)
        running.app.registry.monitors.note_check(running.site, check)
        running.clock.move(seconds=300)


def _wake(running: Running) -> None:
    """The monitor of the fixture rests, so that nothing outside is asked: here it is due in a year."""
    with running.app.registry.database.write() as connection:
        later_ms = running.clock.now_ms + 365 * DAY_MS
        connection.exec_driver_sql("update monitors set auto_paused = 0, next_check_ms = ?", (later_ms,))


def shown(running: Running, person: Person, query: str = "") -> str:
    _wake(running)
    return person.client.get(f"/sites/{running.site.uid}/uptime{query}").text


def test_a_site_that_is_up_is_said_to_be_and_drawn(running: Running, person: Person) -> None:
    checks(running, True, True, True)
    page = shown(running, person)
    assert '<p class="present good"><b>Up</b></p><p>OK (200) in 143 ms. Checked 5 minutes ago' in page
    assert "<b>100.00%</b> up in the time that is known" in page
    assert "all 3 checks passed, 143 ms on average" in page
    assert len(re.findall(r'class="cell ', page)) == 90 + 48
    assert "None." in page


def test_a_downtime_is_told_with_its_reason_as_text(running: Running, person: Person) -> None:
    checks(running, True, False, False)
    page = shown(running, person)
    assert '<p class="present bad"><b>Down</b></p><p>Since 10 Mar 2026, 12:05, 10 minutes by now' in page
    assert "<b>503</b> Busy" not in page
    assert "&lt;b&gt;503&lt;/b&gt; Busy" in page
    assert "goes on" in page
    assert '<rect class="cell partly"' in page


def test_one_failure_is_only_a_doubt(running: Running, person: Person) -> None:
    checks(running, True, False)
    page = shown(running, person)
    assert "<b>In doubt</b>" in page
    assert "A second one decides." in page


@pytest.mark.parametrize(
    ("certificate", "says"),
    [
        ({"expires_ms": 36 * DAY_MS + HOUR_MS, "valid": True}, "36 days left"),
        ({"expires_ms": 5 * DAY_MS + HOUR_MS, "valid": True}, "renew it soon"),
        ({"expires_ms": -DAY_MS, "valid": False, "error": "certificate has expired"}, "Expired"),
        ({"expires_ms": 36 * DAY_MS, "valid": False, "error": "self-signed certificate"}, "Self-signed certificate."),
        ({"error": "no answer in time"}, "No answer in time. It is tried every hour."),
    ],
)
def test_a_certificate_is_told_in_words(
    running: Running, person: Person, certificate: dict[str, object], says: str
) -> None:
    checks(running, True)
    now_ms = running.clock.now_ms
    seen = Certificate(tested_ms=now_ms, **certificate)  # type: ignore[arg-type]
    if seen.expires_ms is not None:
        seen = replace(seen, expires_ms=now_ms + seen.expires_ms)
    running.app.registry.monitors.note_certificate(running.site, seen)
    assert says in shown(running, person)


def test_a_domain_is_told_with_who_says_so(running: Running, person: Person) -> None:
    checks(running, True)
    now_ms = running.clock.now_ms
    seen = Registration(tested_ms=now_ms, expires_ms=now_ms + 195 * DAY_MS + MINUTE_MS, source="whois")
    running.app.registry.monitors.note_registration(running.site.id, seen)
    page = shown(running, person)
    assert "195 days left" in page
    assert "says WHOIS." in page


def test_a_monitor_is_switched_on_resumed_and_off_by_one_click_each(
    running: Running, person: Person, address: str
) -> None:
    monitors, other = running.app.registry.monitors, running.site
    assert person.send(address, do="off").headers["location"] == address
    assert FRESH in person.client.get(address).text

    assert person.send(address, do="on", url="https://127.0.0.1:9/health").status_code == 303
    monitor = monitors.find(other.id)
    assert monitor is not None
    assert (monitor.enabled, monitor.url) == (True, "https://127.0.0.1:9/health")

    with running.app.registry.database.write() as connection:
        connection.exec_driver_sql("update monitors set auto_paused = 1, next_check_ms = null")
    assert "Check again" in person.client.get(address).text
    assert person.send(address, do="resume").status_code == 303
    monitor = monitors.find(other.id)
    assert monitor is not None
    assert not monitor.auto_paused


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"do": "on", "url": "ftp://example.com"}, "it must be an address like"),
        ({"do": "dance"}, "allowed are on, resume, off"),
        ({}, "allowed are on, resume, off"),
    ],
)
def test_what_cannot_be_done_is_told_on_the_page(
    running: Running, person: Person, address: str, form: dict[str, str], says: str
) -> None:
    answer = person.send(address, **form)
    assert answer.status_code == 422
    assert says in answer.text


def test_the_switch_needs_the_form_s_token_and_the_owner(running: Running, person: Person, address: str) -> None:
    assert person.client.post(address, data={"do": "off"}).status_code == 403
    assert person.send(f"/sites/{running.other_site.uid}/uptime", do="on").status_code == 404
    monitor = running.app.registry.monitors.find(running.site.id)
    assert monitor is not None
    assert monitor.enabled


@pytest.mark.parametrize("query", ["?range=7d", "?range=90d", "?page=2"])
def test_other_times_and_older_downtimes_are_shown(running: Running, person: Person, query: str) -> None:
    checks(running, True)
    assert "Time to the answer" in shown(running, person, query)


@pytest.mark.parametrize("query", ["?range=1y", "?page=0", "?page=x"])
def test_what_is_not_allowed_in_the_address_is_named(running: Running, person: Person, query: str) -> None:
    assert person.client.get(f"/sites/{running.site.uid}/uptime{query}").status_code == 400


def test_who_is_told_stands_there(running: Running, person: Person, address: str) -> None:
    assert "Nobody is told when this changes" in person.client.get(address).text
