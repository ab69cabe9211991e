"""Real answers have the structure and the types of the document's own examples."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import Running

BESIDE_PROJECT = Path(__file__).parents[4] / "shared"
DOCUMENT = Path(os.environ.get("HITLAKE_SHARED", BESIDE_PROJECT)) / "contract" / "analytics-platform-v2.txt"

pytestmark = pytest.mark.skipif(not DOCUMENT.exists(), reason=f"the document of API v2 is not at {DOCUMENT}")


def examples() -> dict[str, Any]:
    """The JSON examples by the resource that they stand under, and `error`."""
    text, found = DOCUMENT.read_text("utf-8"), {}
    names = {"sites": "/api/v2/sitesReturns"} | {
        report: f"/api/v2/sites/:siteId/{report}Get" for report in ("stats", "realtime", "events", "pageviews")
    }
    for name, heading in {**names, "error": "Error Codes"}.items():
        section = text[text.index(heading) :]
        found[name], _ = json.JSONDecoder().raw_decode(section[section.index("{\n") :])
    return found


def differences(example: Any, real: Any, at: str = "$") -> list[str]:
    """Where structure or types differ. A list's rows are all compared with the example's first."""
    if type(example) is not type(real):
        return [f"{at}: {type(real).__name__} instead of {type(example).__name__}"]
    if isinstance(example, dict):
        if list(example) != list(real):
            return [f"{at}: {list(real)} instead of {list(example)}"]
        return [line for name in example for line in differences(example[name], real[name], f"{at}.{name}")]
    if isinstance(example, list):
        empty = [] if real else [f"{at}: empty, so nothing is compared"]
        return empty + [line for n, row in enumerate(real) for line in differences(example[0], row, f"{at}[{n}]")]
    if isinstance(example, str) and _form(example) != _form(real):
        return [f"{at}: {real!r} is not of the form of {example!r}"]
    return []


def _form(text: str) -> str:
    """Instants and days must be written alike; other texts may be any."""
    form = re.sub(r"\d", "9", text)
    return form if form.startswith("9999-99-99") else ""


@pytest.fixture
def visited(running: Running) -> Running:
    running.view("/", "8.8.8.8", referrer="https://www.google.com/search?q=lake")
    running.view("/pricing", "8.8.8.8", event="signup_click")
    running.view("/pricing", "203.0.113.9")
    return running


@pytest.mark.parametrize("report", ["stats", "realtime", "events", "pageviews"])
def test_a_report_is_as_the_document_shows_it(visited: Running, report: str) -> None:
    response = visited.ask(report)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert differences(examples()[report], response.json()) == []


def test_the_sites_are_as_the_document_shows_them(running: Running) -> None:
    answer = running.get("/sites").json()
    assert differences(examples()["sites"], answer) == []
    assert re.fullmatch("[0-9a-f]{24}", answer["sites"][0]["siteId"])


def test_an_error_is_as_the_document_shows_it_to_the_letter(running: Running) -> None:
    assert running.client.get("/api/v2/sites").json() == examples()["error"]


def test_the_comparison_finds_what_differs() -> None:
    example = {"a": 1, "rows": [{"on": "2025-01-15T10:30:00.000Z"}]}
    assert differences(example, {"a": 1.0, "rows": [{"on": "2025-01-15T10:30:00.000Z"}]}) == [
        "$.a: float instead of int"
    ]
    assert differences(example, {"a": 1, "rows": []}) == ["$.rows: empty, so nothing is compared"]
    assert differences(example, {"a": 1, "rows": [{"on": "2025-01-15T10:30:00Z"}]}) != []
    assert differences(example, {"a": 1, "b": 2, "rows": [{"on": "2025-01-15T10:30:00.000Z"}]}) != []
