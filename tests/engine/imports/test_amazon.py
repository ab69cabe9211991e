"""Lines of Amazon's storage and load balancers."""

from tests.engine.imports.loglines import AGENT
from tests.engine.imports.parsing import chosen, parsed, problems

S3 = (
    "79a59df9 site-bucket [22/Nov/2026:08:30:00 +0000] 192.0.2.10 - 3E57427F WEBSITE.GET.OBJECT a.html "
    f'"GET /a.html HTTP/1.1" 200 - 113 113 7 6 "https://example.org/" "{AGENT}" - s9lz SigV4 ECDHE AuthHeader host'
)
ALB = (
    "h2 2026-11-22T08:30:00.127531Z app/balancer/50dc 192.0.2.10:2817 198.51.100.1:80 0.001 0.102 0.000 {status} 200 "
    f'34 366 "GET https://www.example.com:443/a?b=c HTTP/2.0" "{AGENT}" ECDHE TLSv1.2 arn "Root=1" "example.com"'
)


def test_a_line_of_s3_gives_its_fields_but_no_host() -> None:
    assert chosen(S3) == ("s3", True)
    assert parsed(S3) == {
        "created_at_ms": 1795336200000,
        "method": "GET",
        "target": "/a.html",
        "status": 200,
        "address": "192.0.2.10",
        "referrer": "https://example.org/",
        "user_agent": AGENT,
    }


def test_a_line_of_a_load_balancer_gives_the_whole_address_and_parts_of_a_second() -> None:
    line = ALB.format(status=200)
    assert chosen(line) == ("alb", True)
    assert parsed(line) == {
        "created_at_ms": 1795336200127,
        "method": "GET",
        "target": "https://www.example.com:443/a?b=c",
        "status": 200,
        "address": "192.0.2.10",
        "user_agent": AGENT,
    }


def test_a_request_that_was_never_answered_is_no_line_of_the_format() -> None:
    assert problems(ALB.format(status=200), ALB.format(status="-")) == [None, "wrong fields"]
