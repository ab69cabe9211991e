"""What was written about a site, and whether and how it is written."""

from starlette.responses import Response

from engine.insights.reporting import chosen_reports, report_day
from engine.insights.schedule import due_day
from schemas.errors import BadInputError
from schemas.insights import InsightChoices
from schemas.questions import Page
from schemas.sites import Site
from server.app import App
from server.dashboard.forms import Form
from server.dashboard.pages import Person, own_site, private_form, private_page, redirect, rendered
from server.http.calls import Call
from server.uptime.building import notice_channels

INSIGHTS = 7
"""A page."""


@private_page
async def insights_page(call: Call, person: Person) -> Response:
    site = own_site(call, person)
    page = Page(_page_number(call), INSIGHTS)
    diary = call.app.registry.diary
    rows, count = await call.app.ask(diary.page, site.id, page)
    return rendered(
        call,
        "insights.html",
        person,
        title=f"Insights · {site.label}",
        site=site,
        base=f"/sites/{site.uid}",
        rows=rows,
        page=page,
        pages=max(1, -(-count // page.size)),
        choices=await call.app.ask(diary.choices, site.id),
        model=call.app.settings.insight_model_url and call.app.settings.insight_model,
        mails=bool(call.app.settings.smtp_host and call.app.settings.smtp_from),
        channels=notice_channels(call.app.settings),
        is_changed="changed" in call.query,
    )


@private_form
async def choose(call: Call, person: Person, form: Form) -> Response:
    site = own_site(call, person)
    chosen = {name: name in form for name in InsightChoices.__struct_fields__}
    await call.app.ask(_choose, call.app, site, InsightChoices(**chosen), call.now_ms)
    return redirect(f"/sites/{site.uid}/insights?changed")


def _choose(app: App, site: Site, choices: InsightChoices, now_ms: int) -> None:
    """A report that is new begins with the next one: what is over was not asked for."""
    known = chosen_reports(app.registry.diary.choices(site.id))
    for kind in chosen_reports(choices):
        if kind not in known:
            app.registry.mailed.leave_out(site.id, kind, report_day(kind, due_day(now_ms, site.time_zone)))
    app.registry.diary.choose(site.id, choices)


def _page_number(call: Call) -> int:
    text = call.query.get("page", "1")
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise BadInputError(f"page is {text!r}; it must be a number from 1 on")
    return int(text)
