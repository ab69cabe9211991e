import pytest

from server.http.media import ARROW, CSV, JSON, wanted_form


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV; charset=utf-8", CSV),
        ("text/*", CSV),
        (ARROW, ARROW),
        ("application/json, text/csv", JSON),
        ("application/json;q=0.5, text/csv;q=0.9", CSV),
        (f"text/csv;q=0.1, {ARROW};q=0.2, */*;q=0.3", JSON),
        ("text/csv, */*;q=0.1", CSV),
        ("text/csv;q=0, */*", JSON),
        ("application/*;q=0.4, text/csv;q=0.3", JSON),
        ("text/csv;q=nonsense", JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON),
        ("image/png", JSON),
    ],
)
def test_a_client_gets_what_it_likes_best_and_json_when_in_doubt(accept: str | None, form: str) -> None:
    assert wanted_form({} if accept is None else {b"accept": accept.encode()}) == form
