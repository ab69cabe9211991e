"""What `/health` says, of a server that is well, one that is not quite well, and one that cannot take hits."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from engine.storage.flushing import FlushLimits
from server.health.reasons import CHECKS, FREE_BYTES, find_reasons
from tests.server.conftest import Clock, Running, running_server, trust
from tests.server.health.conftest import KEY, Watched


def test_a_server_that_is_well_says_so_to_everybody(running: Running) -> None:
    answers = {path: running.client.get(path) for path in ("/health", "/health/live", "/health/ready")}
    assert [answer.status_code for answer in answers.values()] == [200, 200, 200]
    assert answers["/health/live"].json() == {"live": True}
    assert answers["/health/ready"].json() == {"ready": True}
    found = answers["/health"].json()
    found["reasons"] = [reason for reason in found["reasons"] if reason["name"] != "disk_space"]  # of this machine
    assert found in (
        {"status": "ok", "live": True, "ready": True, "reasons": []},
        {"status": "degraded", "live": True, "ready": True, "reasons": []},
    )


def test_a_server_that_cannot_write_is_not_ready_until_it_can_again(watched: Watched) -> None:
    names = ("journal", "tmp")
    for name in names:
        (watched.data / name).rename(watched.data / f"{name}-away")
    assert watched.view().status_code == 503
    ready = watched.client.get("/health/ready")
    assert (ready.status_code, ready.json()) == (503, {"ready": False})
    assert watched.client.get("/health/live").status_code == 200
    health = watched.client.get("/health")
    assert (health.status_code, health.json()["status"]) == (503, "unavailable")
    assert "commit" in [reason["name"] for reason in health.json()["reasons"]]

    for name in names:
        (watched.data / f"{name}-away").rename(watched.data / name)

    watched.wait(lambda: watched.client.get("/health/ready").status_code == 200)
    assert watched.view().status_code == 202
    watched.wait(lambda: "commit" not in [reason["name"] for reason in watched.health()["reasons"]])


def test_damage_degrades_and_its_text_is_for_who_has_the_key(tmp_path: Path) -> None:
    (tmp_path / "recent").mkdir()
    (tmp_path / "recent" / "0000000001.parquet").write_bytes(b"rotten")
    with (
        running_server(tmp_path, Clock(), metrics_key=KEY) as (app, address),
        httpx.Client(base_url=address, verify=trust()) as client,
    ):
        for headers, shown in (({}, None), ({"Authorization": f"Bearer {KEY}"}, app.lake.damage[0])):
            answer = client.get("/health", headers=headers)
            assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
            reasons = {reason["name"]: reason.get("text") for reason in answer.json()["reasons"]}
            assert reasons["damage"] == shown
    assert shown is not None
    assert "0000000001.parquet" in shown


def test_hits_that_wait_too_long_are_told(watched: Watched) -> None:
    assert watched.view().status_code == 202
    watched.app.lake.housekeeping.stop(watched.app.lake.filing_duck.interrupt)
    watched.clock.move(seconds=3 * FlushLimits().seconds)
    assert "flush_lag" in [reason.name for reason in find_reasons(watched.app)]
    watched.clock.move(seconds=timedelta(days=1).total_seconds())
    assert {"closing_lag", "stopped_thread"} <= {reason.name for reason in find_reasons(watched.app)}
    watched.app.lake.housekeeping.settle()
    assert not {"closing_lag", "flush_lag"} & {reason.name for reason in find_reasons(watched.app)}


def test_a_thread_that_has_ended_is_a_reason_to_restart(watched: Watched) -> None:
    watched.app.lake.housekeeping.stop(watched.app.lake.filing_duck.interrupt)
    live = watched.client.get("/health/live")
    assert (live.status_code, live.json()) == (503, {"live": False})


def test_a_geo_database_that_is_gone_is_told(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "places.mmdb"
    path.write_bytes(watched.app.settings.geo_database.read_bytes() if watched.app.settings.geo_database else b"")
    with running_server(tmp_path / "other", Clock()) as (app, _):
        object.__setattr__(app.settings, "geo_database", path)
        assert "geo_database" not in [reason.name for reason in find_reasons(app)]
        path.unlink()
        assert "geo_database" in [reason.name for reason in find_reasons(app)]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_check_finds_anything_at_a_server_that_is_well(watched: Watched, check: object) -> None:
    assert callable(check)
    assert [reason for reason in check(watched.app) if reason.name != "disk_space"] == []
    assert FREE_BYTES > 0
