import json
import threading
from pathlib import Path

from engine.imports.delivery import Delivery
from engine.registry.registry import open_registry
from engine.storage.files import Files
from engine.storage.layout import Layout
from tests.server.cli.conftest import Hitlake


def _set_up(hitlake: Hitlake, data: Path) -> str:
    hitlake("user", "add", "ada@example.com")
    uid: str = json.loads(hitlake("site", "add", "example.com", "--json").out)["uid"]
    (data / "hitlake.toml").write_text("port = 8080\n")
    return uid


def test_sites_and_settings_come_back(data: Path, hitlake: Hitlake, tmp_path: Path) -> None:
    uid = _set_up(hitlake, data)
    told = hitlake("backup", str(tmp_path / "backup"))
    assert (told.status, told.out.partition(":")[0]) == (0, f"Backed up to {tmp_path / 'backup'}")

    restored = hitlake("restore", str(tmp_path / "backup"), "--data", str(tmp_path / "new"))

    assert restored.status == 0
    assert f"Restored to {tmp_path / 'new'}." in restored.out
    (site,) = json.loads(hitlake("site", "list", "--json", "--data", str(tmp_path / "new")).out)
    assert site["uid"] == uid
    assert (tmp_path / "new" / "hitlake.toml").read_text() == "port = 8080\n"


def test_wrong_places_are_refused(data: Path, hitlake: Hitlake, tmp_path: Path) -> None:
    _set_up(hitlake, data)
    for line in (["backup", str(data / "inside")], ["backup", str(tmp_path)], ["restore", str(tmp_path / "nothing")]):
        answer = hitlake(*line)
        assert (answer.status, answer.out) == (2, "")
    assert not (data / "inside").exists()


def test_a_backup_waits_for_the_end_of_an_import(data: Path, hitlake: Hitlake, tmp_path: Path) -> None:
    _set_up(hitlake, data)
    registry = open_registry(data / "hitlake.db", lambda: 0, bytes)
    importing = Delivery(Layout(data), Files(), registry.imports).alone()
    importing.__enter__()
    marker = tmp_path / "backup" / "backup.json"

    def end_import() -> None:
        while not marker.exists():
            pass
        assert not (tmp_path / "backup" / "hitlake.db").exists()
        importing.__exit__(None, None, None)

    ending = threading.Thread(target=end_import)
    ending.start()
    assert hitlake("backup", str(tmp_path / "backup")).status == 0
    ending.join()
    registry.close()
