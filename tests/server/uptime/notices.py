"""Notices as the outbox has them."""

from datetime import UTC, datetime

from engine.uptime.notice_contents import notice_content
from schemas.sites import Site
from schemas.uptime import Certificate, Channel, Course, Downtime, Monitor, Notice, NoticeKind

NOW_MS = int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()) * 1000
SITE = Site(
    id=7,
    account_id=1,
    uid="aBc",
    hex_id="0" * 24,
    domain="example.com",
    label="Ada's\nBlög",
    time_zone="UTC",
    created_at=datetime(2025, 1, 1, tzinfo=UTC),
    updated_at=datetime(2025, 1, 1, tzinfo=UTC),
)
MONITOR = Monitor(
    id=1,
    site_id=7,
    enabled=True,
    auto_paused=False,
    url=None,
    next_check_ms=None,
    course=Course(),
    certificate=None,
    registration=None,
    created_ms=0,
    updated_ms=0,
)
DOWNTIME = Downtime(
    error="530 Gone", started_ms=NOW_MS - 7_200_000, seen_ms=NOW_MS, ended_ms=NOW_MS, known_ms=7_200_000
)
CERTIFICATE = Certificate(tested_ms=NOW_MS, expires_ms=NOW_MS + 14 * 86_400_000, valid=False, error="self-signed")


def notice(kind: NoticeKind, channel: Channel = Channel.EMAIL) -> Notice:
    about_downtime = kind.startswith("monitor.")
    content = notice_content(
        "msg_1",
        kind,
        NOW_MS,
        SITE,
        MONITOR,
        downtime=DOWNTIME if about_downtime else None,
        certificate=None if about_downtime else CERTIFICATE,
    )
    return Notice(id="msg_1", site_id=7, kind=kind, channel=channel, content=content, created_ms=NOW_MS)
