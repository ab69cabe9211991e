"""Whether the site answers: what was found, and the switch of its monitor."""

from msgspec.structs import replace
from starlette.responses import Response

from engine.uptime.course import course_at, uptime_percent
from engine.uptime.history import stretches
from engine.uptime.report import live_downtimes
from engine.uptime.watched import checked_url
from schemas.errors import BadInputError, HitlakeError
from schemas.questions import Page
from schemas.sites import Site
from schemas.uptime import Monitor
from server.app import App
from server.dashboard.forms import Form
from server.dashboard.pages import Person, own_site, private_form, private_page, redirect, rendered
from server.dashboard.uptime_drawing import LENGTHS, bounds, days, lasted, latency, moment, strip
from server.dashboard.uptime_words import certificate, domain, notices, state, url_of
from server.http.calls import Call
from server.uptime.building import notice_channels

USUAL_LENGTH = "24h"
DOWNTIMES = 20
"""A page."""


@private_page
async def uptime_page(call: Call, person: Person) -> Response:
    return await _page(call, person, own_site(call, person))


@private_form
async def switch(call: Call, person: Person, form: Form) -> Response:
    """`do` is on, resume or off; with on, `url` may name what is asked for."""
    site = own_site(call, person)
    try:
        await call.app.ask(_switch, call.app, site, form)
    except HitlakeError as error:
        return await _page(call, person, site, form, str(error), 422)
    return redirect(f"/sites/{site.uid}/uptime")


def _switch(app: App, site: Site, form: Form) -> None:
    """Raises BadInputError, NotFoundError."""
    match form.get("do"):
        case "on":
            url = form.get("url", "")
            app.registry.monitors.switch_on(site.id, checked_url(url) if url else None)
        case "resume":
            app.registry.monitors.resume(site.id)
        case "off":
            app.registry.monitors.switch_off(site.id)
        case other:
            raise BadInputError(f"do is {other!r}; allowed are on, resume, off")


async def _page(
    call: Call, person: Person, site: Site, form: Form | None = None, error: str = "", status: int = 200
) -> Response:
    length = call.query.get("range", USUAL_LENGTH)
    if length not in LENGTHS:
        raise BadInputError(f"range is {length!r}; allowed are {', '.join(LENGTHS)}")
    monitor = await call.app.ask(call.app.registry.monitors.find, site.id)
    shown: dict[str, object] = {"found": None}
    if monitor is not None:
        page = Page(_page_number(call), DOWNTIMES)
        shown = await call.app.ask(_shown, call.app, site, monitor, call.now_ms, length, page)
    return rendered(
        call,
        "uptime.html",
        person,
        status,
        title=f"Uptime · {site.label}",
        site=site,
        base=f"/sites/{site.uid}",
        monitor=monitor,
        url=url_of(monitor, site),
        form=form or {"url": url_of(monitor, site)},
        error=error,
        notices=notices(notice_channels(call.app.settings), person.account.email),
        length=length,
        lengths=LENGTHS,
        moment=moment,
        lasted=lasted,
        **shown,
    )


def _page_number(call: Call) -> int:
    text = call.query.get("page", "1")
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise BadInputError(f"page is {text!r}; it must be a number from 1 on")
    return int(text)


def _shown(app: App, site: Site, monitor: Monitor, now_ms: int, length: str, page: Page) -> dict[str, object]:
    """Blocks: reads the database."""
    database, zone = app.registry.database, site.time_zone
    monitor = replace(monitor, course=course_at(monitor.course, now_ms))
    rows = live_downtimes(app.registry.downtimes, monitor, page)
    summary = app.registry.downtimes.summary(monitor.id, since_ms=0)
    return {
        "found": state(monitor, zone, now_ms),
        "uptime": uptime_percent(monitor.course),
        "known_since": moment(monitor.created_ms, zone).partition(",")[0],
        "strip": strip(stretches(database, site.id, days(now_ms, zone)), zone),
        "latency": latency(stretches(database, site.id, bounds(length, now_ms, zone)), length, zone),
        "certificate": certificate(monitor.certificate, url_of(monitor, site), zone, now_ms),
        "domain": domain(monitor.registration, zone, now_ms),
        "downtimes": rows,
        "downtimes_in_all": summary.total_downtimes,
        "page": page,
        "pages": max(1, -(-summary.total_downtimes // page.size)),
    }
