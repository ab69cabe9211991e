"""Every page, and what its forms send to."""

from server.dashboard import (
    account,
    assets,
    breakdowns,
    card_lists,
    entrance,
    insights,
    journeys,
    keys,
    live,
    overview,
    sites,
    unsubscribing,
    uptime,
)
from server.http.auth import Access
from server.http.cors import Cors
from server.http.limits import Limit
from server.http.routing import Handler, Route


def _page(method: str, path: str, handler: Handler) -> Route:
    return Route(method, path, handler, Access.OPEN, Cors.NONE, Limit.NONE)


PAGES: tuple[Route, ...] = (
    _page("GET", "/", entrance.home),
    _page("GET", "/setup/{token}", entrance.setup_page),
    _page("POST", "/setup/{token}", entrance.setup),
    _page("GET", "/login", entrance.login_page),
    _page("POST", "/login", entrance.login),
    _page("POST", "/logout", entrance.logout),
    _page("GET", "/assets/{tag}/{name}", assets.asset),
    _page("GET", "/sites", sites.list_page),
    _page("POST", "/sites", sites.add),
    _page("GET", "/sites/{uid}", overview.overview),
    _page("GET", "/sites/{uid}/start", entrance.start_page),
    _page("GET", "/sites/{uid}/now.json", overview.now),
    _page("GET", "/sites/{uid}/by/{dimension}.csv", breakdowns.csv),
    _page("GET", "/sites/{uid}/by/{dimension}", breakdowns.detail),
    _page("GET", "/sites/{uid}/card/{dimension}", card_lists.rows_of_card),
    _page("GET", "/sites/{uid}/journeys", journeys.journeys_page),
    _page("GET", "/sites/{uid}/realtime", live.realtime_page),
    _page("GET", "/sites/{uid}/insights", insights.insights_page),
    _page("POST", "/sites/{uid}/insights", insights.choose),
    _page("GET", "/sites/{uid}/uptime", uptime.uptime_page),
    _page("POST", "/sites/{uid}/uptime", uptime.switch),
    _page("GET", "/sites/{uid}/settings", sites.settings_page),
    _page("POST", "/sites/{uid}/settings", sites.change),
    _page("POST", "/sites/{uid}/delete", sites.delete),
    _page("GET", "/unsubscribe/{token}", unsubscribing.ask_page),
    _page("POST", "/unsubscribe/{token}", unsubscribing.unsubscribe),
    _page("GET", "/public/{uid}", overview.public_overview),
    _page("GET", "/public/{uid}/now.json", overview.public_now),
    _page("GET", "/public/{uid}/by/{dimension}.csv", breakdowns.public_csv),
    _page("GET", "/public/{uid}/by/{dimension}", breakdowns.public_detail),
    _page("GET", "/public/{uid}/card/{dimension}", card_lists.public_rows_of_card),
    _page("GET", "/settings", account.settings_page),
    _page("POST", "/settings", account.change),
    _page("GET", "/settings/keys", keys.keys_page),
    _page("POST", "/settings/keys", keys.create),
    _page("POST", "/settings/keys/{key_id}/revoke", keys.revoke),
)
