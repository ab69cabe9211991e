"""JSON of three servers, and what is no JSON."""

import pytest

from tests.engine.imports.loglines import AGENT
from tests.engine.imports.parsing import chosen, parsed, problems

CADDY = (
    '{"level":"info","ts":1795336200.25,"logger":"http.log.access","request":{"remote_ip":"198.51.100.1",'
    '"client_ip":"192.0.2.10","proto":"HTTP/2.0","method":"GET","host":"example.com:443","uri":"/a?b=c",'
    f'"headers":{{"Referer":["https://example.org/"],"User-Agent":["{AGENT}"]}}}},"status":200}}'
)
TRAEFIK = (
    '{"ClientHost":"192.0.2.10","DownstreamStatus":200,"RequestHost":"example.com","RequestMethod":"GET",'
    '"RequestPath":"/a?b=c","StartUTC":"2026-11-22T08:30:00.250123456Z","request_Referer":"https://example.org/",'
    f'"request_User-Agent":"{AGENT}"}}'
)
NGINX = (
    '{"time_local":"22/Nov/2026:08:30:00 +0000","remote_addr":"192.0.2.10","request":"GET /a?b=c HTTP/1.1",'
    f'"status":"200","http_referer":"https://example.org/","http_user_agent":"{AGENT}"}}'
)
FIELDS = {
    "method": "GET",
    "status": 200,
    "address": "192.0.2.10",
    "referrer": "https://example.org/",
    "user_agent": AGENT,
}


@pytest.mark.parametrize("line", [CADDY, TRAEFIK])
def test_caddy_and_traefik_say_the_host_and_parts_of_a_second(line: str) -> None:
    assert chosen(line) == ("json", True)
    assert parsed(line) == {"created_at_ms": 1795336200250, "target": "https://example.com/a?b=c", **FIELDS}


def test_nginx_says_what_its_log_format_names() -> None:
    assert parsed(NGINX) == {"created_at_ms": 1795336200000, "target": "/a?b=c", **FIELDS}


@pytest.mark.parametrize(
    "time",
    [
        '"time_iso8601":"2026-11-22T14:15:00+05:45"',
        '"msec":"1795336200.000"',
        '"timestamp":1795336200',
        '"time":"22/Nov/2026:00:30:00 -0800"',
    ],
)
def test_times_are_read_as_servers_write_them(time: str) -> None:
    line = f'{{{time},"ip":"192.0.2.10","path":"/a","status":200}}'
    assert parsed(line)["created_at_ms"] == 1795336200000


def test_a_log_that_says_no_method_holds_what_was_got() -> None:
    line = '{"msec":1795336200,"ip":"192.0.2.10","path":"/a","status":200}'
    assert chosen(line) == ("json", False)
    assert parsed(line)["method"] == "GET"


def test_every_line_is_accounted_for() -> None:
    broken = ("", "no JSON", '{"ts":', "[1]", CADDY.replace("1795336200.25", '"soon"'), CADDY.replace(":200", ":-1"))
    assert problems(CADDY, *broken) == [
        *(None, "empty line", "wrong fields", "wrong fields", "wrong fields", "no valid time", "wrong fields"),
    ]
