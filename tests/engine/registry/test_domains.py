import pytest

from engine.registry.domains import domain_name
from schemas.errors import BadInputError


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("example.com", "example.com"),
        ("https://www.Example.com/", "example.com"),
        (" http://blog.example.com/about?x=1#top ", "blog.example.com"),
        ("//example.com", "example.com"),
        ("www.example.com/", "example.com"),
        ("example.com.", "example.com"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("localhost:3000", "localhost:3000"),
        ("http://example.com:80", "example.com"),
        ("https://example.com:443/", "example.com"),
        ("example.com:8443", "example.com:8443"),
        ("192.0.2.7:8080", "192.0.2.7:8080"),
        ("[2001:db8::1]:8080", "[2001:db8::1]:8080"),
        ("my_host.example.com", "my_host.example.com"),
    ],
)
def test_a_domain_is_found_in_what_people_type(typed: str, domain: str) -> None:
    assert domain_name(typed) == domain


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "my blog",
        "ftp://example.com",
        "mailto:ada@example.com",
        "ada@example.com",
        "example..com",
        ".example.com",
        "-a.example.com",
        "example.com:99999",
        "example.com:port",
        "exa$mple.com",
        "999.1.1.1",
        "[::1",
        "a" * 64 + ".com",
        ".".join(["a" * 60] * 5),
        "ex\u0000ample.com",
        "exa\nmple.com",
        "/blog",
    ],
)
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(BadInputError, match="is not a domain: a domain looks like"):
        domain_name(typed)
