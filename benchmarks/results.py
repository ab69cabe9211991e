"""`benchmarks/RESULTS.md` and the README's lines, from the JSON of the last runs: no figure in them is typed by hand.

`python -m benchmarks.results` writes them without measuring anything. What it wrote is kept in `results/`, so that a
subject can be measured anew alone, and the others stay what they were, each with its own time and machine.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.processes import ROOT
from benchmarks.report import Report, Table, Target, markdown
from benchmarks.subject import OUT
from benchmarks.subjects import SUBJECTS

RESULTS = Path(__file__).parent / "RESULTS.md"
KEPT = Path(__file__).parent / "results"
README = ROOT / "README.md"
BEGIN, END = "<!-- written by python -m benchmarks.results: from here -->", "<!-- to here -->"
_PAGE = """\
# Results

Written by `python -m benchmarks.results` from what the benchmark measured; no figure here was typed by hand.
`make bench` measures the same on your machine: [the README](../README.md) says how to get the peers.
"""


def write_results(out: Path) -> None:
    """Of each subject the last run here, or else what is kept; none that was to be quick."""
    for subject in SUBJECTS:
        keep(out, f"{subject.name}.json", KEPT)
    RESULTS.write_text(page())
    lines = [line for result in _kept() for line in result["headlines"]]
    README.write_text(with_lines(README.read_text(), lines))


def page() -> str:
    """What is kept, as Markdown."""
    return "\n".join(_lines())


def keep(out: Path, name: str, kept: Path) -> None:
    """Takes over a run's JSON, without the single measurements, and its pictures."""
    measured = json.loads((out / name).read_text()) if (out / name).exists() else None
    if measured is None or measured.pop("quick"):
        return
    del measured["measurements"]
    kept.mkdir(exist_ok=True)
    (kept / name).write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n")
    for picture in measured["pictures"]:
        shutil.copyfile(out / picture, kept / picture)


def _kept() -> list[dict[str, Any]]:
    paths = (KEPT / f"{subject.name}.json" for subject in SUBJECTS)
    return [json.loads(path.read_text()) for path in paths if path.exists()]


def _lines() -> Iterator[str]:
    yield _PAGE
    for result in _kept():
        report = _report(result)
        yield from markdown(report)
        for name in report.pictures:
            yield f"![{name.removesuffix('.svg').replace('-', ' ')}](results/{name})\n"
        yield f"Measured at {result['measured_at']} with `{result['command']}` on:\n"
        yield from (f"- {name}: {fact}" for name, fact in result["machine"].items())
        yield ""


def with_lines(text: str, lines: list[str]) -> str:
    """The text with a list of the lines between the two marks, instead of what was there. ValueError without marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"there is no place between {BEGIN!r} and {END!r}")
    listed = "\n".join(f"- {line}" for line in lines)
    return f"{before}{begin}\n\n{listed}\n\n{end}{after}"


def _report(result: dict[str, Any]) -> Report:
    """What `Report.as_json` gave away."""
    return Report(
        title=result["title"],
        tables=tuple(
            Table(tuple(table["headings"]), tuple(map(tuple, table["rows"])), table["says"])
            for table in result["tables"]
        ),
        targets=tuple(Target(**target) for target in result["targets"]),
        notes=tuple(result["notes"]),
        left_out=tuple(result["left_out"]),
        headlines=tuple(result["headlines"]),
        pictures=tuple(result["pictures"]),
    )


if __name__ == "__main__":
    write_results(OUT)
