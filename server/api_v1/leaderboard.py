"""`GET /api/v1/sites/:id/leaderboard`"""

from schemas.api_v1.leaderboard import CacheInfo, Leaderboard, PathAsked
from schemas.api_v1.pagination import Pagination
from schemas.api_v1.sites import SiteNamed
from server.api_v1.parameters import PAGE, PER_PAGE, asked_page, asked_site
from server.http import parameters
from server.http.calls import Call

USUAL_ROWS, MOST_ROWS = 100, 1000

PATH = parameters.text("path", "Only paths with this text in them, in any case.")

LEADERBOARD_PARAMETERS = (PATH, PAGE, PER_PAGE[MOST_ROWS])


async def leaderboard(call: Call) -> Leaderboard:
    site, term = asked_site(call), PATH.find(call)
    page = asked_page(call, usual=USUAL_ROWS, most=MOST_ROWS)
    board = await call.app.ask(call.app.leaderboards.board, site, term)
    return Leaderboard(
        leaderboard=board.rows(page),
        site=SiteNamed.of(site),
        pagination=Pagination.of(page, board.total_count),
        cache_info=CacheInfo(board.cached_at, board.expires_at),
        filters=PathAsked(term),
    )
