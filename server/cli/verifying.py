"""A verification as commands run it, and what they show of it."""

import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from engine.duck import DuckLimits, open_duck
from engine.registry.registry import Registry
from engine.statements import Statements
from engine.storage.files import Files
from engine.storage.layout import Layout
from engine.storage.lock import holder_of
from engine.verification.findings import Finding, Report
from engine.verification.repairing import clear_away
from engine.verification.verifying import Verification, database_findings
from schemas.errors import ConflictError
from server.cli.printing import print_table
from server.cli.progress import progress_bar
from server.foundations import opened_lake
from server.settings import Settings

PAUSE_SECONDS = 0.7
"""A running server does what is due every half a second."""

_LAYERS = ("journal", "recent", "hits", "visits", "rollups", "imported")


def verified(settings: Settings, registry: Registry) -> Report:
    """Works beside a running server."""
    layout = Layout(settings.data.resolve())
    limits = DuckLimits(settings.memory_limit, settings.threads)
    with (
        tempfile.TemporaryDirectory(prefix="hitlake-") as spill,
        open_duck(layout.root, Path(spill), limits) as duck,
        progress_bar("verifying") as advance,
    ):
        verification = Verification(
            layout,
            duck,
            Statements(),
            {site.id: site.time_zone for site in registry.sites.all()},
            served=holder_of(layout.lock) is not None,
            pause=lambda: time.sleep(PAUSE_SECONDS),
        )
        report = verification.run(advance)
    report.add(database_findings(registry.database.faults))
    return report


def repair(settings: Settings, registry: Registry, report: Report) -> list[str]:
    """What was done. Raises ConflictError beside a running server, OSError."""
    layout = Layout(settings.data.resolve())
    require_alone(layout)
    done = clear_away(layout, Files(), report.wrong)
    with opened_lake(settings, registry, lambda: time.time_ns() // 1_000_000) as lake:
        lake.housekeeping.tick()
        done += lake.damage
    return done


def require_alone(layout: Layout) -> None:
    """Raises ConflictError beside a running server."""
    holder = holder_of(layout.lock)
    if holder is not None:
        raise ConflictError(f"{layout.root} is served by process {holder}: stop it, then repair")


def show(report: Report, done: list[str]) -> None:
    rows = [(layer, f"{report.files[layer]:,}", f"{report.rows[layer]:,}", _state(report, layer)) for layer in _LAYERS]
    rows.append(("database", "1", "", _state(report, "database")))
    print_table(("layer", "files", "rows", "state"), rows, empty="")
    for finding in report.wrong:
        print(f"\nWRONG  {_named(finding)} {finding.what}\n       remedy: {finding.remedy}")
    for finding in report.notes:
        print(f"\nnote   {_named(finding)} {finding.what}; {finding.remedy}")
    for text in done:
        print(f"\ndone   {text}")
    print(f"\n{_verdict(report)}")


def as_json(report: Report, done: list[str]) -> dict[str, Any]:
    def findings(chosen: list[Finding]) -> list[dict[str, Any]]:
        return [
            msgspec.to_builtins({key: getattr(one, key) for key in ("layer", "where", "what", "remedy")})
            for one in chosen
        ]

    return {
        "ok": report.is_good,
        "looked_at": {layer: {"files": report.files[layer], "rows": report.rows[layer]} for layer in _LAYERS},
        "wrong": findings(report.wrong),
        "notes": findings(report.notes),
        "done": done,
    }


def _state(report: Report, layer: str) -> str:
    count = sum(finding.layer == layer for finding in report.wrong)
    return f"{count} wrong" if count else "whole"


def _named(finding: Finding) -> str:
    return finding.where or finding.layer


def _verdict(report: Report) -> str:
    if report.is_good:
        return "Every layer agrees with every other."
    return f"{len(report.wrong)} thing{'s are' if len(report.wrong) > 1 else ' is'} wrong."
