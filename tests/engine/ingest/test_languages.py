import pytest

from engine.ingest.languages import find_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("EN", "en"),
        ("pt_BR", "pt"),
        ("gsw-CH", "gsw"),
        (" fr ;q=1", "fr"),
        ("*", None),
        ("x-klingon", None),
        ("english", None),
        ("日本", None),
        ("", None),
        (None, None),
    ],
)
def test_the_primary_subtag_of_the_first_language(header: str | None, language: str | None) -> None:
    assert find_language(header) == language
