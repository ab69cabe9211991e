"""Which sites there are."""

from schemas.sites import Site
from server.mcp.answers import SiteRow, SitesAnswer
from server.mcp.desk import Desk


def list_sites(desk: Desk) -> SitesAnswer:
    """The sites that are measured, and which date it is for each. Ask this first where you know no site."""
    return SitesAnswer([_row(desk, site) for site in desk.registry.sites.all()])


def _row(desk: Desk, site: Site) -> SiteRow:
    today = desk.today(site).isoformat()
    return SiteRow(site.domain, site.uid, site.id, site.label, site.time_zone, today, site.active)
