"""The script's text."""

import gzip

import pytest

from server.script.building import script_text
from server.script.options import EMOJI, ScriptOptions

ALL = dict.fromkeys(("hits", "kudos", "uptime", "countries", "events", "beacon", "spa", "ignore", "publicstats"), "")


def options(**query: str) -> ScriptOptions:
    return ScriptOptions.of(query, public=True)


def gzipped(text: str) -> int:
    return len(gzip.compress(text.encode(), mtime=0))


def test_plain_pageviews_take_a_thousand_bytes_at_most() -> None:
    assert gzipped(script_text("abc12345", options())) <= 1000
    assert gzipped(script_text("abc12345", options(spa="", beacon=""))) <= 1000


def test_everything_takes_two_thousand_bytes_at_most() -> None:
    assert gzipped(script_text("abc12345", options(**ALL))) <= 2000


@pytest.mark.parametrize("name", [*ALL, "none"])
def test_no_slot_stays_open(name: str) -> None:
    assert "__" not in script_text("abc12345", options(**{name: ""}))


def test_the_script_is_ascii_so_that_the_coding_of_the_page_does_not_matter() -> None:
    assert script_text("abc12345", options(kudos="\N{HEAVY BLACK HEART}")).isascii()


def test_an_emoji_cannot_end_its_text() -> None:
    text = script_text("abc12345", options(kudos='"+alert()</'))

    assert r'"\"+alert()\u003c/" + " "' in text


@pytest.mark.parametrize("given", ["", "true", "a text that is no emoji"])
def test_kudos_without_an_emoji_of_their_own_wave(given: str) -> None:
    assert options(kudos=given).kudos == EMOJI


def test_a_name_that_is_switched_off_is_as_if_absent() -> None:
    assert options(hits="false", spa="0") == options()


def test_the_counter_links_only_where_there_is_a_public_page() -> None:
    assert ScriptOptions.of({"hits": "", "publicstats": ""}, public=False) == options(hits="")


def test_unique_hits_are_another_counter() -> None:
    assert options(hits="unique").counters == ["unique_hits"]
