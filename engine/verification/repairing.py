"""A repair: damage is put aside, what is superseded or wrong is removed; the start that follows makes the rest again.

So a repair has no code of its own for derived files or journals: a missing derived file is made again at every start,
and a torn journal is cut there.
"""

from collections.abc import Iterable

from engine.storage.damages import Damages
from engine.storage.files import Files
from engine.storage.layout import Layout
from engine.storage.lock import DataLock
from engine.verification.findings import Finding


def clear_away(layout: Layout, files: Files, findings: Iterable[Finding]) -> list[str]:
    """What was put aside and removed, a sentence each. The lake is to be opened next.

    Raises ConflictError where another process holds DATA, OSError.
    """
    lock = DataLock(layout.lock)
    damages, done = Damages(layout, files), []
    try:
        for finding in findings:
            for path in finding.aside:
                if path.exists():
                    damages.move_aside(path, finding.what)
                    done.append(f"{finding.where} is put aside")
            for path in finding.remove:
                if path.exists():
                    files.remove(path)
                    done.append(f"{path.relative_to(layout.root)} is removed")
    finally:
        lock.release()
    return done
