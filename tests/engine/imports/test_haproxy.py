"""Lines of HAProxy."""

from tests.engine.imports.parsing import chosen, parsed, problems

LINE = (
    "Nov 22 08:30:00 lb haproxy[6801]: 192.0.2.10:55008 [22/Nov/2026:08:30:00.584] web~ app/one 0/0/0/72/72 {status} "
    '7456 - - ---- 5/4/0/1/0 0/0 {{example.com|Mozilla}} "GET /a?b=c HTTP/1.1"'
)


def test_a_line_gives_its_fields_in_utc() -> None:
    line = LINE.format(status=200)
    assert chosen(line) == ("haproxy", False)
    assert parsed(line) == {
        "created_at_ms": 1795336200000,
        "method": "GET",
        "target": "/a?b=c",
        "status": 200,
        "address": "192.0.2.10",
    }


def test_a_request_without_an_answer_is_no_line_of_the_format() -> None:
    assert problems(LINE.format(status=200), LINE.format(status=-1)) == [None, "wrong fields"]
