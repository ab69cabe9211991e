"""Programs under test: real processes, started, watched and stopped by their id."""

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
ADDRESS = re.compile(r"http://[\w.\[\]:]+:(\d+)")
START_SECONDS = 60
HITLAKE = (sys.executable, "-m", "server")


@dataclass(frozen=True, slots=True)
class Process:
    """`port` is what it printed; `start_seconds` is from its start to that moment."""

    pid: int
    port: int
    start_seconds: float
    output: Path
    """All that it prints."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def rss_bytes(self) -> int:
        return rss_bytes(self.pid)

    @property
    def cpu_seconds(self) -> float:
        """Of the process and all its threads, so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_bytes(pid: int) -> int:
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(shown.stdout) * 1024


def most_rss_bytes(pid: int | None = None) -> int:
    """The most that a process or this one ever had; Linux tells. (`getrusage` would count what its parent had, too.)"""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid or 'self'}/status").read_text())
    assert found
    return int(found[1]) * 1024


@contextmanager
def server(command: Sequence[str]) -> Iterator[Process]:
    """A program that prints its address once it takes connections. RuntimeError with its output where it ends first."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "output.txt"
        began = time.perf_counter()
        with printed.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=_environment(), start_new_session=True
            )
        try:
            port = _port(process, printed)
            yield Process(process.pid, port, time.perf_counter() - began, printed)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


@contextmanager
def hitlake(data: Path, *options: str) -> Iterator[Process]:
    command = (*HITLAKE, "serve", "--data", str(data), "--port", "0", *options)
    with server(command) as process:
        yield process


def output_of(command: Sequence[str]) -> str:
    """What a program printed. RuntimeError with its output where it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=_environment())
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def processor_seconds(command: Sequence[str]) -> float:
    """What a program took of the processor, from its start to its end, with all its threads."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output_of(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _port(process: "subprocess.Popen[bytes]", printed: Path) -> int:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        text = printed.read_text()
        if found := ADDRESS.search(text):
            return int(found[1])
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}:\n{text}")
        time.sleep(0.002)
    raise RuntimeError(f"the server was not ready within {START_SECONDS} s:\n{text}")


def _environment() -> dict[str, str]:
    """Without settings of the person who runs the benchmark.

    Compiled modules are kept, as on any machine: where that is forbidden, a start takes half a second more.
    """
    others = (name for name in os.environ if not name.startswith("HITLAKE_") and name != "PYTHONDONTWRITEBYTECODE")
    return {name: os.environ[name] for name in others} | {"PYTHONUNBUFFERED": "1", "COLUMNS": "200"}


def wait_until_idle(process: Process, seconds: float = 60.0) -> None:
    """Until it takes less than a tenth of a core for half a second. Raises TimeoutError."""
    deadline = time.perf_counter() + seconds
    before = process.cpu_seconds
    while time.perf_counter() < deadline:
        time.sleep(0.5)
        now = process.cpu_seconds
        if now - before < 0.05:
            return
        before = now
    raise TimeoutError(f"the process is still busy after {seconds:g} s")
