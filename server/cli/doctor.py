"""hitlake doctor: is everything set up as it should be?"""

import os
import time

import typer

from server.cli.options import DataOption, JsonOption
from server.cli.printing import print_json


def add_to(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(data: DataOption = None, json: JsonOption = False) -> None:
    """Check the set-up and say what to do: settings, data folder, disk, version, clock, server, proxy, mail, backups.

    It changes nothing, and may be run at any time. The status is 1 when there is a problem; warnings do not count.
    """
    from server.doctor.case import open_case
    from server.doctor.examining import examine
    from server.doctor.findings import Finding, State

    case, findings = open_case(data, os.environ, time.time_ns() // 1_000_000), list[Finding]()
    for finding in examine(case):
        findings.append(finding)
        if not json:
            remedy = f" -> {finding.remedy}" if finding.remedy else ""
            print(f"{finding.state.value:<8} {finding.check}: {finding.text}{remedy}", flush=True)
    if json:
        print_json(findings)
    if any(finding.state is State.PROBLEM for finding in findings):
        raise typer.Exit(1)
