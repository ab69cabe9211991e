"""What is shown of a line that did not parse holds nobody's address and no user agent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.imports.masking import LONGEST_EXAMPLE, masked
from tests.engine.imports.loglines import combined

TIME = "[22/Nov/2026:08:30:00 +0000]"


def test_the_shape_of_a_line_stays() -> None:
    line = f'192.0.2.7 - bob {TIME} "GET /shop/cart?token=1 HTTP/1.1" 200 512 "https://example.org/" "Odd/1.0 (X11)"'
    assert masked(line) == f'…{TIME} "GET /shop/cart?… HTTP/1.1" 200 512 "…" "…"'


@pytest.mark.parametrize(
    "line",
    [
        "SECRET.7.8.9 begins",
        "p5SECRET-7.dip0.example.net - - nothing",
        "www.example.com p5SECRET.dip0.example.net - - nothing",
        "text 198.51.SECRET.7",
        f"SECRET - bob {TIME}",
        f'www.example.com SECRET - - {TIME} "GET / HTTP/1.0" x',
        f'192.0.2.7 - SECRET {TIME} "GET / HTTP/1.0" x',
        f'192.0.2.7 - - {TIME} "SECRET" 200 5',
        f'192.0.2.7 - - {TIME} "SECRET/7 GET /" 200 5',
        f'192.0.2.7 - - {TIME} "GET / HTTP/1.0" SECRET 200 5',
        f'192.0.2.7 - - {TIME} "GET / HTTP/1.0" 200 5 "-" "SECRET',
        f'192.0.2.7 - - {TIME} "GET / HTTP/1.0 200 5 "-" "SECRET"',
        f'192.0.2.7 - - {TIME} "GET /?a=SECRET HTTP/1.0" 20',
        f"192.0.2.7 - - {TIME} GET / HTTP/1.0 200 5 - SECRET/5.0 (Windows)",
        f"192.0.2.7 - - {TIME} GET / HTTP/1.0 200 5 - Mozilla/5.0 SECRET",
        '{"ip":"192.0.2.7","agent":"SECRET"}',
        '{"ip":"SECRET","request":{"headers":{"User-Agent":["SECRET"]}}',
        "2026-11-22 08:30:00 GET /a SECRET 192.0.2.7 SECRET+(X11)",
        "2026-11-22\t08:30:00\tFRA2\tSECRET",
        "Nov 22 08:30:00 lb haproxy[1]: 192.0.SECRET.7:1 [22/Nov/2026:08:30:00.584] web app/one",
        "h2 2026-11-22T08:30:00.127531Z app/balancer/1 192.0.SECRET.7:2817 target",
        'owner bucket [22/Nov/2026:08:30:00 +0000] SECRET - 3E57 GET a "GET / HTTP/1.1"',
        "x a=SECRET y",
    ],
)
def test_whatever_may_name_a_visitor_is_hidden(line: str) -> None:
    assert "SECRET" not in masked(line)


@pytest.mark.parametrize(
    "address",
    [
        "192.0.2.77",
        "192.0.2.",
        "192-0-2-77.example.net",
        "::1",
        "2001:db8::77",
        "2001:db8:1:2:3:4:5:77",
        "2001:DB8:1:2:3",
        "fe80::77%eth0",
        "::ffff:192.0.2.77",
        "192%2E0%2E2%2E77",
        "2001%3Adb8%3A%3A77",
    ],
)
@pytest.mark.parametrize(
    "template",
    [
        "{}",
        "x {} y",
        "x={};",
        "({})",
        "[{}]:443",
        "{}:8080",
        "a,{},b",
        f'- - - {TIME} "GET /by/{{}} HTTP/1.0" 2',
        "{}\r",
    ],
)
def test_addresses_are_hidden_wherever_they_stand(template: str, address: str) -> None:
    text = masked(template.format(address)).lower()
    assert address.lower() not in text
    assert "77" not in text
    assert "db8" not in text


@given(st.text())
def test_an_example_is_one_short_printable_line(line: str) -> None:
    text = masked(line)
    assert len(text) <= LONGEST_EXAMPLE
    assert text.isprintable()


@given(st.ip_addresses().map(str), st.integers(0, 200), st.integers(0, 200))
def test_a_line_torn_anywhere_shows_no_address(address: str, first: int, last: int) -> None:
    line = combined("/", address=address, referrer=f"http://{address}/", agent=f"agent of {address}")
    torn = line[first : len(line) - last]
    assert address not in masked(torn)
