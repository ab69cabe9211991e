"""Where the processor time of a running server goes, by part of the program, as py-spy sees it."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

RATE = 250
"""Looks a second."""

_WAITING = re.compile(r"(^|;)(_worker \(concurrent/futures|Condition\.wait|Event\.wait|SimpleQueue\.get)[^;]*$")
"""py-spy takes a thread that waits within the interpreter for one that works."""

_FRAME = re.compile(r" \((.+):\d+\)$")


def sampler() -> str | None:
    """The command, if it is installed."""
    beside = Path(sys.executable).with_name("py-spy")
    return str(beside) if beside.exists() else shutil.which("py-spy")


class Sampling:
    """A context in which a process is looked at; `shares` tells of it afterwards."""

    def __init__(self, pid: int, seconds: float) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._stacks = Path(self._folder.name) / "stacks.txt"
        command = [sampler() or "py-spy", "record", "-p", str(pid), "-d", str(max(1, round(seconds))), "-r", str(RATE)]
        self._process = subprocess.Popen(
            [*command, "-f", "raw", "-o", str(self._stacks)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def __enter__(self) -> "Sampling":
        return self

    def __exit__(self, *_error: object) -> None:
        _, said = self._process.communicate()
        try:
            if self._process.returncode != 0:
                raise RuntimeError(f"py-spy: {said.decode(errors='replace').strip()}")
            self.text = self._stacks.read_text()
        finally:
            self._folder.cleanup()

    def shares(self, parts: Mapping[str, str], other: str) -> dict[str, float]:
        """By name, the largest first, adding up to 1; `parts` say which files are whose (see `shares_of`)."""
        return shares_of(self.text, parts, other)


def shares_of(stacks: str, parts: Mapping[str, str], other: str) -> dict[str, float]:
    """A line is a stack, outermost first, and how often it was seen.

    It counts for the first of the parts, from the innermost frame on, whose pattern its file begins with. Threads that
    wait for work are left out.
    """
    patterns = {name: re.compile(pattern) for name, pattern in parts.items()}
    seen: Counter[str] = Counter()
    for line in stacks.splitlines():
        stack, _, times = line.rpartition(" ")
        if _WAITING.search(stack):
            continue
        seen[_part_of(stack.split(";"), patterns) or other] += int(times)
    return {name: count / seen.total() for name, count in seen.most_common()}


def _part_of(frames: list[str], patterns: Mapping[str, re.Pattern[str]]) -> str | None:
    for frame in reversed(frames):
        found = _FRAME.search(frame)
        name = found and next((name for name, pattern in patterns.items() if pattern.match(found[1])), None)
        if name:
            return name
    return None
