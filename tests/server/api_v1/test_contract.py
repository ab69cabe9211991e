"""Real answers have all fields of the document's own examples, of the same types and in the same form."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import Running

BESIDE_PROJECT = Path(__file__).parents[4] / "shared"
DOCUMENT = Path(os.environ.get("HITLAKE_SHARED", BESIDE_PROJECT)) / "contract" / "tinylytics-v1.txt"

pytestmark = pytest.mark.skipif(not DOCUMENT.exists(), reason=f"the document of API v1 is not at {DOCUMENT}")


def examples() -> dict[str, list[Any]]:
    """The JSON examples by the heading that they stand under, such as `GET /me`; and `Error Handling`."""
    found: dict[str, list[Any]] = {}
    heading, lines = "", iter(DOCUMENT.read_text("utf-8").splitlines())
    for line in lines:
        if re.match(r"GET /|Error Handling$", line):
            heading = line
        if line == "{":
            block = [line]
            while block[-1] != "}" or not is_json("\n".join(block)):
                block.append(next(lines))
            found.setdefault(heading, []).append(json.loads("\n".join(block)))
    return found


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def differences(example: Any, real: Any, at: str = "$") -> list[str]:
    """Where structure or types differ; more fields than the example's are no difference."""
    if type(example) is not type(real):
        return [f"{at}: {type(real).__name__} instead of {type(example).__name__}"]
    if isinstance(example, dict):
        missing = [f"{at}.{name}: missing" for name in example if name not in real]
        shared = [name for name in example if name in real]
        return missing + [line for name in shared for line in differences(example[name], real[name], f"{at}.{name}")]
    if isinstance(example, list):
        empty = [] if real else [f"{at}: empty, so nothing is compared"]
        return empty + [line for n, row in enumerate(real) for line in differences(example[0], row, f"{at}[{n}]")]
    if isinstance(example, str) and form(example) != form(real):
        return [f"{at}: {real!r} is not of the form of {example!r}"]
    return []


def form(text: str) -> str:
    """Instants, dates, durations, addresses, paths and countries are written alike; other texts may be any."""
    digits = re.sub(r"\d", "9", text)
    for pattern in (r"9999-99-99.*", r"9+m", r"https://.*", r"/.*", r"[A-Z]{2}"):
        if re.fullmatch(pattern, digits):
            return digits if digits.startswith("9999-") else pattern
    return ""


@pytest.fixture
def visited(running: Running) -> Running:
    """Two journeys from a place that is known, and a visitor of one page."""
    for visitor in ("8.8.8.8", "8.8.8.9"):
        running.view("/blog/popular-post", visitor, referrer="https://twitter.com/")
    running.clock.move(seconds=525)
    for visitor in ("8.8.8.8", "8.8.8.9"):
        running.view("/contact", visitor, referrer="https://twitter.com/")
    running.view("/blog/popular-post", "8.8.8.10", referrer="https://twitter.com/")
    return running


SITE = "/sites/{}"
ASKED = [
    ("GET /me", 0, "/me", {}),
    ("GET /sites", 0, "/sites", {}),
    ("GET /sites/:id", 0, SITE, {}),
    ("GET /sites/:id/hits", 0, SITE + "/hits", {}),
    ("GET /sites/:id/hits", 1, SITE + "/hits", {"grouped": "true", "group_by": "path"}),
    ("GET /sites/:id/leaderboard", 0, SITE + "/leaderboard", {"path": "BLOG"}),
    ("GET /sites/:id/user_journeys", 0, SITE + "/user_journeys", {}),
]


@pytest.mark.parametrize(("heading", "which", "path", "query"), ASKED, ids=[f"{row[0]} {row[1]}" for row in ASKED])
def test_an_answer_is_as_the_document_shows_it(
    visited: Running, heading: str, which: int, path: str, query: dict[str, str]
) -> None:
    response = visited.v1(path.format(visited.site.id), **query)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert differences(examples()[heading][which], response.json()) == []


def test_an_error_is_as_the_document_shows_it_to_the_letter(running: Running) -> None:
    from schemas.sites import Subscription

    running.app.registry.accounts.set_subscription(running.site.account_id, Subscription.INACTIVE)
    response = running.v1("/me")
    assert (response.status_code, [response.json()]) == (403, examples()["Error Handling"])


def test_all_examples_of_the_document_are_found() -> None:
    found = {heading: len(of_heading) for heading, of_heading in examples().items()}
    assert found == {
        "GET /me": 1,
        "GET /sites": 1,
        "GET /sites/:id": 1,
        "GET /sites/:id/hits": 2,
        "GET /sites/:id/leaderboard": 1,
        "GET /sites/:id/user_journeys": 1,
        "GET /sites/:id/insights": 1,
        "GET /sites/:id/uptime": 1,
        "Error Handling": 1,
    }


def test_the_comparison_finds_what_differs() -> None:
    example = {"a": 1.5, "rows": [{"on": "2025-01-15T10:30:00Z"}]}
    assert differences(example, {"a": 1, "rows": [{"on": "2025-01-15T10:30:01Z"}]}) == ["$.a: int instead of float"]
    assert differences(example, {"a": 1.0, "more": 1, "rows": [{"on": "2025-01-15T10:30:01Z"}]}) == []
    assert differences(example, {"a": 1.0, "rows": []}) == ["$.rows: empty, so nothing is compared"]
    assert differences(example, {"rows": []})[0] == "$.a: missing"
    assert differences(example, {"a": 1.0, "rows": [{"on": "2025-01-15T10:30:01.000Z"}]}) != []
