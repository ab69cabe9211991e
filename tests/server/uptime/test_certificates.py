import asyncio
import ssl
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from schemas.uptime import Certificate
from server.uptime.certificates import CertificateReader
from server.uptime.guard import Guard
from tests.server.uptime.papers import NOW, Authority
from tests.server.uptime.sites import talker, web_site

AUTHORITY = Authority()


async def _read(port: int, guard: Guard | None = None, host: str = "127.0.0.1") -> Certificate:
    reader = CertificateReader(guard or Guard(["127.0.0.1"]), lambda: 123, 0.5, AUTHORITY.trust)
    return await reader.read(host, port)


def _shown_by(tls: ssl.SSLContext) -> Certificate:
    async def act() -> Certificate:
        async with web_site(tls) as site:
            return await _read(site.port)

    return asyncio.run(act())


def _ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000


@pytest.mark.parametrize("days", [400, 29, 1])
def test_of_a_good_certificate_the_end_is_read(tmp_path: Path, days: int) -> None:
    ends = NOW + timedelta(days=days)
    seen = _shown_by(AUTHORITY.server_tls(tmp_path, ends))
    assert seen == Certificate(tested_ms=123, expires_ms=_ms(ends), valid=True)


def test_an_expired_certificate_is_read_without_being_trusted(tmp_path: Path) -> None:
    ends = NOW - timedelta(days=2)
    seen = _shown_by(AUTHORITY.server_tls(tmp_path, ends))
    assert (seen.expires_ms, seen.valid, seen.error) == (_ms(ends), False, "certificate has expired")


def test_a_self_signed_certificate_is_read_without_being_trusted(tmp_path: Path) -> None:
    ends = NOW + timedelta(days=90)
    seen = _shown_by(AUTHORITY.server_tls(tmp_path, ends, self_signed=True))
    assert (seen.expires_ms, seen.valid) == (_ms(ends), False)
    assert seen.error


def test_a_certificate_for_another_host_is_read_without_being_trusted(tmp_path: Path) -> None:
    ends = NOW + timedelta(days=90)
    seen = _shown_by(AUTHORITY.server_tls(tmp_path, ends, "other.example"))
    assert (seen.expires_ms, seen.valid) == (_ms(ends), False)
    assert seen.error
    assert "127.0.0.1" in seen.error


def test_where_no_certificate_is_shown_nothing_is_known() -> None:
    async def act() -> list[Certificate]:
        async def speak_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 hello\r\n")
            await reader.read()

        async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            await asyncio.Event().wait()

        async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            pass

        seen = []
        for speak in (speak_plainly, hang, hang_up):
            async with talker(speak) as port:
                seen.append(await _read(port))
        return [*seen, await _read(port)]

    seen = asyncio.run(act())
    assert [(one.expires_ms, one.valid, one.error is not None) for one in seen] == [(None, None, True)] * 4
    assert (seen[1].error, seen[3].error) == ("no answer in time", "connection refused")


def test_certificates_of_the_inside_are_not_read(tmp_path: Path) -> None:
    async def act() -> Certificate:
        async with web_site(AUTHORITY.server_tls(tmp_path, NOW + timedelta(days=9))) as site:
            return await _read(site.port, Guard())

    assert asyncio.run(act()) == Certificate(tested_ms=123, error="127.0.0.1 has no public address")
