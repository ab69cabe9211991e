"""`python -m server.shipping.binary [PRESET]` builds dist/hitlake, one executable for the platform it is built on.

It is a shell script with an archive behind it. A program of this size that unpacks itself at every start, as
PyInstaller's single files do, takes seconds to start and writes 350 MB each time; this one unpacks once.
"""

import hashlib
import lzma
import os
import platform
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WORK = ROOT / "build"
PROGRAM = WORK / "program" / "hitlake"
RESULT = ROOT / "dist" / "hitlake"

FIRST_STAGE = ("unpack", "_internal/base_library.zip", "_internal/python3", "_internal/lib")
"""What the unpacking program needs itself, as its paths begin; gzip, which every Debian has."""

ARCHIVES = 4
"""Of the second stage: packed and unpacked at the same time, a core each."""

PRESET = 6
"""Of xz: 99 MB in four minutes of processor time. Preset 1 makes 10 % more in a quarter of it; gzip made 140 MB."""


def main() -> None:
    preset = int(sys.argv[1]) if sys.argv[1:] else PRESET
    _collect_program()
    print("packing ...", flush=True)
    archives = _second_stage(preset)
    first = _first_stage(archives)
    _write(first)
    print(f"{RESULT.relative_to(ROOT)}: {RESULT.stat().st_size / 1e6:.0f} MB")


def _collect_program() -> None:
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    folders = ["--distpath", str(PROGRAM.parent), "--workpath", str(WORK / "pyinstaller")]
    subprocess.run([*command, *folders, str(HERE / "hitlake.spec")], check=True)


def _is_first(path: Path) -> bool:
    name = path.relative_to(PROGRAM).as_posix()
    return name.startswith(FIRST_STAGE) and "arrow" not in name and "libcrypto" not in name


def _second_stage(preset: int) -> list[bytes]:
    """Archives of about equal size, so that no core waits long for another."""
    paths = [path for path in PROGRAM.rglob("*") if path.is_file() and not _is_first(path)]
    parts: list[list[Path]] = [[] for _ in range(ARCHIVES)]
    for path in sorted(paths, key=lambda path: path.stat().st_size, reverse=True):
        min(parts, key=lambda part: sum(other.stat().st_size for other in part)).append(path)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(partial(_xz, preset), parts))


def _xz(preset: int, paths: Sequence[Path]) -> bytes:
    # The filter for machine code saves 4 %.
    filters = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": preset}]
    return lzma.compress(_tar(sorted(paths)), format=lzma.FORMAT_XZ, filters=filters)


def _tar(paths: Sequence[Path]) -> bytes:
    content = BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for path in paths:
            archive.add(path, path.relative_to(PROGRAM).as_posix(), recursive=False)
    return content.getvalue()


def _first_stage(archives: Sequence[bytes]) -> bytes:
    content = BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as stage:
        # Every folder, or the threads of the second stage would make the same ones, and all but the first would fail.
        for folder in sorted(path for path in PROGRAM.rglob("*") if path.is_dir()):
            stage.add(folder, f"hitlake/{folder.relative_to(PROGRAM).as_posix()}", recursive=False)
        for path in sorted(path for path in PROGRAM.rglob("*") if path.is_file() and _is_first(path)):
            stage.add(path, f"hitlake/{path.relative_to(PROGRAM).as_posix()}", recursive=False)
        for number, archive in enumerate(archives):
            member = tarfile.TarInfo(f"hitlake/{number}.tar.xz")
            member.size = len(archive)
            stage.addfile(member, BytesIO(archive))
    return content.getvalue()


def _write(stage: bytes) -> None:
    build = f"build-{version('hitlake')}-{hashlib.sha256(stage).hexdigest()[:12]}"
    head = (HERE / "head.sh").read_text("utf-8")
    system = f"{platform.system()} {platform.machine()}"
    for name, value in {"VERSION": version("hitlake"), "PLATFORM": system, "BUILD": build}.items():
        head = head.replace(f"__{name}__", value)
    # The offset is part of what it measures; it is padded to the width of its slot.
    length = len(head.encode())
    head = head.replace("__OFFSET__", f"{length + 1:<10}")
    assert len(head.encode()) == length
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(head.encode() + stage)
    RESULT.chmod(0o755)


if __name__ == "__main__":
    main()
