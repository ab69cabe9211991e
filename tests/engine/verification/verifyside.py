"""Verifies the DATA of a lake, and mends it as the command does."""

from pathlib import Path

from engine.duck import DuckLimits, open_duck
from engine.statements import Statements
from engine.storage.files import Files
from engine.storage.layout import Layout
from engine.verification.findings import Report
from engine.verification.repairing import clear_away
from engine.verification.verifying import Verification
from tests.engine.storage.lakeside import Lakeside

STATEMENTS = Statements()
ZONES = {1: "UTC", 2: "UTC"}


def verified(root: Path, *, served: bool = False) -> Report:
    with open_duck(root, root.parent / "spill", DuckLimits(threads=1)) as duck:
        verification = Verification(
            layout=Layout(root), duck=duck, statements=STATEMENTS, zones=ZONES, served=served, pause=lambda: None
        )
        return verification.run(lambda done, total, what: None)


def repaired(side: Lakeside) -> list[str]:
    """Ends without a flush, as after a crash; the lake is open again at the end."""
    side.abandon()
    done = clear_away(side.lake.layout, Files(), verified(side.root).wrong)
    side.lake = side.open()
    return done


def wrong(root: Path) -> list[tuple[str, str]]:
    return [(finding.where, finding.what) for finding in verified(root).wrong]
