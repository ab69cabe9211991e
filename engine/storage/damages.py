"""What was found unreadable: put aside below `damaged/` where nothing needs it, and told to whoever asks."""

import logging
import threading
import zlib
from pathlib import Path

from engine.storage.files import Files
from engine.storage.layout import Layout

_LOG = logging.getLogger(__name__)


class Damages:
    """Thread-safe. Each damage is one sentence."""

    def __init__(self, layout: Layout, files: Files) -> None:
        self._layout, self._files = layout, files
        self._lock = threading.Lock()
        self._notes: dict[str, str] = {}

    def notes(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._notes.values())

    def keys(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._notes)

    def note(self, key: str, text: str) -> None:
        """`key` is the damaged thing: it is told once, however often it is met."""
        with self._lock:
            if key in self._notes:
                return
            self._notes[key] = text
        _LOG.warning("%s", text)

    def forget(self, key: str) -> None:
        """It is whole again."""
        with self._lock:
            self._notes.pop(key, None)

    def put_aside(self, name: str, content: bytes, why: str) -> None:
        """Keeps bytes that nobody can read any more. Raises OSError."""
        self._files.make_folder(self._layout.damaged)
        # Named by its content: a start that is cut off puts the same aside again, under the same name.
        target = self._layout.damaged / f"{name}.{zlib.crc32(content):08x}"
        unfinished = self._layout.tmp / target.name
        self._files.write(unfinished, lambda path: path.write_bytes(content))
        self._files.move(unfinished, target)
        self.note(name, f"{name}: {why}; {len(content)} bytes put aside as damaged/{target.name}")

    def move_aside(self, path: Path, why: str) -> None:
        """The same for a whole file, which needs no room. Raises OSError."""
        self._files.make_folder(self._layout.damaged)
        name = name_aside(self._layout, path)
        taken = sum(1 for _ in self._layout.damaged.glob(f"{name}*"))
        target = self._layout.damaged / (f"{name}.{taken}" if taken else name)
        self._files.move(path, target)
        self.note(path.name, f"{path.name}: {why}; put aside as damaged/{target.name}")


def name_aside(layout: Layout, path: Path) -> str:
    """What a file below DATA is called below `damaged/`: with its site, such as `hits-7-2026-11-22.parquet`."""
    layer, *folders = path.relative_to(layout.root).parts
    sites = [folder.removeprefix("site_id=") for folder in folders if folder.startswith("site_id=")]
    return "-".join([layer, *sites, path.name]) if sites else path.name
