"""A real mail server on 127.0.0.1."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


@dataclass
class Mailbox:
    """`refusal` is the answer to every letter from now on."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[bool] = field(default_factory=list)
    """Whether the sender had logged in as post with the password secret, by letter."""
    refusal: str | None = None

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refusal is not None:
            return self.refusal
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        self.logins.append(bool(session.authenticated))
        return "250 OK"


def _known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any) -> AuthResult:
    assert isinstance(login, LoginPassword)
    return AuthResult(success=(login.login, login.password) == (b"post", b"secret"), handled=False)


@asynccontextmanager
async def mailbox(tls: ssl.SSLContext | None = None, *, from_the_start: bool = False) -> AsyncIterator[Mailbox]:
    """With `tls` and not `from_the_start`, nobody may send before STARTTLS and a login."""
    box = Mailbox()
    loop = asyncio.get_running_loop()
    demands: dict[str, Any] = {} if tls is None else {"authenticator": _known}
    if from_the_start:
        # To aiosmtpd, TLS below it is none.
        demands |= {"auth_require_tls": False}
    elif tls is not None:
        demands |= {"tls_context": tls, "require_starttls": True, "auth_required": True}
    server = await loop.create_server(
        lambda: SMTP(box, loop=loop, **demands), "127.0.0.1", 0, ssl=tls if from_the_start else None
    )
    async with server:
        box.port = server.sockets[0].getsockname()[1]
        yield box
