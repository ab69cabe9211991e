"""What the pages of a site's numbers have in common: whose they are, and their view."""

from typing import Any

from starlette.responses import Response

from schemas.errors import NotFoundError
from schemas.sites import Site
from server.dashboard.pages import Person, rendered
from server.dashboard.values import span_text, value_text
from server.dashboard.views import CUSTOM, RANGES, View, parse_view
from server.http.calls import Call


def public_site(call: Call) -> Site:
    """NotFoundError for a site that is not public, as for none."""
    site = call.app.registry.sites.by_uid(call.values["uid"])
    if site is None or not site.public:
        raise NotFoundError("There is no public page at this address.")
    return site


def asked_view(call: Call, site: Site, base: str, page: str = "") -> View:
    return parse_view(call.query, base, page, call.app.lake.calendar.today(site.id))


def rendered_view(
    call: Call, template: str, person: Person | None, site: Site, view: View, title: str, **values: Any
) -> Response:
    """`person` is None on a public page."""
    return rendered(
        call,
        template,
        person,
        title=f"{title} · {site.label}",
        site=site,
        base=view.base,
        view=view,
        ranges={name: label for name, (label, _) in RANGES.items()},
        custom=CUSTOM,
        text=value_text,
        span=span_text,
        is_public=person is None,
        **values,
    )
