"""The overview of a site: how it is doing, at a glance; for its account, and for everybody where it is public."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from engine.reports.breakdown import Breakdown, Totals, Value, breakdown
from engine.reports.realtime import realtime
from engine.reports.series import daily, hourly, summed
from schemas.drops import SENTENCES
from schemas.errors import NotFoundError
from schemas.questions import Days
from schemas.sites import Site
from server.dashboard.cards import CARDS, TABS
from server.dashboard.charts import Point, chart
from server.dashboard.figures import figures
from server.dashboard.pages import Person, numbers_of, own_site, page, private_page, rendered
from server.dashboard.values import value_text
from server.dashboard.views import CHARTED, CUSTOM, RANGES, View, parse_view
from server.http.calls import Call

ROWS = 9
"""Of a card."""


@private_page
async def overview(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    return await _overview(call, site, f"/sites/{site.uid}", person)


@page
async def public_overview(call: Call) -> Response:
    """NotFoundError for a site that is not public, as for none."""
    site = public_site(call)
    return await _overview(call, site, f"/public/{site.uid}", None)


def public_site(call: Call) -> Site:
    site = call.app.registry.sites.by_uid(call.values["uid"])
    if site is None or not site.public:
        raise NotFoundError("There is no public page at this address.")
    return site


def asked_view(call: Call, site: Site, base: str) -> View:
    return parse_view(call.query, base, call.app.lake.calendar.today(site.id))


async def _overview(call: Call, site: Site, base: str, person: Person | None) -> Response:
    view = asked_view(call, site, base)
    app, sources = call.app, call.app.sources
    is_one_day = len(view.days) == 1
    series, cards, now, dropped = await asyncio.gather(
        app.ask(_series, sources, site, view),
        app.ask(breakdown, sources, site, view.days, list(TABS), view.filters, wanted=ROWS + 1),
        app.ask(realtime, sources, site, app.lake.calendar, call.now_ms),
        app.ask(app.registry.drops.of_site, site.id, view.days.first, view.days.end),
    )
    by_day, by_hour = series
    current = summed([row for day, row in by_day.items() if day in view.days])
    points = _hours(by_hour, view, _clock(call, site)) if is_one_day else _days(by_day, view)
    return rendered(
        call,
        "overview.html",
        person,
        title=f"{site.label} · Hitlake",
        site=site,
        base=base,
        view=view,
        ranges={name: label for name, (label, _) in RANGES.items()},
        custom=CUSTOM,
        charted=CHARTED,
        figures=figures(numbers_of(call), current, _compared(call, site, view, by_day, by_hour)),
        chart=chart(points, is_unfinished=app.lake.calendar.today(site.id) in view.days),
        is_hourly=is_one_day,
        cards=CARDS,
        found={name: _card(name, cards[name]) for name in TABS},
        total=current,
        now=now.active_visitors,
        dropped=[(SENTENCES[reason], count) for reason, count in dropped.items()],
        text=value_text,
        is_public=person is None,
    )


def _series(sources: Any, site: Site, view: View) -> tuple[Mapping[date, Totals], Mapping[tuple[date, int], Totals]]:
    """Of the days shown and those before."""
    days = Days(view.previous.first, view.days.end)
    by_hour = hourly(sources, site, days, view.filters) if len(view.days) == 1 else {}
    return daily(sources, site, days, view.filters), by_hour


def _compared(
    call: Call, site: Site, view: View, by_day: Mapping[date, Totals], by_hour: Mapping[tuple[date, int], Totals]
) -> tuple[Totals, Totals] | None:
    """What is compared: the days, and those before; of a day that is not over, the hours that are, on both sides."""
    if not view.compared:
        return None
    if len(view.days) == 1 and view.days.first == call.app.lake.calendar.today(site.id):
        hour = _clock(call, site).hour
        return (
            summed([row for (day, of), row in by_hour.items() if day in view.days and of < hour]),
            summed([row for (day, of), row in by_hour.items() if day in view.previous and of < hour]),
        )
    return (
        summed([row for day, row in by_day.items() if day in view.days]),
        summed([row for day, row in by_day.items() if day in view.previous]),
    )


def _clock(call: Call, site: Site) -> datetime:
    """The site's."""
    return datetime.fromtimestamp(call.now_ms / 1000, ZoneInfo(site.time_zone))


def _days(by_day: Mapping[date, Totals], view: View) -> list[Point]:
    def count(day: date) -> int:
        return getattr(by_day.get(day, Totals()), view.metric)  # type: ignore[no-any-return]

    return [
        Point(_day_text(day), count(day), count(before) if view.compared else None)
        for day, before in zip(view.days, view.previous, strict=True)
    ]


def _day_text(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}" if day.day == 1 and day.month == 1 else f"{day.day} {day:%b}"


def _hours(by_hour: Mapping[tuple[date, int], Totals], view: View, now: datetime) -> list[Point]:
    """Up to now on the day that is not over."""
    day, before = view.days.first, view.previous.first
    last = now.hour if day == now.date() else 23

    def count(of: date, hour: int) -> int:
        return getattr(by_hour.get((of, hour), Totals()), view.metric)  # type: ignore[no-any-return]

    return [
        Point(f"{hour:02d}:00", count(day, hour), count(before, hour) if view.compared else None)
        for hour in range(last + 1)
    ]


def _card(name: str, found: Breakdown) -> Breakdown:
    """As many rows as a card has, without the one for none where it says nothing."""
    values: list[Value] = [row for row in found.values if row.value is not None or TABS[name].nothing]
    return Breakdown(values[:ROWS], found.count - (len(found.values) - len(values)))


@private_page
async def now(call: Call, person: Person) -> Response:
    """How many are there, for the script of the page."""
    return await _now(call, own_site(call, person))


@page
async def public_now(call: Call) -> Response:
    return await _now(call, public_site(call))


async def _now(call: Call, site: Site) -> Response:
    found = await call.app.ask(realtime, call.app.sources, site, call.app.lake.calendar, call.now_ms)
    return Response(b'{"visitors":%d}' % found.active_visitors, media_type="application/json")
