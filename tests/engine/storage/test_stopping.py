"""A stop does not wait for days to be closed; the next start goes on with them."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from engine.storage.files import Files
from tests.engine.storage.lakeside import Lakeside, hit

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
YESTERDAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SITES = (1, 2, 3)


class HeldFiles(Files):
    """Lets a file of hits be written only once it is told to go on."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()

    def write(self, path: Path, fill: Callable[[Path], object]) -> None:
        if path.name.startswith("hits-"):
            self.reached.set()
            assert self.go_on.wait(30)
        super().write(path, fill)


def closed_sites(root: Path) -> set[str]:
    return {path.parts[-3] for path in (root / "hits").rglob("*.parquet")}


def test_a_stop_leaves_the_other_sites_to_the_next_start(tmp_path: Path) -> None:
    files = HeldFiles()
    side = Lakeside(tmp_path, NOW, files=files)
    side.store(*(hit(YESTERDAY, site_id=site_id) for site_id in SITES), late=True)
    side.lake.intake.rotate(late=True)
    side.lake.start()
    assert files.reached.wait(30)
    stopping = threading.Thread(target=side.close)
    stopping.start()
    while not side.lake.housekeeping._stop.is_set():
        stopping.join(0.01)
    files.go_on.set()
    stopping.join(30)
    assert not stopping.is_alive()
    assert len(closed_sites(tmp_path)) <= 1
    assert side.lake.housekeeping.troubles == {}

    side.lake = side.open()
    side.settle()
    assert closed_sites(tmp_path) == {f"site_id={site_id}" for site_id in SITES}
    side.close()
