"""The state of a monitor, of a certificate and of a domain in whole sentences."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from engine.uptime.certificates import days_left
from engine.uptime.descriptions import interval_text, status_description
from engine.uptime.durations import in_words
from engine.uptime.intervals import interval_ms
from schemas.sites import Site
from schemas.uptime import Certificate, Channel, Check, Health, Monitor, Registration
from server.dashboard.uptime_drawing import ago, ahead, moment

SOON_DAYS = 30
_CHANNELS = {Channel.EMAIL: "by e-mail to {email}", Channel.WEBHOOK: "by webhook"}
_SOURCES = {"rdap": "RDAP", "whois": "WHOIS"}


@dataclass(frozen=True, slots=True)
class Said:
    """`tone` is good, bad, soon or even."""

    head: str
    tone: str
    text: str


def state(monitor: Monitor, zone: str, now_ms: int) -> Said:
    """Of a monitor that is on, as of now."""
    course = monitor.course
    if monitor.auto_paused:
        reason = f" The last check said: {course.last_check.error}." if course.last_check else ""
        return Said("Paused", "bad", f"It was down for so long that checking stopped by itself.{reason}")
    check = course.last_check
    if check is None:
        return Said("Not checked yet", "even", "The first check comes within some seconds.")
    seen = _seen(check, monitor, now_ms)
    if course.health is Health.DOWN and course.downtime is not None:
        down = course.downtime
        since = f"Since {moment(down.started_ms, zone)}, {in_words(down.known_ms // 1000)} by now: {down.error}."
        return Said("Down", "bad", f"{since} {seen}")
    if course.doubt is not None:
        return Said("In doubt", "soon", f"The last check failed: {course.doubt.error}. A second one decides. {seen}")
    return Said("Up", "good", f"{status_description(monitor)} in {check.milliseconds} ms. {seen}")


def _seen(check: Check, monitor: Monitor, now_ms: int) -> str:
    checked = f"Checked {ago(now_ms - check.checked_ms)}, every {_interval(monitor)}"
    if monitor.next_check_ms is None:
        return f"{checked}."
    return f"{checked}; the next check comes {ahead(monitor.next_check_ms - now_ms)}."


def _interval(monitor: Monitor) -> str:
    return interval_text(interval_ms(monitor.course)).removeprefix("1 ")


def certificate(known: Certificate | None, url: str, zone: str, now_ms: int) -> Said:
    if urlsplit(url).scheme != "https":
        return Said("None", "even", "The address begins with http://, so there is no certificate.")
    if known is None:
        return Said("Not read yet", "even", "It is read after the next check.")
    if known.expires_ms is None:
        return Said("Not readable", "soon", f"{_sentence(known.error or 'nothing was shown')} It is tried every hour.")
    days = days_left(known.expires_ms, now_ms)
    when = moment(known.expires_ms, zone)
    if days < 0:
        return Said("Expired", "bad", f"It ended on {when}.")
    if known.valid is False:
        return Said("Not trusted", "bad", f"{_sentence(known.error or 'browsers refuse it')} It ends on {when}.")
    if days < SOON_DAYS:
        return Said(_days(days), "soon", f"It ends on {when}: renew it soon.")
    return Said(_days(days), "good", f"Valid until {when}.")


def domain(known: Registration | None, zone: str, now_ms: int) -> Said:
    if known is None:
        return Said("Not asked yet", "even", "It is asked for after the next check.")
    if known.expires_ms is None:
        return Said("Not known", "even", "Neither RDAP nor WHOIS tells when the registration ends.")
    days = days_left(known.expires_ms, now_ms)
    when, source = moment(known.expires_ms, zone).partition(",")[0], _SOURCES.get(known.source or "", "its registry")
    if days < 0:
        return Said("Expired", "bad", f"The registration ended on {when}, says {source}.")
    if days < SOON_DAYS:
        return Said(_days(days), "soon", f"Registered until {when}, says {source}: renew it soon.")
    return Said(_days(days), "good", f"Registered until {when}, says {source}.")


def notices(channels: tuple[Channel, ...], email: str) -> str:
    if not channels:
        return (
            "Nobody is told when this changes: the server has neither a mail server (smtp_host and smtp_from) "
            "nor a webhook (webhook_url and webhook_secret) in its settings."
        )
    ways = " and ".join(_CHANNELS[channel].format(email=email) for channel in channels)
    return f"Going down, coming back, and a certificate that is bad or ends in 30, 14, 7 or 1 days is told {ways}."


def url_of(monitor: Monitor | None, site: Site) -> str:
    return (monitor.url if monitor else None) or site.url


def _days(days: int) -> str:
    return "Its last day" if days == 0 else f"{days} day{'' if days == 1 else 's'} left"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
