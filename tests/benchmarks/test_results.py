"""Written results and pictures."""

import xml.etree.ElementTree as ET

import pytest

from benchmarks.pictures import chart
from benchmarks.results import BEGIN, END, README, with_lines


def test_the_lines_between_the_marks_are_replaced() -> None:
    text = f"before\n{BEGIN}\n\n- old\n\n{END}\nafter\n"
    assert with_lines(text, ["one", "two"]) == f"before\n{BEGIN}\n\n- one\n- two\n\n{END}\nafter\n"


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
