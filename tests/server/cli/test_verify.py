import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.server.cli.conftest import Hitlake
from tests.server.conftest import BROWSER, Clock, running_server, trust


@pytest.fixture
def filled(data: Path, hitlake: Hitlake) -> Path:
    """A hit of a closed day, as a server left it."""
    hitlake("user", "add", "ada@example.com")
    uid = json.loads(hitlake("site", "add", "example.com", "--json").out)["uid"]
    clock = Clock()
    with (
        running_server(data, clock) as (app, address),
        httpx.Client(base_url=address, headers={"User-Agent": BROWSER}, verify=trust()) as client,
    ):
        client.post(f"/collector/{uid}?path=/").raise_for_status()
        clock.move(seconds=timedelta(days=1).total_seconds())
        app.lake.housekeeping.settle()
    return data


def test_a_good_data_folder_is_status_0(filled: Path, hitlake: Hitlake) -> None:
    answer = hitlake("verify")
    assert answer.status == 0
    assert answer.out.splitlines()[0].split() == ["layer", "files", "rows", "state"]
    assert answer.out.endswith("Every layer agrees with every other.\n")


def test_a_fault_is_named_with_its_remedy_and_mended_when_asked_for(filled: Path, hitlake: Hitlake) -> None:
    next((filled / "visits").rglob("*.parquet")).unlink()

    told = hitlake("verify", "--json")
    assert told.status == 1
    (fault,) = json.loads(told.out)["wrong"]
    assert (fault["layer"], fault["what"]) == ("visits", "is missing")
    assert "1 thing is wrong." in hitlake("verify").out

    assert hitlake("verify", "--repair").status == 0
    assert hitlake("verify").status == 0


def test_beside_a_server_it_looks_and_does_not_repair(filled: Path, hitlake: Hitlake) -> None:
    with running_server(filled, Clock()):
        assert hitlake("verify", "--repair").status == 0
        next((filled / "visits").rglob("*.parquet")).unlink()
        answer = hitlake("verify", "--repair")
    assert answer.status == 2
    assert "stop it, then repair" in answer.err
