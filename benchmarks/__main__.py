"""`python -m benchmarks`: runs the subjects, prints Markdown, and writes JSON to `benchmarks/out/`."""

import argparse
import json
import re
import shlex
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from benchmarks.report import markdown
from benchmarks.results import write_results
from benchmarks.subject import OUT, Bench, Subject
from benchmarks.subjects import SUBJECTS

SIZE = re.compile(r"(\d+)([km]?)", re.IGNORECASE)
SMALLEST = 2_000
USUAL_SIZE = 100_000
UNITS = {"": 1, "k": 1_000, "m": 1_000_000}


def main(arguments: Sequence[str] | None = None) -> None:
    """`arguments` are those of the command line unless given."""
    asked = _arguments(arguments)
    if asked.list:
        for subject in SUBJECTS:
            print(f"{subject.name:12} {subject.says}{' (on request)' if subject.on_request else ''}")
        return
    facts = machine()
    print("# Hitlake's benchmarks\n")
    for name, fact in facts.items():
        print(f"- {name}: {fact}")
    print()
    missed, failed = 0, []
    for subject in _chosen(asked):
        try:
            missed += _run(subject, facts, asked)
        except Exception:  # noqa: BLE001 - the other subjects can still be measured
            traceback.print_exc()
            failed.append(subject.name)
    if asked.results:
        write_results(OUT)
    if missed:
        print(f"{missed} targets missed.")
    if failed:
        sys.exit(f"could not be measured: {', '.join(failed)}")


def _chosen(asked: argparse.Namespace) -> list[Subject]:
    if asked.only:
        return list(asked.only)
    return [subject for subject in SUBJECTS if asked.all or not subject.on_request]


def _run(subject: Subject, facts: dict[str, str], asked: argparse.Namespace) -> int:
    """How many targets were missed."""
    print(f"{datetime.now():%H:%M:%S} {subject.name}: {subject.says} ...", file=sys.stderr, flush=True)  # noqa: DTZ005
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hitlake-bench-") as work:
        of_site = asked.size if asked.only else None
        report = subject.run(Bench(Path(work), asked.quick, asked.size or USUAL_SIZE, asked_hits=of_site))
    print("\n".join(markdown(report)), flush=True)
    command = shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
    _keep(subject.name, {"machine": facts, "command": command, "quick": asked.quick, **report.as_json()})
    return sum(not target.met for target in report.targets)


def _keep(name: str, result: dict[str, Any]) -> None:
    result["measured_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    (OUT / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    by_name = {subject.name: subject for subject in SUBJECTS}

    def subject(name: str) -> Subject:
        if name not in by_name:
            raise argparse.ArgumentTypeError(f"there is no subject {name!r}: there are {', '.join(by_name)}")
        return by_name[name]

    def size(text: str) -> int:
        found = SIZE.fullmatch(text)
        if found is None or int(found[1]) * UNITS[found[2].lower()] < SMALLEST:
            raise argparse.ArgumentTypeError(f"a size is a number from {SMALLEST} up, such as 100k, 10m or 2000000")
        return int(found[1]) * UNITS[found[2].lower()]

    parser = argparse.ArgumentParser(prog="hitlake bench", description="Measures Hitlake.")
    parser.add_argument("--only", metavar="NAME", type=subject, action="append", help="run this subject; repeatable")
    parser.add_argument("--list", action="store_true", help="list the subjects")
    parser.add_argument("--all", action="store_true", help="also what runs on request only")
    parser.add_argument(
        "--size",
        type=size,
        help="hits of the largest site that engines are compared on (100k), or of the overview's (10m)",
    )
    parser.add_argument(
        "--results",
        action="store_true",
        help="then write RESULTS.md and the README's lines: what was measured here, and of the other subjects what "
        "they have; python -m benchmarks.results does so without measuring",
    )
    parser.add_argument("--quick", action="store_true", help="less of everything: to see that it runs, not to measure")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
