"""`benchmarks/RESULTS.md` and the README's lines, from the JSON of the last runs: no figure in them is typed by hand.

`python -m benchmarks.results` writes them without measuring anything.
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
PICTURES = Path(__file__).parent / "results"
README = ROOT / "README.md"
BEGIN, END = "<!-- written by python -m benchmarks.results: from here -->", "<!-- to here -->"
_PAGE = """\
# Results

Written by `python -m benchmarks.results` from what the benchmark measured; no figure here was typed by hand.
`make bench` measures the same on your machine: [the README](../README.md) says how to get the peers.
"""


def write_results(out: Path) -> None:
    """Reads every subject that was ever measured here; those that were not are left out."""
    found = [json.loads(path.read_text()) for subject in SUBJECTS if (path := out / f"{subject.name}.json").exists()]
    reports = [_report(result) for result in found]
    PICTURES.mkdir(exist_ok=True)
    for name in (name for report in reports for name in report.pictures):
        shutil.copyfile(out / name, PICTURES / name)
    RESULTS.write_text("\n".join(_page(found, reports)))
    README.write_text(with_lines(README.read_text(), [line for report in reports for line in report.headlines]))


def _page(found: list[dict[str, Any]], reports: list[Report]) -> Iterator[str]:
    yield _PAGE
    for result, report in zip(found, reports, strict=True):
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
