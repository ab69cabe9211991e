"""What a kill cut off, as the unfinished files under DATA tell; and waiting for the moment of something rare."""

import re
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path


class Cut(StrEnum):
    START = "start-up"
    COMMIT = "group commit"
    FLUSH = "flush"
    CLOSE = "closing days"
    FOLD = "folding late hits"
    PACK = "packing a month"
    IMPORT = "import"


AIMED = (Cut.FLUSH, Cut.CLOSE, Cut.FOLD, Cut.PACK)
"""Takes milliseconds: a kill at any instant of a second would seldom meet it."""

LOOK_SECONDS = 0.001

_FILED = re.compile(r"(hits|visits|rollups)-(\d+)-(\d{4}-\d\d)(-\d\d)?\.parquet")


def cuts_in(data: Path) -> set[Cut]:
    """What was under way, by what it left in `tmp/`."""
    return {cut for path in _names(data / "tmp") if (cut := _cut(data, path))}


def wait_for(cut: Cut, data: Path, most_seconds: float) -> bool:
    """Returns as soon as it is under way, and False where it did not come."""
    deadline = time.monotonic() + most_seconds
    while time.monotonic() < deadline:
        if cut in cuts_in(data):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _names(folder: Path) -> Iterator[str]:
    # What is listed may be gone a moment later, so nothing but names is looked at.
    if folder.is_dir():
        yield from (path.name for path in folder.iterdir())


def _cut(data: Path, name: str) -> Cut | None:
    if re.fullmatch(r"\d+\.parquet", name):
        return Cut.FLUSH
    if re.fullmatch(r"(hits|visits)-\d+-\d{4}-\d\d", name):
        return Cut.PACK
    filed = _FILED.fullmatch(name)
    if filed is None:
        return None
    _, site_id, month, day = filed.groups()
    target = data / "hits" / f"site_id={site_id}" / f"month={month}" / f"{month}{day or ''}.parquet"
    return Cut.FOLD if target.exists() else Cut.CLOSE
