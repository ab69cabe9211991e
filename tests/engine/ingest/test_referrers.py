import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ingest.hosts import OwnHosts
from engine.ingest.referrers import find_referrer, shipped_spam_hosts
from tests.engine.ingest.arrivals import shared

OWN = OwnHosts("example.com", ())


@pytest.mark.parametrize(
    ("text", "referrer", "host"),
    [
        ("https://www.Google.com/", "https://www.google.com/", "google.com"),
        ("https://news.example.org:8443/a?b=c#d", "https://news.example.org:8443/a?b=c", "news.example.org"),
        ("https://me:secret@other.test/", "https://other.test/", "other.test"),
        ("android-app://com.google.android.gm/", "android-app://com.google.android.gm/", "com.google.android.gm"),
        ("twitter.com/someone", "https://twitter.com/someone", "twitter.com"),
        ("//other.test/a", "https://other.test/a", "other.test"),
    ],
)
def test_a_referrer_has_its_address_and_its_host(text: str, referrer: str, host: str) -> None:
    assert find_referrer(text, OWN) == (referrer, host)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "-",
        "https://example.com/a",
        "http://www.example.com",
        "https://blog.example.com/",
        "about:blank",
        "file:///home/me/a.html",
        "(null)",
        "http://[::1",
        "/a",
    ],
)
def test_own_pages_and_what_names_no_host_are_none(text: str | None) -> None:
    assert find_referrer(text, OWN) == (None, None)


@given(st.text() | st.text("ahtps:/?#[]@&=%.\x00\ud800é", max_size=60))
def test_no_text_breaks_it_and_all_that_comes_out_can_be_stored(text: str) -> None:
    for part in find_referrer(text, OWN):
        assert part is None or 0 < len(part.encode()) <= 4 * 2000


def test_a_spam_host_stands_for_its_subdomains() -> None:
    spam = shipped_spam_hosts()
    assert "semalt.com" in spam
    assert "17.semalt.com" in spam
    assert "notsemalt.com" not in spam
    assert "com" not in spam


def test_the_shipped_table_covers_the_list_it_is_from() -> None:
    path = shared("referrers/spammers.txt")
    if not path.exists():
        pytest.skip("the shared data folder is not here")
    listed = path.read_text().lower().split()
    spam = shipped_spam_hosts()
    assert [host for host in listed if host not in spam] == []
    assert len(listed) > 2000
