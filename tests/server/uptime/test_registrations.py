"""Against servers that speak RDAP and WHOIS."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from schemas.uptime import Registration
from server.uptime.guard import Guard
from server.uptime.rdap import Rdap
from server.uptime.registrations import RegistrationReader, Source
from server.uptime.whois import Whois, expiration_ms
from tests.server.uptime.registries import Registries, registries
from tests.server.uptime.sites import answer, talker

INSIDE = Guard(["127.0.0.1"])
ENDS = "2026-03-15T00:00:00Z"
ENDS_MS = int(datetime(2026, 3, 15, tzinfo=UTC).timestamp()) * 1000
WHOIS_TEXT = (
    "Domain Name: EXAMPLE.ORG\r\nRegistry Domain ID: 1\r\nUpdated Date: 2025-01-01T00:00:00Z\r\n"
    "Creation Date: 1995-08-31T04:00:00Z\r\nRegistry Expiry Date: 2026-03-15T00:00:00Z\r\n"
    "Registrar: Somebody\r\n>>> Last update of WHOIS database: 2025-08-02T00:00:00Z <<<\r\n"
)
UNKNOWN = Registration(tested_ms=5)


def _look(host: str, prepare: Callable[[Registries], None], guard: Guard = INSIDE) -> tuple[Registration, Registries]:
    async def act() -> tuple[Registration, Registries]:
        async with registries(**{"example.org": WHOIS_TEXT, "example.com": WHOIS_TEXT}) as found:
            prepare(found)
            sources: dict[str, Source] = {
                "rdap": Rdap(guard, found.bootstrap_url, 5),
                "whois": Whois(guard, found.root, 5),
            }
            return await RegistrationReader(sources, lambda: 5).read(host), found

    return asyncio.run(act())


@pytest.mark.parametrize("host", ["example.com", "www.example.com", "a.b.c.Example.COM."])
def test_rdap_knows_when_the_registered_domain_of_a_host_ends(host: str) -> None:
    seen, found = _look(host, lambda known: known.tell("example.com", ENDS))
    assert seen == Registration(tested_ms=5, expires_ms=ENDS_MS, source="rdap")
    assert "application/rdap+json" in found.rdap.requests[-1]
    assert found.asked == []


@pytest.mark.parametrize("ends", ["2026-03-15T00:00:00.000Z", "2026-03-15T01:00:00+01:00", "2026-03-15"])
def test_dates_of_rdap_come_in_several_forms(ends: str) -> None:
    seen, _ = _look("example.com", lambda known: known.tell("example.com", ends))
    assert (seen.expires_ms, seen.source) == (ENDS_MS, "rdap")


def test_where_there_is_no_rdap_whois_is_asked() -> None:
    seen, found = _look("blog.example.org", lambda _: None)
    assert seen == Registration(tested_ms=5, expires_ms=ENDS_MS, source="whois")
    assert found.asked == ["org", "example.org"]


@pytest.mark.parametrize(
    "broken",
    [
        *(answer(404), answer(500), answer(200, body=b"not json"), answer(200, body=b"[]"), b"garbage\r\n\r\n", b""),
        answer(302, location="/rdap/domain/example.com"),
        answer(200, body=b'{"events": [{"eventAction": "expiration", "eventDate": "soon"}]}'),
        answer(200, body=b'{"events": []}'),
        answer(200, body=b" " * 3_000_000),
    ],
)
def test_where_rdap_fails_whois_is_asked(broken: bytes) -> None:
    seen, _ = _look("example.com", lambda known: known.rdap.answers.update({"/rdap/domain/example.com": broken}))
    assert (seen.expires_ms, seen.source) == (ENDS_MS, "whois")


@pytest.mark.parametrize("broken", [answer(500), answer(200, body=b"{}"), answer(404)])
def test_without_the_list_of_registries_whois_is_asked(broken: bytes) -> None:
    seen, _ = _look("example.com", lambda known: known.rdap.answers.update({"/dns.json": broken}))
    assert seen.source == "whois"


def test_the_list_of_registries_is_read_once() -> None:
    async def act() -> list[str]:
        async with registries() as found:
            found.tell("example.com", ENDS)
            found.tell("example.net", ENDS)
            rdap = Rdap(INSIDE, found.bootstrap_url, 5)
            assert [await rdap.expires_ms(name) for name in ("example.com", "example.net")] == [ENDS_MS, ENDS_MS]
            return [head.split(" ")[1] for head in found.rdap.requests]

    assert asyncio.run(act()) == ["/dns.json", "/rdap/domain/example.com", "/rdap/domain/example.net"]


@pytest.mark.parametrize("host", ["other.org", "example.co.uk"])
def test_what_nobody_tells_stays_unknown(host: str) -> None:
    assert _look(host, lambda _: None)[0] == UNKNOWN


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "intranet", "com", "co.uk", "", "host.invalid"])
def test_what_cannot_be_registered_is_not_asked_for(host: str) -> None:
    seen, found = _look(host, lambda _: None)
    assert (seen, found.asked, found.rdap.requests) == (UNKNOWN, [], [])


def test_registries_inside_are_not_asked() -> None:
    seen, found = _look("example.com", lambda known: known.tell("example.com", ENDS), Guard())
    assert (seen, found.asked, found.rdap.requests) == (UNKNOWN, [], [])


def test_whois_that_hangs_or_pours_is_given_up() -> None:
    async def act() -> list[Registration]:
        async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await asyncio.Event().wait()

        async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while True:
                writer.write(b"x" * 1000)
                await writer.drain()

        seen = []
        for speak in (hang, pour):
            async with talker(speak) as port:
                reader = RegistrationReader({"whois": Whois(INSIDE, f"127.0.0.1:{port}", 0.3)}, lambda: 5)
                seen.append(await reader.read("example.org"))
        return seen

    assert asyncio.run(act()) == [UNKNOWN, UNKNOWN]


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("example.com", WHOIS_TEXT),
        (
            "example.co.uk",
            "    Relevant dates:\r\n        Expiry date:  15-Mar-2026\r\n        Last updated:  01-Jan-2020\r\n",
        ),
        ("example.jp", "[Domain Name]  EXAMPLE.JP\n[Expires on]   2026/03/15\n"),
        ("example.fr", "domain: example.fr\nExpiry Date: 2026-03-15T00:00:00Z\n"),
        ("example.ru", "domain: EXAMPLE.RU\npaid-till: 2026-03-15T00:00:00Z\n"),
    ],
)
def test_whois_answers_are_read_whatever_their_form(domain: str, text: str) -> None:
    assert expiration_ms(domain, text) == ENDS_MS


@pytest.mark.parametrize(
    "text", ["", "No match for EXAMPLE.COM", "Registry Expiry Date: never\r\n", "\x00\xff" * 50, "Expiry Date:\n" * 999]
)
def test_whois_answers_without_a_date_tell_nothing(text: str) -> None:
    assert expiration_ms("example.com", text) is None
