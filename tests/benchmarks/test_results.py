"""Written results and pictures."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks.pictures import chart
from benchmarks.results import BEGIN, END, KEPT, README, RESULTS, keep, page, with_lines
from benchmarks.subjects import SUBJECTS


def test_the_lines_between_the_marks_are_replaced() -> None:
    text = f"before\n{BEGIN}\n\n- old\n\n{END}\nafter\n"
    assert with_lines(text, ["one", "two"]) == f"before\n{BEGIN}\n\n- one\n- two\n\n{END}\nafter\n"


def test_a_run_takes_the_place_of_the_one_before_unless_it_was_quick(tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "kept"
    out.mkdir()
    (out / "line.svg").write_text("<svg/>")
    for title, quick in (("first", False), ("second", False), ("third", True)):
        run = {"title": title, "quick": quick, "measurements": [1, 2], "pictures": ["line.svg"]}
        (out / "storage.json").write_text(json.dumps(run))
        keep(out, "storage.json", kept)
    keep(out, "idle.json", kept)
    assert json.loads((kept / "storage.json").read_text()) == {"title": "second", "pictures": ["line.svg"]}
    assert sorted(path.name for path in kept.iterdir()) == ["line.svg", "storage.json"]


def test_the_page_is_what_is_kept() -> None:
    assert {path.stem for path in KEPT.glob("*.json")} <= {subject.name for subject in SUBJECTS}
    assert page() == RESULTS.read_text()


def test_a_text_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no place between"):
        with_lines("nothing here", ["one"])


def test_the_readme_has_the_marks() -> None:
    assert with_lines(README.read_text(), []).count(BEGIN) == 1


def test_a_chart_has_a_line_for_each_engine_that_has_points() -> None:
    drawn = chart(
        "Stats & more", "hits", "ms", {"Hitlake": [(1000, 5.0), (10000, 6.0)], "Other": [(1000, 50.0)], "None": []}
    )
    root = ET.fromstring(drawn)
    names = {"{http://www.w3.org/2000/svg}" + name for name in ("text", "polyline")}
    texts = [element.text for element in root.iter() if element.tag in names]
    assert {"Stats & more", "Hitlake", "Other", "1,000", "10,000"} <= set(texts)
    assert "None" not in texts
    assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) == 2
