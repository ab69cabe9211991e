"""All values of one dimension: searched, a page at a time, or as CSV."""

import csv as comma_separated
import io
from urllib.parse import urlencode

from starlette.responses import Response

from engine.reports.breakdown import Breakdown, Totals, breakdown
from engine.reports.properties import Property, properties
from schemas.countries import country_names
from schemas.dimensions import BY_NAME
from schemas.errors import NotFoundError
from schemas.filters import FILTERABLE
from schemas.sites import Site
from server.dashboard.cards import METRIC, TABS
from server.dashboard.numbers import duration_text
from server.dashboard.pages import Person, own_site, page, private_page
from server.dashboard.site_pages import asked_view, public_site, rendered_view
from server.dashboard.views import View
from server.http.calls import Call

ROWS = 50
MOST_ROWS = 100_000
"""Of a CSV file."""
MOST_COUNTRIES = 300


@private_page
async def detail(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    return await _detail(call, site, f"/sites/{site.uid}", person)


@page
async def public_detail(call: Call) -> Response:
    site = public_site(call)
    return await _detail(call, site, f"/public/{site.uid}", None)


@private_page
async def csv(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    return await _csv(call, site, f"/sites/{site.uid}")


@page
async def public_csv(call: Call) -> Response:
    site = public_site(call)
    return await _csv(call, site, f"/public/{site.uid}")


async def _detail(call: Call, site: Site, base: str, person: Person | None) -> Response:
    name = asked_dimension(call)
    view = asked_view(call, site, base, f"/by/{name}")
    search, number = call.query.get("q", "").strip(), _page_number(call.query.get("page", ""))
    found = await found_values(call, site, view, name, search, (number - 1) * ROWS, ROWS)
    event = _sole_event(view) if name == "event" else None
    return rendered_view(
        call,
        "breakdown.html",
        person,
        site,
        view,
        BY_NAME[name].label,
        name=name,
        label=BY_NAME[name].label,
        rows=found.values,
        properties=await _properties(call, site, view, event) if event else [],
        count=found.count,
        first=(number - 1) * ROWS + 1,
        search=search,
        earlier=_address(view, name, search, number - 1) if number > 1 else "",
        later=_address(view, name, search, number + 1) if number * ROWS < found.count else "",
        duration=duration_text,
    )


async def _csv(call: Call, site: Site, base: str) -> Response:
    name = asked_dimension(call)
    view = asked_view(call, site, base, f"/by/{name}")
    found = await found_values(call, site, view, name, call.query.get("q", "").strip(), 0, MOST_ROWS)
    text = io.StringIO()
    writer = comma_separated.writer(text)
    writer.writerow([name, "visitors", "visits", "pageviews", "events", "bounces", "seconds"])
    for row in found.values:
        writer.writerow([_cell(row.value or ""), *_numbers(row.totals)])
    file = f"{site.domain.replace(':', '-')}-{name}-{view.days.first}-{view.days.last}.csv"
    return Response(
        text.getvalue(), headers={"content-disposition": f'attachment; filename="{file}"'}, media_type="text/csv"
    )


async def found_values(
    call: Call, site: Site, view: View, name: str, search: str, skipped: int, wanted: int
) -> Breakdown:
    """The highest by the metric of the dimension's card."""
    if name == "country" and search:
        return await _found_countries(call, site, view, search)
    found = await call.app.ask(
        breakdown,
        call.app.sources,
        site,
        view.days,
        [name],
        view.filters,
        order={name: METRIC[name]},
        search=search or None,
        skipped=skipped,
        wanted=wanted,
    )
    return found[name]


async def _found_countries(call: Call, site: Site, view: View, search: str) -> Breakdown:
    """By their names, which hits do not have."""
    found = await call.app.ask(
        breakdown, call.app.sources, site, view.days, ["country"], view.filters, wanted=MOST_COUNTRIES
    )
    names = country_names()
    rows = [row for row in found["country"].values if search.lower() in names.get(row.value or "", "").lower()]
    return Breakdown(rows, len(rows))


async def _properties(call: Call, site: Site, view: View, event: str) -> list[Property]:
    return await call.app.ask(properties, call.app.sources, site, view.days, event, view.filters)


def _sole_event(view: View) -> str | None:
    """The event that alone is filtered by, but for its properties: they are counted over all of its hits."""
    others = [row for row in view.filters if row.prop is None]
    return others[0].value if [row.name for row in others] == ["event"] else None


def asked_dimension(call: Call) -> str:
    """NotFoundError for one that no card has."""
    name = call.values["dimension"]
    if name not in TABS or name not in FILTERABLE:
        raise NotFoundError(f"There is nothing by {name!r}: known are {', '.join(TABS)}.")
    return name


def _page_number(text: str) -> int:
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and int(text) > 0 else 1


def _address(view: View, name: str, search: str, number: int) -> str:
    more = urlencode([pair for pair in (("q", search), ("page", str(number))) if pair[1] not in ("", "1")])
    address = view.detail(name)
    return address + (("&" if "?" in address else "?") + more if more else "")


def _numbers(totals: Totals) -> list[int]:
    seconds = round(totals.duration_ms / 1000)
    return [totals.visitors, totals.visits, totals.pageviews, totals.events, totals.bounces, seconds]


def _cell(text: str) -> str:
    """Spreadsheets compute what begins like a formula; visitors choose these texts."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
