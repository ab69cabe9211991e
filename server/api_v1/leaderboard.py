"""`GET /api/v1/sites/:id/leaderboard`"""

from schemas.api_v1.leaderboard import CacheInfo, Leaderboard, PathAsked
from schemas.api_v1.pagination import Pagination
from schemas.api_v1.sites import SiteNamed
from server.api_v1.parameters import PAGE, asked_page, asked_site, per_page
from server.http import parameters
from server.http.calls import Call

PER_PAGE = per_page(usual=100, most=1000)
PATH = parameters.text("path", "Only paths with this text in them, in any case.")

LEADERBOARD_PARAMETERS = (PATH, PAGE, PER_PAGE)


async def leaderboard(call: Call) -> Leaderboard:
    """The pages of all time, most pageviews first. Counted once an hour: `cache_info` says when."""
    site, term = asked_site(call), PATH.find(call)
    page = asked_page(call, PER_PAGE)
    board = await call.app.ask(call.app.leaderboards.board, site, term)
    return Leaderboard(
        leaderboard=board.rows(page),
        site=SiteNamed.of(site),
        pagination=Pagination.of(page, board.total_count),
        cache_info=CacheInfo(board.cached_at, board.expires_at),
        filters=PathAsked(term),
    )
