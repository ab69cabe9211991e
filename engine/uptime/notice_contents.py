"""What a notice says: the JSON of the webhook, from which the e-mail is written too."""

import msgspec

from engine.registry.columns import instant
from engine.uptime.certificates import days_left
from engine.uptime.durations import in_words
from schemas.alerts import Alert
from schemas.api_v2 import instant_text
from schemas.sites import Site
from schemas.uptime import Certificate, Downtime, Monitor, NoticeKind


class NoticeSite(msgspec.Struct, frozen=True):
    id: int
    uid: str
    label: str
    domain: str


class NoticeDowntime(msgspec.Struct, frozen=True):
    error: str
    started_at: str
    ended_at: str | None
    duration: int
    """Seconds."""
    duration_in_words: str


class NoticeCertificate(msgspec.Struct, frozen=True):
    valid: bool | None
    error: str | None
    expires_at: str | None
    days_until_expiry: int | None


class NoticeTraffic(msgspec.Struct, frozen=True):
    """Visitors of the last full hours, and how many usually come in them."""

    hours: int
    visitors: int
    usual_visitors: int


class NoticeContent(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    type: NoticeKind
    created_at: str
    site: NoticeSite
    url: str
    downtime: NoticeDowntime | None = None
    certificate: NoticeCertificate | None = None
    traffic: NoticeTraffic | None = None


def notice_content(
    notice_id: str,
    kind: NoticeKind,
    now_ms: int,
    site: Site,
    monitor: Monitor | None,
    downtime: Downtime | None = None,
    certificate: Certificate | None = None,
    alert: Alert | None = None,
) -> str:
    content = NoticeContent(
        id=notice_id,
        type=kind,
        created_at=at(now_ms),
        site=NoticeSite(site.id, site.uid, site.label, site.domain),
        url=(monitor.url if monitor else None) or site.url,
        downtime=_downtime(downtime) if downtime else None,
        certificate=_certificate(certificate, now_ms) if certificate else None,
        traffic=NoticeTraffic(alert.hours, alert.count, alert.usual) if alert else None,
    )
    return msgspec.json.encode(content).decode()


def at(epoch_ms: int) -> str:
    return instant_text(instant(epoch_ms))


def _downtime(downtime: Downtime) -> NoticeDowntime:
    seconds = downtime.known_ms // 1000
    ended_at = None if downtime.ended_ms is None else at(downtime.ended_ms)
    return NoticeDowntime(downtime.error, at(downtime.started_ms), ended_at, seconds, in_words(seconds))


def _certificate(certificate: Certificate, now_ms: int) -> NoticeCertificate:
    if certificate.expires_ms is None:
        return NoticeCertificate(certificate.valid, certificate.error, None, None)
    days = days_left(certificate.expires_ms, now_ms)
    return NoticeCertificate(certificate.valid, certificate.error, at(certificate.expires_ms), days)
