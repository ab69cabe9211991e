from engine.ingest.texts import clean_text


def test_control_characters_and_lone_surrogates_go() -> None:
    assert clean_text("a\x00b\r\nc\x7f\x85\ud83dd\udc00", 20) == "abcd"


def test_printable_text_of_any_script_stays() -> None:
    assert clean_text("Straße 東京 😀", 20) == "Straße 東京 😀"


def test_a_text_is_cut_at_its_bound_and_has_no_outer_blanks() -> None:
    assert clean_text("  abc def", 4) == "abc"


def test_nothing_left_is_none() -> None:
    assert [clean_text(text, 5) for text in (None, "", "  ", "\x00\x01")] == [None] * 4
