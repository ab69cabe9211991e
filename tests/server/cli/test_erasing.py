import json
import time
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.server.cli.conftest import Hitlake
from tests.server.conftest import BROWSER, Clock, running_server, trust


class _MovingClock(Clock):
    """Goes on by itself: who looks for changes of another process does so by the clock."""

    def __call__(self) -> int:
        return self.now_ms + time.monotonic_ns() // 1_000_000


def _site(hitlake: Hitlake, domain: str) -> str:
    uid: str = json.loads(hitlake("site", "add", domain, "--json").out)["uid"]
    return uid


def _shown(hitlake: Hitlake) -> list[str]:
    lines = hitlake("sql", "select path from hits order by path", "--json").out.splitlines()
    return [json.loads(line)["path"] for line in lines]


@pytest.mark.parametrize("served", [True, False])
def test_a_deleted_site_is_gone_from_the_files_when_the_command_ends(
    data: Path, hitlake: Hitlake, served: bool
) -> None:
    hitlake("user", "add", "ada@example.com")
    gone, kept = _site(hitlake, "gone.example"), _site(hitlake, "kept.example")
    clock = _MovingClock()
    with (
        running_server(data, clock) as (app, address),
        httpx.Client(base_url=address, headers={"User-Agent": BROWSER}, verify=trust()) as client,
    ):
        for days in range(2):
            clock.move(seconds=timedelta(days=days).total_seconds())
            app.lake.housekeeping.settle()
            for uid, name in ((gone, "gone"), (kept, "kept")):
                client.post(f"/collector/{uid}?path=/{name}/{days}").raise_for_status()
        if served:
            assert hitlake("site", "delete", "gone.example", "--yes").status == 0
            assert client.post(f"/collector/{gone}?path=/late").headers["X-Hitlake-Dropped"]
    if not served:
        answer = hitlake("site", "delete", gone, stdin="gone.example\n")
        assert answer.status == 0, answer.err
        assert f"Deleted gone.example ({gone})." in answer.out

    assert _shown(hitlake) == ["/kept/0", "/kept/1"]
    assert not list(data.rglob("site_id=1"))
    assert hitlake("verify").status == 0


def test_a_site_is_deleted_only_when_its_domain_is_typed(data: Path, hitlake: Hitlake) -> None:
    hitlake("user", "add", "ada@example.com")
    uid = _site(hitlake, "kept.example")

    answer = hitlake("site", "delete", uid, stdin="yes\n")

    assert (answer.status, answer.err.splitlines()[-1]) == (2, "hitlake: nothing was deleted")
    assert len(json.loads(hitlake("site", "list", "--json").out)) == 1


@pytest.mark.parametrize("served", [True, False])
def test_a_flush_leaves_nothing_in_the_journal(data: Path, hitlake: Hitlake, served: bool) -> None:
    hitlake("user", "add", "ada@example.com")
    uid = _site(hitlake, "example.com")
    with (
        running_server(data, Clock()) as (app, address),
        httpx.Client(base_url=address, headers={"User-Agent": BROWSER}, verify=trust()) as client,
    ):
        client.post(f"/collector/{uid}?path=/").raise_for_status()
        assert list((data / "journal").iterdir())
        if served:
            assert hitlake("flush").out == "Flushed.\n"
            assert list((data / "journal").iterdir()) == []
            assert app.lake.current.read().hot == ()
    assert hitlake("flush").status == 0
    assert list((data / "journal").iterdir()) == []
    assert _shown(hitlake) == ["/"]
