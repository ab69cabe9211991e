"""The unit as it is shipped serves under a systemd that was booted for it, and ends in order."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.server.ports import free_port

ROOT = Path(__file__).parents[3]
BINARY = ROOT / "dist" / "hitlake"
UNIT = ROOT / "server" / "shipping" / "service" / "hitlake.service"
SECONDS = 90


class Booted:
    """A container of this system's /usr, and nothing else of it but the network."""

    def __init__(self, log: Path, process: "subprocess.Popen[bytes]") -> None:
        self._log, self._process = log, process

    def printed(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def ended(self) -> bool:
        return self._process.poll() is not None

    def run(self, *command: str) -> str:
        [init] = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        enter = ["nsenter", "--target", init, "--mount", "--pid", "--uts", "--ipc"]
        return subprocess.run([*enter, *command], capture_output=True, text=True, check=False).stdout


@contextmanager
def booted(folder: Path, unit: str, *options: str) -> Iterator[Booted]:
    log = folder / f"{unit}.log"
    command = ["systemd-nspawn", "--directory=/", "--volatile=yes", "--boot", "--register=no", "--keep-unit"]
    name = [f"--machine=hitlake-{os.getpid()}", *options, "--", f"--unit={unit}", "systemd.firstboot=no"]
    with log.open("wb") as output:
        process = subprocess.Popen([*command, *name], stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        yield Booted(log, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def comes(found: Callable[[], object], machine: Booted, seconds: float = SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while not found():
        if machine.ended() or time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def _bootable(tmp_path: Path) -> None:
    if shutil.which("systemd-nspawn") is None or os.geteuid() != 0:
        pytest.skip("systemd-nspawn and root are needed to boot a systemd")
    with booted(tmp_path, "basic.target") as machine:
        if not comes(lambda: "Basic System" in machine.printed(), machine, 20):
            pytest.skip(f"no systemd can be booted here: {machine.printed()[-300:]}")


@pytest.mark.skipif(not BINARY.exists(), reason="there is no dist/hitlake: `make binary` makes it")
@pytest.mark.usefixtures("_bootable")
def test_the_service_serves_gives_way_and_ends_in_order(tmp_path: Path) -> None:
    port = free_port()
    dropped = tmp_path / "dropped"
    dropped.mkdir()
    text = f"[Service]\nExecStart=\nExecStart=/opt/hitlake serve\nEnvironment=HITLAKE_PORT={port}\n"
    (dropped / "test.conf").write_text(text, "utf-8")
    unit = "/etc/systemd/system/hitlake.service"
    files = {BINARY: "/opt/hitlake", UNIT: unit, dropped: f"{unit}.d"}
    bound = (f"--bind-ro={here}:{there}" for here, there in files.items())
    with booted(tmp_path, "hitlake.service", *bound) as machine:

        def answers() -> bool:
            try:
                with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    return bool(answer.status == 200)
            except (URLError, OSError):
                return False

        assert comes(answers, machine), machine.printed() + machine.run("journalctl", "--unit=hitlake", "--no-pager")
        assert f":{port}/setup/" in machine.run("journalctl", "--unit=hitlake", "--no-pager")
        niceness = machine.run("ps", "-eLo", "ni,args").splitlines()
        assert {line.split()[0] for line in niceness if "hitlake serve" in line} == {"0", "5"}
        assert machine.run("env", "HITLAKE_DATA=/var/lib/hitlake", "/opt/hitlake", "site", "list")
        machine.run("systemctl", "stop", "hitlake")
        shown = machine.run("systemctl", "show", "hitlake", "--property=Result,ExecMainStatus,ActiveState")
        assert set(shown.split()) == {"Result=success", "ExecMainStatus=0", "ActiveState=inactive"}
