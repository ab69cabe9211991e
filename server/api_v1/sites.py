"""`GET /api/v1/sites` and `GET /api/v1/sites/:id`"""

from collections.abc import Sequence

from schemas.api_v1.sites import SiteDetails, SiteRow, Sites
from schemas.sites import Site
from server.api_v1.parameters import asked_site
from server.http.calls import Call


async def list_sites(call: Call) -> Sites:
    """The account's sites, with what they counted since they began."""
    rows = await _rows(call, call.app.registry.sites.of_account(call.account_id))
    return Sites(rows, len(rows))


async def show_site(call: Call) -> SiteDetails:
    """One site, flat and once more under `site`."""
    rows = await _rows(call, [asked_site(call)])
    return SiteDetails.of_row(rows[0])


async def _rows(call: Call, wanted: Sequence[Site]) -> list[SiteRow]:
    counts = await call.app.ask(call.app.lifetimes.counts, wanted)
    kudos = await call.app.ask(call.app.registry.kudos.counts, [site.id for site in wanted])
    return [SiteRow.of(site, counts[site.id], kudos.get(site.id, 0)) for site in wanted]
