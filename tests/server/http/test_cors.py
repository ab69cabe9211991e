"""Browsers are told what they need to hear, and not more."""

from server.http.cors import Cors, answer_headers, preflight_headers

PAGE = {b"origin": b"https://example.com"}


def test_a_page_may_send_hits_with_credentials() -> None:
    assert answer_headers(Cors.TRACKING, PAGE) == [
        (b"access-control-allow-origin", b"https://example.com"),
        (b"access-control-allow-credentials", b"true"),
    ]


def test_who_names_no_origin_gets_the_star() -> None:
    assert answer_headers(Cors.TRACKING, {}) == [(b"access-control-allow-origin", b"*")]


def test_the_api_may_be_read_from_every_page_and_never_with_cookies() -> None:
    headers = dict(answer_headers(Cors.API, PAGE))
    assert headers[b"access-control-allow-origin"] == b"*"
    assert b"X-RateLimit-Remaining" in headers[b"access-control-expose-headers"]
    assert b"access-control-allow-credentials" not in headers


def test_a_preflight_allows_the_headers_that_were_asked_for() -> None:
    headers = dict(preflight_headers(Cors.API, PAGE | {b"access-control-request-headers": b"authorization"}, "GET"))
    assert headers[b"access-control-allow-methods"] == b"GET"
    assert headers[b"access-control-allow-headers"] == b"authorization"


def test_other_pages_get_nothing_of_what_is_ours_alone() -> None:
    assert answer_headers(Cors.NONE, PAGE) == []
    assert preflight_headers(Cors.NONE, PAGE, "GET") == []
