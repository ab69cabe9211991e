"""`GET /api/v2/sites`"""

from schemas.api_v2 import SiteRow, Sites
from server.http.calls import Call


async def sites(call: Call) -> Sites:
    """The account's sites."""
    return Sites([SiteRow.of(site) for site in call.app.registry.sites.of_account(call.account_id)])
