"""Sends notices by SMTP."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from schemas.uptime import Notice
from server.uptime.delivery import UndeliveredError
from server.uptime.letters import subject_and_text
from server.uptime.transport import checking_tls

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class SmtpServer:
    host: str
    port: int
    security: str
    """`starttls`, `tls` or `none`."""
    user: str | None
    password: str | None
    sender: str


class EmailSender:
    """`recipient` finds the address for a site's id; `trust` says which certificates of the mail server are taken."""

    def __init__(
        self,
        server: SmtpServer,
        recipient: Callable[[int], str | None],
        trust: Callable[[], ssl.SSLContext] = checking_tls,
    ) -> None:
        self._server = server
        self._recipient = recipient
        self._trust = trust

    async def send(self, notice: Notice) -> None:
        """Raises UndeliveredError."""
        recipient = self._recipient(notice.site_id)
        if recipient is None:
            raise UndeliveredError("the site has no owner", final=True)
        letter = _letter(notice, self._server.sender, recipient)
        await asyncio.to_thread(deliver, self._server, letter, self._trust)


def deliver(server: SmtpServer, letter: EmailMessage, trust: Callable[[], ssl.SSLContext] = checking_tls) -> None:
    """Blocks. Raises UndeliveredError."""
    try:
        _send(server, letter, trust)
    except smtplib.SMTPResponseException as error:
        # A refusal with 5xx is meant to last (RFC 5321, 4.2.1), unless it is of us and not of this letter.
        final = error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
        raise UndeliveredError(f"the mail server answers {error.smtp_code}", final=final) from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise UndeliveredError(f"the mail server refuses the recipient ({codes})", final=min(codes) >= 500) from error
    except (OSError, smtplib.SMTPException) as error:
        raise UndeliveredError(f"the mail server cannot be used: {error}") from error


def _send(server: SmtpServer, letter: EmailMessage, trust: Callable[[], ssl.SSLContext]) -> None:
    with _session(server, trust) as connection:
        connection.send_message(letter)


def log_in(server: SmtpServer, trust: Callable[[], ssl.SSLContext] = checking_tls) -> None:
    """As before a letter, and sends none. Blocks. Raises UndeliveredError."""
    try:
        with _session(server, trust) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException) as error:
        raise UndeliveredError(f"the mail server cannot be used: {error}") from error


@contextmanager
def _session(server: SmtpServer, trust: Callable[[], ssl.SSLContext]) -> Iterator[smtplib.SMTP]:
    with _connection(server, trust) as connection:
        if server.security == "starttls":
            connection.starttls(context=trust())
        if server.user:
            connection.login(server.user, server.password or "")
        yield connection


def _connection(server: SmtpServer, trust: Callable[[], ssl.SSLContext]) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=trust())
    return smtplib.SMTP(server.host, server.port, timeout=SECONDS)


def _letter(notice: Notice, sender: str, recipient: str) -> EmailMessage:
    subject, text = subject_and_text(notice)
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, recipient, subject
    # The same over all tries, so that a mailbox shows one letter where an acknowledgement was lost.
    letter["Message-ID"] = f"<{notice.id}@{sender.rpartition('@')[2].strip('> ') or 'hitlake'}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter
