"""Reports read well as Markdown and can be kept as JSON."""

import json

import pytest

from benchmarks.report import Report, Table, Target, figure, markdown
from benchmarks.subjects import SUBJECTS

REPORT = Report(
    "Speed",
    (Table(("who", "a second", "spread"), (("Hitlake", 12345.6, "± 3%"), ("other", 7.891, "± 10%"))),),
    (Target("speed", "at least 1", "2", met=True, limited_by="the disk"), Target("size", "at most 1", "2", met=False)),
    ("Measured once.",),
    ("GoAccess: it is not installed",),
)


def test_a_report_as_markdown() -> None:
    assert (
        "\n".join(markdown(REPORT))
        == """\
## Speed

| who     | a second | spread |
| ------- | -------: | ------ |
| Hitlake |   12,346 | ± 3%   |
| other   |     7.89 | ± 10%  |

| target | wanted     | found |            | what bounds it |
| ------ | ---------- | ----- | ---------- | -------------- |
| speed  | at least 1 | 2     | met        | the disk       |
| size   | at most 1  | 2     | **missed** |                |

Measured once.

Left out: GoAccess: it is not installed
"""
    )


def test_a_report_as_json() -> None:
    assert json.loads(json.dumps(REPORT.as_json()))["targets"][1]["met"] is False


@pytest.mark.parametrize(
    ("value", "text"), [(1234567.0, "1,234,567"), (123.456, "123"), (1.5, "1.5"), (0.01234, "0.0123"), (0.0, "0")]
)
def test_figures_have_three_digits(value: float, text: str) -> None:
    assert figure(value) == text


def test_every_subject_has_a_name_of_its_own_and_says_what_it_measures() -> None:
    assert len({subject.name for subject in SUBJECTS}) == len(SUBJECTS)
    assert all(subject.says for subject in SUBJECTS)
