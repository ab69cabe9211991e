"""What the requests of API v1 have in common: a site of the account, pages, dates."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from schemas.errors import NotFoundError
from schemas.questions import Page, Period, TimeZone, parse_period
from schemas.sites import Site
from server.http import parameters
from server.http.calls import Call
from server.http.parameters import Parameter

MOST_PAGES = 1_000_000_000

PAGE = parameters.whole_number("page", "Which page of the rows.", most=MOST_PAGES, usual="1")
START_DATE = parameters.day("start_date", "The first day. Without it, 30 days before the last.")
END_DATE = parameters.day("end_date", "The last day, at most 365 days after the first. Without it, today.")
TIME_ZONE = parameters.choice(
    "time_zone",
    "Whose days are meant: user is the site's time zone.",
    {zone.value: zone for zone in TimeZone},
    usual=TimeZone.USER.value,
)

DATES = (START_DATE, END_DATE, TIME_ZONE)


def asked_site(call: Call) -> Site:
    """The site of the path, by id or uid. NotFoundError alike for another account's and for none."""
    name = call.values["site_id"]
    sites = call.app.registry.sites
    is_id = name.isascii() and name.isdecimal() and len(name) <= 18
    site = sites.by_id(int(name)) if is_id else sites.by_uid(name)
    if site is None or site.account_id != call.account_id:
        raise NotFoundError(f"there is no site {name!r}")
    return site


def per_page(*, usual: int, most: int) -> Parameter[int]:
    means = f"Rows a page; over {most} is read as {most}."
    return parameters.whole_number("per_page", means, most=most, clamped=True, usual=str(usual))


def asked_page(call: Call, per_page: Parameter[int]) -> Page:
    return Page(PAGE.get(call), per_page.get(call))


def asked_period(call: Call, site: Site) -> Period:
    """The days of `start_date` and `end_date` in `time_zone`."""
    time_zone = TIME_ZONE.get(call)
    today = today_of(call, site, time_zone)
    return parse_period(START_DATE.find(call), END_DATE.find(call), today, time_zone)


def today_of(call: Call, site: Site, time_zone: TimeZone) -> date:
    zone = UTC if time_zone is TimeZone.UTC else ZoneInfo(site.time_zone)
    return datetime.fromtimestamp(call.now_ms / 1000, zone).date()
