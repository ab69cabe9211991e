"""`/embed/UID.json`: what counters are filled with."""

from schemas.uptime import Check
from tests.server.conftest import Running


def test_the_uptime_of_a_monitored_site_is_told_and_of_others_it_is_null(running: Running) -> None:
    site = running.site
    with running.app.registry.database.write() as connection:
        connection.exec_driver_sql("update monitors set next_check_ms = ?", (running.clock.now_ms + 10**10,))
    for up in (True, True, False, False):
        running.app.registry.monitors.note_check(site, Check(checked_ms=running.clock.now_ms, up=up, status=200))
        running.clock.move(seconds=300)

    monitored = running.client.get(f"/embed/{site.uid}.json?uptime").json()
    other = running.client.get(f"/embed/{running.other_site.uid}.json?uptime").json()

    assert monitored == {"uptime": "50.00"}
    assert other == {"uptime": None}
