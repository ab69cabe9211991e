"""The server, the mail server, the geo database, backups, and how hits are spread over visitors."""

import asyncio
import shutil
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.storage.lock import DataLock
from server.backup_record import note_backup
from server.cli.opening import opened_registry
from server.doctor.checks.backups import check_backups
from server.doctor.checks.clock import check_clock
from server.doctor.checks.geo import check_geo
from server.doctor.checks.mail import check_mail
from server.doctor.checks.running import check_running
from server.doctor.checks.visitors import check_visitors
from server.doctor.findings import Finding
from tests.engine.storage.lakeside import Lakeside, hit
from tests.server.conftest import Clock, geo_database, running_server
from tests.server.doctor.conftest import NOW, NOW_MS, case_of, only, states
from tests.server.uptime.mailbox import mailbox

DAY_MS = 86_400_000


def test_a_server_that_does_not_run_is_told(data: Path) -> None:
    assert only(check_running, case_of(data)).state == "warning"


def test_a_server_that_is_well_or_not_is_told(tmp_path: Path) -> None:
    with running_server(tmp_path, Clock()) as (app, address):
        case = case_of(tmp_path, port=int(address.rpartition(":")[2]))
        finding = only(check_running, case)
        assert "is well" in finding.text or "disk_space" in finding.text
        now_ms = time.time_ns() // 1_000_000
        assert states(check_clock, replace(case, now_ms=now_ms)) == ["ok"]
        assert "apart" in list(check_clock(replace(case, now_ms=now_ms + 3_600_000)))[-1].text

        app.lake.damages.note("x", "something is damaged")
        app.watch.reasons._found_at = -10
        told = {finding.text.rpartition(": ")[2]: finding for finding in check_running(case)}
        assert told["damage"].state == "warning"
        assert "hitlake verify" in (told["damage"].remedy or "")


def test_a_server_that_does_not_answer_there_is_told(data: Path) -> None:
    lock = DataLock(data / "hitlake.lock")
    finding = only(check_running, case_of(data, port=1))
    lock.release()

    assert finding.state == "warning"
    assert "holds the data, but http://127.0.0.1:1/health does not answer" in finding.text


def test_a_mail_server_is_greeted_and_gets_no_letter(data: Path) -> None:
    async def act() -> tuple[Finding, int]:
        async with mailbox() as box:
            case = _mailed(data, box.port)
            return await asyncio.to_thread(only, check_mail, case), len(box.letters)

    finding, letters = asyncio.run(act())
    assert (finding.state, letters) == ("ok", 0)

    assert only(check_mail, _mailed(data, 1)).state == "problem"
    assert only(check_mail, case_of(data)).state == "ok"


def _mailed(data: Path, port: int) -> Any:
    return case_of(data, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", smtp_from="h@example.com")


def test_the_age_of_the_geo_database_is_told(data: Path) -> None:
    assert states(check_geo, case_of(data)) == ["ok"]
    assert only(check_geo, case_of(data, NOW_MS + 3650 * DAY_MS, geo_database=geo_database())).state == "warning"

    (data / "broken.mmdb").write_text("nothing")
    assert only(check_geo, case_of(data, geo_database=data / "broken.mmdb")).state == "problem"


def test_backups_are_told_by_their_age_and_place(data: Path, tmp_path: Path) -> None:
    assert only(check_backups, case_of(data)).text == "none was made yet"

    dest = tmp_path / "backup"
    dest.mkdir()
    with opened_registry(data) as registry:
        note_backup(registry, dest)
    assert "no finished one" in only(check_backups, case_of(data)).text

    (dest / "backup.json").write_text(f'{{"format": 1, "source": "x", "begun_ms": 1, "finished_ms": {NOW_MS}}}')
    assert "on the same disk" in only(check_backups, case_of(data, NOW_MS + DAY_MS)).text
    assert "30.0 days old" in only(check_backups, case_of(data, NOW_MS + 30 * DAY_MS)).text

    shutil.rmtree(dest)
    assert only(check_backups, case_of(data)).state == "warning"


@pytest.mark.parametrize(
    ("visitors", "country", "told"),
    [
        (100, "DE", "300 hits of 100 visitors"),
        (2, "DE", "but only 2 visitors a day"),
        (100, None, "none has a country"),
    ],
)
def test_hits_that_seem_to_come_from_one_address_are_told(
    data: Path, visitors: int, country: str | None, told: str
) -> None:
    side = Lakeside(data, NOW)
    yesterday = NOW - timedelta(days=1)
    side.store(*(hit(yesterday + timedelta(seconds=n), visitor=n % visitors, country=country) for n in range(300)))
    side.settle()
    side.close()
    finding = only(check_visitors, case_of(data))

    assert told in finding.text
    assert finding.state == ("ok" if "hits of" in told else "warning")


def test_few_hits_say_nothing(data: Path) -> None:
    assert "too few" in only(check_visitors, case_of(data)).text
