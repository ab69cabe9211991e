"""Notices as e-mails."""

import msgspec

from engine.uptime.notice_contents import NoticeCertificate, NoticeContent, NoticeTraffic
from schemas.uptime import Notice, NoticeKind


def subject_and_text(notice: Notice) -> tuple[str, str]:
    content = msgspec.json.decode(notice.content, type=NoticeContent)
    name = " ".join(content.site.label.split())
    subject = _SUBJECTS[content.type].format(name=name, ends=_ends(content.certificate), hours=_hours(content.traffic))
    lines = [f"{subject}.", "", f"Site: {name} ({content.url})", *_details(content)]
    why = "alerts are switched on for the site" if content.traffic else "the site is monitored"
    lines += [f"Noticed: {content.created_at}", "", f"Hitlake tells you this because {why}.", ""]
    return subject, "\n".join(lines)


_SUBJECTS = {
    NoticeKind.DOWN: "{name} is down",
    NoticeKind.UP: "{name} is up again",
    NoticeKind.PAUSED: "{name} has been down for 7 days: its monitor is paused",
    NoticeKind.CERTIFICATE_EXPIRING: "The certificate of {name} {ends}",
    NoticeKind.CERTIFICATE_BAD: "The certificate of {name} is not valid",
    NoticeKind.TRAFFIC_SPIKE: "{name} has far more visitors than usual",
    NoticeKind.TRAFFIC_DROP: "{name} has far fewer visitors than usual",
    NoticeKind.TRAFFIC_SILENT: "No data from {name} for {hours}",
}


def _ends(certificate: NoticeCertificate | None) -> str:
    days = certificate.days_until_expiry if certificate else None
    if days is None:
        return "ends"
    return "ends within a day" if days < 1 else f"ends in {days} day{'s' if days > 1 else ''}"


def _hours(traffic: NoticeTraffic | None) -> str:
    hours = traffic.hours if traffic else 0
    return f"{hours} hour{'' if hours == 1 else 's'}"


def _details(content: NoticeContent) -> list[str]:
    lines = []
    if content.downtime:
        lines += [f"Error: {content.downtime.error}", f"Down since: {content.downtime.started_at}"]
        if content.downtime.ended_at:
            lines += [f"Up since: {content.downtime.ended_at}", f"Down for: {content.downtime.duration_in_words}"]
    if content.type is NoticeKind.PAUSED:
        lines += ["It is checked again once you resume it: hitlake monitor on --site " + content.site.uid]
    if content.certificate:
        lines += [f"Certificate ends: {content.certificate.expires_at}"]
        lines += [f"Problem: {content.certificate.error}"] if content.certificate.error else []
    if content.traffic:
        lines += [f"Visitors in the last {_hours(content.traffic)}: {content.traffic.visitors:,}"]
        lines += [f"Usual at this time: {content.traffic.usual_visitors:,}"]
    return lines
