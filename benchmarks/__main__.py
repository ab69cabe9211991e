"""`python -m benchmarks`: runs the subjects, prints Markdown, and writes JSON to `benchmarks/out/`."""

import argparse
import json
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from benchmarks.report import markdown
from benchmarks.subject import Bench, Subject
from benchmarks.subjects import SUBJECTS

OUT = Path(__file__).parent / "out"


def main() -> None:
    asked = _arguments()
    if asked.list:
        for subject in SUBJECTS:
            print(f"{subject.name:12} {subject.says}")
        return
    facts = machine()
    print("# Hitlake's benchmarks\n")
    for name, fact in facts.items():
        print(f"- {name}: {fact}")
    print()
    missed, failed = 0, []
    for subject in asked.only or SUBJECTS:
        try:
            missed += _run(subject, facts, quick=asked.quick)
        except Exception:  # noqa: BLE001 - the other subjects can still be measured
            traceback.print_exc()
            failed.append(subject.name)
    if missed:
        print(f"{missed} targets missed.")
    if failed:
        sys.exit(f"could not be measured: {', '.join(failed)}")


def _run(subject: Subject, facts: dict[str, str], *, quick: bool) -> int:
    """How many targets were missed."""
    print(f"{subject.name}: {subject.says} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="hitlake-bench-") as work:
        report = subject.run(Bench(Path(work), quick))
    print("\n".join(markdown(report)), flush=True)
    _keep(subject.name, {"machine": facts, "quick": quick, **report.as_json()})
    return sum(not target.met for target in report.targets)


def _keep(name: str, result: dict[str, Any]) -> None:
    OUT.mkdir(exist_ok=True)
    result["measured_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    (OUT / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")


def _arguments() -> argparse.Namespace:
    by_name = {subject.name: subject for subject in SUBJECTS}

    def subject(name: str) -> Subject:
        if name not in by_name:
            raise argparse.ArgumentTypeError(f"there is no subject {name!r}: there are {', '.join(by_name)}")
        return by_name[name]

    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures Hitlake.")
    parser.add_argument("--only", metavar="NAME", type=subject, action="append", help="run this subject; repeatable")
    parser.add_argument("--list", action="store_true", help="list the subjects")
    parser.add_argument("--quick", action="store_true", help="less of everything: to see that it runs, not to measure")
    return parser.parse_args()


if __name__ == "__main__":
    main()
