"""Against a real mail server."""

import asyncio
import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.uptime import NoticeKind
from server.uptime.delivery import UndeliveredError
from server.uptime.email import EmailSender, SmtpServer
from server.uptime.letters import subject_and_text
from tests.server.uptime.mailbox import Mailbox, mailbox
from tests.server.uptime.notices import notice
from tests.server.uptime.papers import NOW, Authority

AUTHORITY = Authority()


def _sender(
    box: Mailbox, security: str = "none", password: str = "secret", recipient: str | None = "ada@example.com"
) -> EmailSender:
    user = None if security == "none" else "post"
    server = SmtpServer("127.0.0.1", box.port, security, user, password, "Hitlake <uptime@stats.example>")
    return EmailSender(server, lambda _: recipient, AUTHORITY.trust)


def _tls(folder: Path) -> ssl.SSLContext:
    return AUTHORITY.server_tls(folder, NOW + timedelta(days=9))


def test_the_owner_gets_a_letter() -> None:
    async def act() -> Mailbox:
        async with mailbox() as box:
            await _sender(box).send(notice(NoticeKind.UP))
            return box

    box = asyncio.run(act())
    (letter,) = box.letters
    assert box.recipients == ["ada@example.com"]
    assert (letter["From"], letter["To"]) == ("Hitlake <uptime@stats.example>", "ada@example.com")
    assert letter["Subject"] == "Ada's Blög is up again"
    assert letter["Message-ID"] == "<msg_1@stats.example>"
    assert letter.get_content().splitlines() == [
        "Ada's Blög is up again.",
        "",
        "Site: Ada's Blög (https://example.com)",
        "Error: 530 Gone",
        "Down since: 2026-11-22T10:00:00.000Z",
        "Up since: 2026-11-22T12:00:00.000Z",
        "Down for: 2 hours",
        "Noticed: 2026-11-22T12:00:00.000Z",
        "",
        "Hitlake tells you this because the site is monitored.",
    ]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_letters_go_over_tls_with_a_password(tmp_path: Path, security: str) -> None:
    async def act() -> Mailbox:
        async with mailbox(_tls(tmp_path), from_the_start=security == "tls") as box:
            await _sender(box, security).send(notice(NoticeKind.DOWN))
            return box

    assert asyncio.run(act()).logins == [True]


@pytest.mark.parametrize(
    ("refusal", "final"), [("451 later", False), ("421 busy", False), ("550 no such mailbox", True), ("554 spam", True)]
)
def test_a_refusal_that_is_meant_to_last_is_final(refusal: str, final: bool) -> None:
    async def act() -> None:
        async with mailbox() as box:
            box.refusal = refusal
            await _sender(box).send(notice(NoticeKind.DOWN))

    with pytest.raises(UndeliveredError, match=refusal[:3]) as caught:
        asyncio.run(act())
    assert caught.value.final is final


def test_a_wrong_password_may_be_mended(tmp_path: Path) -> None:
    async def act() -> None:
        async with mailbox(_tls(tmp_path)) as box:
            await _sender(box, "starttls", "wrong").send(notice(NoticeKind.DOWN))

    with pytest.raises(UndeliveredError, match="535") as caught:
        asyncio.run(act())
    assert not caught.value.final


def test_no_password_goes_to_a_server_that_cannot_prove_its_name(tmp_path: Path) -> None:
    async def act() -> None:
        tls = AUTHORITY.server_tls(tmp_path, NOW + timedelta(days=9), "other.example")
        async with mailbox(tls) as box:
            await _sender(box, "starttls").send(notice(NoticeKind.DOWN))

    with pytest.raises(UndeliveredError, match="certificate verify failed"):
        asyncio.run(act())


def test_a_mail_server_that_is_not_there_may_come_back() -> None:
    async def act() -> None:
        async with mailbox() as box:
            pass
        await _sender(box).send(notice(NoticeKind.DOWN))

    with pytest.raises(UndeliveredError, match="cannot be used") as caught:
        asyncio.run(act())
    assert not caught.value.final


def test_without_an_owner_there_is_nobody_to_tell() -> None:
    with pytest.raises(UndeliveredError) as caught:
        asyncio.run(_sender(Mailbox(), recipient=None).send(notice(NoticeKind.DOWN)))
    assert caught.value.final


@pytest.mark.parametrize(
    ("kind", "end", "line"),
    [
        (NoticeKind.DOWN, " is down", "Error: 530 Gone"),
        (NoticeKind.UP, " is up again", "Down for: 2 hours"),
        (NoticeKind.PAUSED, "its monitor is paused", "hitlake monitor on --site aBc"),
        (NoticeKind.CERTIFICATE_EXPIRING, " ends in 14 days", "Certificate ends: 2026-12-06T12:00:00.000Z"),
        (NoticeKind.CERTIFICATE_BAD, " is not valid", "Problem: self-signed"),
    ],
)
def test_every_kind_of_notice_has_its_words(kind: NoticeKind, end: str, line: str) -> None:
    subject, text = subject_and_text(notice(kind))
    assert subject.endswith(end)
    assert line in text
