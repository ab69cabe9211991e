"""A hit's query is read as it was meant, whether or not somebody encoded it."""

from urllib.parse import quote, urlencode

import pytest

from server.tracking.queries import parse_query

PAGE = {
    "url": "https://example.com/pricing?ref=hn&utm_campaign=a+b#top",
    "path": "/pricing",
    "referrer": "https://www.google.com/search?q=hit+lake&hl=de",
}


def test_what_encode_uri_component_made_is_read_back() -> None:
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in PAGE.items())
    assert parse_query(query.encode()) == PAGE


def test_what_url_search_params_made_is_read_back() -> None:
    values = PAGE | {"event": "signup.click", "event_value": "large & blue + 5 %"}
    assert parse_query(urlencode(values).encode()) == values


@pytest.mark.parametrize(
    ("query", "values"),
    [
        # an address as it stands in the browser, put in as it is
        (
            b"url=https://example.com/a?ref=hn&utm_medium=mail&path=/a&referrer=https://news.example/item?id=1&p=2",
            {
                "url": "https://example.com/a?ref=hn&utm_medium=mail",
                "path": "/a",
                "referrer": "https://news.example/item?id=1&p=2",
            },
        ),
        # the url last, with an & and with parameters of our own names inside
        (
            b"path=/a&referrer=&url=https://example.com/a?x=1&y=2&path=/b",
            {"path": "/a", "url": "https://example.com/a?x=1&y=2&path=/b"},
        ),
        # once an & shows that nothing was encoded, the escapes are the address's own
        (b"url=https://example.com/?q=a%26b&c=%2F", {"url": "https://example.com/?q=a%26b&c=%2F"}),
        # a plus in an address is a plus, in a form a space
        (b"path=/c++&event_value=two+words", {"path": "/c++", "event_value": "two words"}),
        # percent signs that begin no escape
        (
            b"path=/100%&referrer=https://x.example/50%-off?z=%zz",
            {"path": "/100%", "referrer": "https://x.example/50%-off?z=%zz"},
        ),
        (b"path=%2F100%25%20off%2f", {"path": "/100% off/"}),
        # what is encoded twice is decoded once
        (b"path=%2Fcaf%25C3%25A9&url=%252F", {"path": "/caf%C3%A9", "url": "%2F"}),
        # not ASCII: as bytes, as UTF-8 escapes, as escapes of an old Latin-1 page
        ("path=/café".encode(), {"path": "/café"}),
        ("path=/café".encode("latin-1"), {"path": "/café"}),
        (b"path=/caf%C3%A9", {"path": "/café"}),
        (b"path=/caf%E9", {"path": "/café"}),
        ("path=/%D0%B1/日本".encode(), {"path": "/б/日本"}),
        # a pixel's address that was escaped for HTML once too often
        (b"path=/a&amp;referrer=https://x.example/", {"path": "/a", "referrer": "https://x.example/"}),
        # empty ones, unknown ones, spaces around
        (b"path=%20/a%20&referrer=&event=", {"path": "/a"}),
        (b"url=https%3A%2F%2Fexample.com%2F&_=1700000000&v&=&path=/a", {"url": "https://example.com/", "path": "/a"}),
        (b"path=/a&path=/b", {"path": "/b"}),
        (b"", {}),
        (b"&&&", {}),
        (b"url", {}),
        (b"=x", {}),
    ],
)
def test_a_query_is_read_as_it_was_meant(query: bytes, values: dict[str, str]) -> None:
    assert parse_query(query) == values
