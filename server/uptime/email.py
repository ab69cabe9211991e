"""Sends notices by SMTP."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable
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
        try:
            await asyncio.to_thread(self._send, notice, recipient)
        except smtplib.SMTPResponseException as error:
            # A refusal with 5xx is meant to last (RFC 5321, 4.2.1), unless it is of us and not of this letter.
            final = error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
            raise UndeliveredError(f"the mail server answers {error.smtp_code}", final=final) from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise UndeliveredError(
                f"the mail server refuses the recipient ({codes})", final=min(codes) >= 500
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise UndeliveredError(f"the mail server cannot be used: {error}") from error

    def _send(self, notice: Notice, recipient: str) -> None:
        with self._connection() as connection:
            if self._server.security == "starttls":
                connection.starttls(context=self._trust())
            if self._server.user:
                connection.login(self._server.user, self._server.password or "")
            connection.send_message(_letter(notice, self._server.sender, recipient))

    def _connection(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=self._trust())
        return smtplib.SMTP(host, port, timeout=SECONDS)


def _letter(notice: Notice, sender: str, recipient: str) -> EmailMessage:
    subject, text = subject_and_text(notice)
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, recipient, subject
    # The same over all tries, so that a mailbox shows one letter where an acknowledgement was lost.
    letter["Message-ID"] = f"<{notice.id}@{sender.rpartition('@')[2].strip('> ') or 'hitlake'}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter
