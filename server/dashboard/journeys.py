"""Visits of several pages, one after the other, and the pages that visits begin and end with."""

from zoneinfo import ZoneInfo

from starlette.responses import Response

from engine.reports.journeys import journeys
from schemas.errors import BadInputError
from schemas.questions import Page, Period
from server.dashboard.pages import Person, own_site, private_page
from server.dashboard.site_pages import asked_view, rendered_view
from server.http.calls import Call

ROWS = 25
PAGE = "/journeys"
MOST_STEPS = 12
"""Shown of a visit; of longer ones the first, and the last."""


@private_page
async def journeys_page(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    view = asked_view(call, site, f"/sites/{site.uid}", PAGE)
    number = _number(call.query.get("page", "1"))
    rows, summary, ends = await call.app.ask(
        journeys, call.app.sources, site, Period(view.days), Page(number, ROWS), view.filters
    )
    count = summary.multi_page_visitors
    return rendered_view(
        call,
        "journeys.html",
        person,
        site,
        view,
        "Journeys",
        rows=rows,
        summary=summary,
        sides=[("entry", "Begin", ends.top_entry_pages), ("exit", "End", ends.top_exit_pages)],
        zone=ZoneInfo(site.time_zone),
        most_steps=MOST_STEPS,
        first=(number - 1) * ROWS + 1,
        count=count,
        earlier=_address(view.address, number - 1) if number > 1 else "",
        later=_address(view.address, number + 1) if number * ROWS < count else "",
    )


def _address(address: str, number: int) -> str:
    return address + ("&" if "?" in address else "?") + f"page={number}" if number > 1 else address


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000):
        raise BadInputError(f"page is {text!r}; it counts from 1")
    return int(text)
