"""The list of a card: its first rows on the overview, and more of them or those with a text for the page's script."""

import asyncio
from dataclasses import dataclass

from starlette.responses import Response

from engine.reports.breakdown import Breakdown, Totals, Value, breakdown
from schemas.sites import Site
from server.dashboard.breakdowns import asked_dimension, found_values
from server.dashboard.cards import CARD, METRIC, TABS
from server.dashboard.pages import Person, own_site, page, private_page
from server.dashboard.site_pages import asked_view, public_site, rendered_view
from server.http.calls import Call

ROWS = 9
MOST_ROWS = 200
"""Of a card that was asked for more; the full list has pages."""


@dataclass(frozen=True, slots=True)
class CardList:
    values: list[Value]
    count: int
    """How many values there are in all."""
    has_more: bool


def card_list(name: str, found: Breakdown, rows: int) -> CardList:
    """Without the row for none where it says nothing, and without rows that the card's metric does not count.

    Such are referrers of later hits of a visit: its visits belong to the first one.
    """
    named = [row for row in found.values if row.value is not None or TABS[name].nothing]
    counted = [row for row in named if getattr(row.totals, METRIC[name])]
    return CardList(counted[:rows], found.count - (len(found.values) - len(named)), len(counted) > rows)


@private_page
async def rows_of_card(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    return await _rows_of_card(call, site, f"/sites/{site.uid}", person)


@page
async def public_rows_of_card(call: Call) -> Response:
    site = public_site(call)
    return await _rows_of_card(call, site, f"/public/{site.uid}", None)


async def _rows_of_card(call: Call, site: Site, base: str, person: Person | None) -> Response:
    name, search, rows = asked_dimension(call), call.query.get("q", "").strip(), _asked_rows(call)
    view = asked_view(call, site, base)
    found, totals = await asyncio.gather(
        found_values(call, site, view, name, search, 0, rows + 2),
        call.app.ask(breakdown, call.app.sources, site, view.days, ["total"], view.filters),
    )
    total = totals["total"].values
    return rendered_view(
        call,
        "card_rows.html",
        person,
        site,
        view,
        TABS[name].label,
        card=CARD[name],
        tab=TABS[name],
        listed=card_list(name, found, rows),
        total=total[0].totals if total else Totals(),
        search=search,
    )


def _asked_rows(call: Call) -> int:
    text = call.query.get("rows", "")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 9 and int(text) else ROWS
