"""`/health` and `/metrics`."""

import asyncio
from functools import partial

from starlette.responses import Response

from schemas.errors import UnauthorizedError
from schemas.health import HealthAnswer, LiveAnswer, ReadyAnswer, ReasonRow
from server.app import App
from server.health.access import may_look_inside
from server.health.reasons import find_reasons, is_live, is_ready
from server.http.calls import Call
from server.http.compression import compressed

NO_KEY = "Unauthorized — metrics are for who bears the metrics_key of the settings"


async def health(call: Call) -> HealthAnswer:
    """All that can be said, with texts for who may look inside. 503 when hits cannot be taken."""
    app = call.app
    # Not among the threads of questions: those may all be taken when this is asked.
    reasons = await asyncio.to_thread(app.watch.reasons.read, partial(find_reasons, app))
    inside, live, ready = may_look_inside(call), is_live(app), is_ready(app)
    rows = {ReasonRow(reason.name, reason.text if inside else None): None for reason in reasons}
    return HealthAnswer.of(live=live, ready=ready, reasons=tuple(rows))


async def live(call: Call) -> LiveAnswer:
    """503 when only a restart helps."""
    return LiveAnswer(is_live(call.app))


async def ready(call: Call) -> ReadyAnswer:
    """503 when hits cannot be taken now."""
    return ReadyAnswer(is_ready(call.app))


async def metrics(call: Call) -> Response:
    """Prometheus' text format, or OpenMetrics where that is asked for."""
    if not may_look_inside(call):
        raise UnauthorizedError(NO_KEY)
    return await asyncio.to_thread(_exposed, call.app, call)


def _exposed(app: App, call: Call) -> Response:
    from server.health.exposition import expose

    text, media_type = expose(app, call.headers.get(b"accept", b"").decode("latin-1"))
    response = Response(text, headers={"cache-control": "no-store", "content-type": media_type})
    return compressed(response, call.headers)
