import pytest

from engine.ingest.urls import bare_host, belongs_to, find_url


def test_an_address_is_taken_apart() -> None:
    assert find_url("HTTPS://User:pw@WWW.Example.COM:8443/Ä?a=b#top") == (
        "https",
        "example.com",
        "/Ä",
        "a=b",
        "https://www.example.com:8443/Ä?a=b",
    )


@pytest.mark.parametrize("text", ["http://[::1", "http://[abc]/", "https://exa℀mple.com/"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert find_url(text) is None


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("WWW.Example.com.", "example.com"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
        ("www.", "www"),
        (".", None),
        ("", None),
        (None, None),
        ("ä" * 70, "ä" * 70),
    ],
)
def test_hosts_are_compared_in_one_form(name: str | None, bare: str | None) -> None:
    assert bare_host(name) == bare


def test_only_whole_labels_make_a_subdomain() -> None:
    assert belongs_to("blog.example.com", "example.com")
    assert not belongs_to("notexample.com", "example.com")
