"""What the requests of API v2 have in common: a site that the key may see, and days."""

from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.errors import ForbiddenError
from schemas.questions import DEFAULT_RANGE, RANGES, Days
from schemas.sites import Site
from server.http import parameters
from server.http.calls import Call
from server.http.errors import FORBIDDEN
from server.http.parameters import Parameter


def _pathname(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError
    return text


RANGE = parameters.choice("range", "So many days, today as the last.", RANGES, usual=DEFAULT_RANGE)
PATHNAME = Parameter(
    "pathname",
    "Only this page.",
    "a path that begins with /",
    _pathname,
    {"type": "string", "pattern": "^(/|$)", "examples": ["/pricing"]},
)


def readable_site(call: Call) -> Site:
    """The site of the path. ForbiddenError alike for another account's and for none: nobody can probe for sites.

    An account without a subscription reads too: this API's document knows no such error, unlike that of API v1.
    """
    site = call.app.registry.sites.by_hex_id(call.values["site_id"].lower())
    if site is None or site.account_id != call.account_id:
        raise ForbiddenError(FORBIDDEN)
    return site


def asked_days(call: Call, site: Site) -> Days:
    """The days of `range`, with the site's today as the last."""
    today = datetime.fromtimestamp(call.now_ms / 1000, ZoneInfo(site.time_zone)).date()
    return Days.through(today, RANGE.get(call))
