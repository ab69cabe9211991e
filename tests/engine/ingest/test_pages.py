import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ingest.pages import Page, find_page

SITE = "https://example.com"


def page(url: str | None = None, path: str | None = None, source: str | None = None) -> Page:
    found = find_page(SITE, url, path, source)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("url", "path", "stored_path", "stored_url"),
    [
        ("https://example.com/a", "/a", "/a", None),
        ("https://example.com/a", None, "/a", None),
        ("https://example.com", None, "/", None),
        ("https://example.com?", None, "/", None),
        ("https://example.com/a#top", None, "/a", None),
        ("https://example.com/a?x=1#top", None, "/a", "https://example.com/a?x=1"),
        ("http://example.com/a", None, "/a", "http://example.com/a"),
        ("https://blog.example.com/a", None, "/a", "https://blog.example.com/a"),
        ("https://example.com/a?x=1", "/b", "/b", "https://example.com/a?x=1"),
        (None, "/a?x=1#top", "/a", "https://example.com/a?x=1"),
        (None, "a b", "/a b", None),
        (None, "#top", "/", None),
        (None, None, "/", None),
        ("", " ", "/", None),
        ("/a?x=1", None, "/a", "https://example.com/a?x=1"),
        ("//example.com/a", None, "/a", None),
        ("file:///home/me/a.html", None, "/home/me/a.html", "file:///home/me/a.html"),
        (None, "https://example.com/a?x=1", "/a", "https://example.com/a?x=1"),
        ("https://example.com/a?q=two words&r=ü", None, "/a", "https://example.com/a?q=two words&r=ü"),
    ],
)
def test_path_and_url(url: str | None, path: str | None, stored_path: str, stored_url: str | None) -> None:
    found = page(url, path)
    assert (found.path, found.url) == (stored_path, stored_url)


@pytest.mark.parametrize(
    "url", ["http://[::1", "about:blank", "data:text/html,x", "javascript:void(0)", "localhost:80/a"]
)
def test_an_address_without_a_page_is_none(url: str) -> None:
    assert find_page(SITE, url, "/a", None) is None


def test_a_path_alone_bears_no_host() -> None:
    assert page(path="/a").host is None
    assert page("https://www.Example.com:8080/a").host == "example.com"


def test_the_query_says_where_from() -> None:
    query = "utm_source=news&utm_medium=mail&utm_campaign=s%C3%BCd+west&utm_content=top&UTM_Term=shoes"
    found = page(f"https://example.com/?{query}")
    assert found[3:] == ("news", "mail", "süd west", "top", "shoes")


def test_an_explicit_source_wins_over_ref_and_ref_over_utm_source() -> None:
    url = "https://example.com/?utm_source=utm&ref=ref"
    assert page(url, source="told").source == "told"
    assert page(url).source == "ref"
    assert page("https://example.com/?ref=&utm_source=utm").source == "utm"


def test_the_query_of_the_path_counts_where_the_url_has_none() -> None:
    assert page("https://example.com/a", "/a?ref=path").source == "path"
    assert page("https://example.com/a?ref=url", "/a?ref=path").source == "url"


def test_what_is_stored_is_bounded() -> None:
    found = page(f"https://example.com/{'a' * 3000}?utm_term={'b' * 600}")
    assert len(found.path) == 2000
    assert found.url is not None
    assert len(found.url) == 2000
    assert found.utm_term == "b" * 500


def test_what_percent_signs_hide_is_cleaned_too() -> None:
    found = page("https://example.com/?ref=a%00b%0D%0Ac&utm_term=%ff%ed%a0%80&utm_medium=%zz")
    assert (found.source, found.utm_medium) == ("abc", "%zz")
    assert found.utm_term is not None
    assert found.utm_term.encode()


texts = st.none() | st.text() | st.text("ahtps:/?#[]@&=%.\x00\ud800é _utmrefsoc0", max_size=60)


@given(texts, texts, texts)
def test_no_text_breaks_it_and_all_that_comes_out_can_be_stored(
    url: str | None, path: str | None, source: str | None
) -> None:
    found = find_page(SITE, url, path, source)
    if found is not None:
        assert found.path.startswith("/")
        assert max(len(text.encode()) for text in found if text is not None) <= 4 * 2000
