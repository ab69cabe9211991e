"""Logs that say their fields themselves."""

from tests.engine.imports.parsing import chosen, parsed, problems

IIS_FIELDS = "date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status"
IIS = (
    "#Software: Microsoft Internet Information Services 10.0",
    f"#Fields: {IIS_FIELDS}",
    '2026-11-22 08:30:00 GET /a b=c 192.0.2.10 Odd/1.0+(X11;+Linux) "a; b" https://example.org/ example.com 200',
)
CLOUDFRONT = (
    "#Version: 1.0",
    "#Fields: date time x-edge-location c-ip cs-method cs(Host) cs-uri-stem sc-status cs(User-Agent){more}",
    "2026-11-22\t08:30:00\tFRA2\t192.0.2.10\tGET\td1.cloudfront.net\t/a\t200\tMozilla/5.0%2520(X11){more}",
)


def test_a_line_of_iis_gives_its_fields() -> None:
    assert chosen(*IIS) == ("w3c", True)
    assert parsed(*IIS) == {
        "created_at_ms": 1795336200000,
        "method": "GET",
        "target": "https://example.com/a?b=c",
        "status": 200,
        "address": "192.0.2.10",
        "referrer": "https://example.org/",
        "user_agent": "Odd/1.0 (X11; Linux)",
    }


def test_cloudfronts_own_name_for_a_site_is_no_host_of_it() -> None:
    lines = [line.format(more="") for line in CLOUDFRONT]
    assert parsed(*lines)["target"] == "/a"
    assert parsed(*lines)["user_agent"] == "Mozilla/5.0 (X11)"


def test_the_host_that_a_visitor_of_cloudfront_asked_for_counts() -> None:
    first, fields, line = CLOUDFRONT
    lines = (first, fields.format(more=" x-host-header"), line.format(more="\texample.com"))
    assert parsed(*lines)["target"] == "https://example.com/a"


def test_fields_may_change_in_the_middle_of_a_log() -> None:
    fewer = ("#Fields: time date c-ip cs-method cs-uri-stem sc-status", "08:31:00 2026-11-22 192.0.2.11 GET /b 304")
    assert parsed(*IIS, *fewer) == {
        "created_at_ms": 1795336260000,
        "method": "GET",
        "target": "/b",
        "status": 304,
        "address": "192.0.2.11",
    }


def test_every_line_is_accounted_for() -> None:
    assert problems(*IIS, "", "2026-11-22 too few") == ["comment", "comment", None, "empty line", "wrong fields"]


def test_lines_before_the_first_fields_are_read_as_these_say() -> None:
    assert problems(IIS[2], *IIS) == [None, "comment", "comment", None]
