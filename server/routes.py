"""Every address that this server answers."""

from schemas.api_v1.kudos import NewKudo
from schemas.api_v1.writes import NewEvent, NewEvents, NewHit, NewHits
from schemas.errors import ConflictError
from server.api_v1.hits import HITS_PARAMETERS, hits
from server.api_v1.insights import INSIGHTS_PARAMETERS, insights
from server.api_v1.kudos import KUDOS_PARAMETERS, add_kudo, delete_kudo, list_kudos
from server.api_v1.leaderboard import LEADERBOARD_PARAMETERS, leaderboard
from server.api_v1.me import me
from server.api_v1.sites import list_sites, show_site
from server.api_v1.uptime import UPTIME_PARAMETERS, uptime
from server.api_v1.user_journeys import JOURNEYS_PARAMETERS, user_journeys
from server.api_v1.writes.handlers import BATCH_HEADERS, add_event, add_events, add_hit, add_hits
from server.api_v1.writes.repeats import IDEMPOTENCY_KEY
from server.api_v2.events import events
from server.api_v2.pageviews import pageviews
from server.api_v2.parameters import PATHNAME, RANGE
from server.api_v2.realtime import realtime
from server.api_v2.sites import sites
from server.api_v2.stats import stats
from server.dashboard.routes import PAGES
from server.health.handlers import health, live, metrics, ready
from server.http.auth import Access
from server.http.cors import Cors
from server.http.limits import Limit
from server.http.routing import Route
from server.kudos.button import give_kudo, show_kudos
from server.openapi.apis import V1, V2
from server.openapi.docs import docs_route
from server.openapi.reference import Reference
from server.script.embed import embed
from server.script.widgets import widgets
from server.tracking.collector import collect, collect_directly
from server.tracking.pixel import pixel

READ_V1 = (Access.SUBSCRIBER_READ, Cors.API, Limit.PER_HOUR)
WRITE_V1 = (Access.SUBSCRIBER_WRITE, Cors.NONE, Limit.PER_HOUR)
READ_V2 = (Access.READ, Cors.API, Limit.PER_MINUTE)

API_V1 = Reference(
    V1,
    (
        Route("GET", "/api/v1/me", me, *READ_V1),
        Route("GET", "/api/v1/sites", list_sites, *READ_V1),
        Route("GET", "/api/v1/sites/{site_id}", show_site, *READ_V1),
        Route("GET", "/api/v1/sites/{site_id}/hits", hits, *READ_V1, HITS_PARAMETERS),
        Route("POST", "/api/v1/sites/{site_id}/hits", add_hit, *WRITE_V1, (IDEMPOTENCY_KEY,), NewHit),
        Route("POST", "/api/v1/sites/{site_id}/hits/batch", add_hits, *WRITE_V1, BATCH_HEADERS, NewHits),
        Route("POST", "/api/v1/sites/{site_id}/events", add_event, *WRITE_V1, (IDEMPOTENCY_KEY,), NewEvent),
        Route("POST", "/api/v1/sites/{site_id}/events/batch", add_events, *WRITE_V1, BATCH_HEADERS, NewEvents),
        Route("GET", "/api/v1/sites/{site_id}/leaderboard", leaderboard, *READ_V1, LEADERBOARD_PARAMETERS),
        Route("GET", "/api/v1/sites/{site_id}/user_journeys", user_journeys, *READ_V1, JOURNEYS_PARAMETERS),
        Route("GET", "/api/v1/sites/{site_id}/kudos", list_kudos, *READ_V1, KUDOS_PARAMETERS),
        Route("POST", "/api/v1/sites/{site_id}/kudos", add_kudo, *WRITE_V1, body=NewKudo, errors=(ConflictError,)),
        Route("DELETE", "/api/v1/sites/{site_id}/kudos/{uid}", delete_kudo, *WRITE_V1),
        Route("GET", "/api/v1/sites/{site_id}/insights", insights, *READ_V1, INSIGHTS_PARAMETERS),
        Route("GET", "/api/v1/sites/{site_id}/uptime", uptime, *READ_V1, UPTIME_PARAMETERS),
    ),
)
API_V2 = Reference(
    V2,
    (
        Route("GET", "/api/v2/sites", sites, *READ_V2),
        Route("GET", "/api/v2/sites/{site_id}/stats", stats, *READ_V2, (RANGE,)),
        Route("GET", "/api/v2/sites/{site_id}/realtime", realtime, *READ_V2),
        Route("GET", "/api/v2/sites/{site_id}/events", events, *READ_V2, (RANGE,)),
        Route("GET", "/api/v2/sites/{site_id}/pageviews", pageviews, *READ_V2, (RANGE, PATHNAME)),
    ),
)

ROUTES: tuple[Route, ...] = (
    Route("POST", "/collector/{uid}", collect, Access.OPEN, Cors.TRACKING, Limit.NONE, direct=collect_directly),
    Route("GET", "/pixel/{uid}.gif", pixel, Access.OPEN, Cors.TRACKING, Limit.NONE),
    Route("GET", "/embed/{uid}.js", embed, Access.OPEN, Cors.NONE, Limit.NONE),
    Route("GET", "/embed/{uid}.json", widgets, Access.OPEN, Cors.NONE, Limit.NONE),
    Route("GET", "/embed/{uid}/min.js", embed, Access.OPEN, Cors.NONE, Limit.NONE),
    Route("GET", "/kudos/{uid}.json", show_kudos, Access.OPEN, Cors.TRACKING, Limit.NONE),
    Route("POST", "/kudos/{uid}", give_kudo, Access.OPEN, Cors.TRACKING, Limit.NONE),
    *API_V1.routes,
    *API_V2.routes,
    docs_route(API_V1, API_V2),
    Route("GET", "/health", health, Access.OPEN, Cors.NONE, Limit.NONE),
    Route("GET", "/health/live", live, Access.OPEN, Cors.NONE, Limit.NONE),
    Route("GET", "/health/ready", ready, Access.OPEN, Cors.NONE, Limit.NONE),
    Route("GET", "/metrics", metrics, Access.OPEN, Cors.NONE, Limit.NONE),
    *PAGES,
)
