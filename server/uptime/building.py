"""The parts of monitoring, as the settings want them."""

from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from engine.registry.registry import Registry
from schemas.errors import BadInputError
from schemas.uptime import Channel
from server.settings import Settings

if TYPE_CHECKING:
    from server.uptime.delivery import Sender
    from server.uptime.email import SmtpServer
    from server.uptime.guard import Guard
    from server.uptime.registrations import RegistrationReader
    from server.uptime.rounds import Rounds


def notice_channels(settings: Settings) -> tuple[Channel, ...]:
    """Those that are set up. Raises BadInputError for one that is set up by halves."""
    if settings.webhook_url and not settings.webhook_secret:
        raise BadInputError("webhook_url needs a webhook_secret too, which its messages are signed with")
    if settings.smtp_host and not settings.smtp_from:
        raise BadInputError("smtp_host needs an smtp_from too, the address that e-mails come from")
    email = (Channel.EMAIL,) if settings.smtp_host else ()
    return (*email, Channel.WEBHOOK) if settings.webhook_url else email


def build_rounds(registry: Registry, settings: Settings, now_ms: Callable[[], int], keeper: Executor) -> "Rounds":
    """Imports what is heavy: to be called once there is something to monitor."""
    from server.uptime.certificates import CertificateReader
    from server.uptime.guard import Guard
    from server.uptime.probe import Prober
    from server.uptime.rounds import Askers, Rounds

    guard, seconds = Guard(settings.monitor_private_hosts), settings.monitor_timeout_seconds
    askers = Askers(
        Prober(guard, now_ms, seconds),
        CertificateReader(guard, now_ms, seconds),
        _registrations(settings, guard, now_ms),
        _senders(settings, registry, now_ms),
    )
    return Rounds(registry, askers, keeper, now_ms, settings.monitor_concurrency)


def _registrations(settings: Settings, guard: "Guard", now_ms: Callable[[], int]) -> "RegistrationReader":
    from server.uptime.rdap import Rdap
    from server.uptime.registrations import RegistrationReader, Source
    from server.uptime.whois import Whois

    sources: dict[str, Source] = {}
    if settings.rdap_bootstrap:
        sources["rdap"] = Rdap(guard, settings.rdap_bootstrap, settings.monitor_timeout_seconds)
    if settings.whois_server:
        sources["whois"] = Whois(guard, settings.whois_server, settings.monitor_timeout_seconds)
    return RegistrationReader(sources, now_ms)


def _senders(settings: Settings, registry: Registry, now_ms: Callable[[], int]) -> dict[Channel, "Sender"]:
    from server.uptime.email import EmailSender
    from server.uptime.webhooks import WebhookSender

    def owner(site_id: int) -> str | None:
        site = registry.sites.by_id(site_id)
        account = registry.accounts.by_id(site.account_id) if site else None
        return account.email if account else None

    senders: dict[Channel, Sender] = {}
    server = smtp_server(settings)
    if server is not None:
        senders[Channel.EMAIL] = EmailSender(server, owner)
    if settings.webhook_url and settings.webhook_secret:
        senders[Channel.WEBHOOK] = WebhookSender(settings.webhook_url, settings.webhook_secret, now_ms)
    return senders


def smtp_server(settings: Settings) -> "SmtpServer | None":
    """None where none is set up."""
    from server.uptime.email import SmtpServer

    if not settings.smtp_host or not settings.smtp_from:
        return None
    return SmtpServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_user,
        settings.smtp_password,
        settings.smtp_from,
    )
