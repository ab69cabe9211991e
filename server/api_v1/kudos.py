"""`GET` and `POST /api/v1/sites/:id/kudos`, `DELETE /api/v1/sites/:id/kudos/:uid`"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from schemas.api_v1.kudos import CreatedKudo, DeletedKudo, KudosAsked, KudosPage, shown_kudo
from schemas.api_v1.pagination import Pagination
from schemas.api_v1.writes import Invalid
from schemas.kudos import KudosQuestion
from schemas.questions import Period, TimeZone
from schemas.sites import Site
from server.api_v1.parameters import DATES, PAGE, asked_page, asked_period, asked_site, per_page, today_of
from server.api_v1.writes.bodies import object_text
from server.api_v1.writes.rows import read_fields
from server.api_v1.writes.rules import PATH, Rule, matching
from server.http import parameters
from server.http.bodies import bounded_body
from server.http.calls import Call
from server.kudos.pages import page_path

PER_PAGE = per_page(usual=100, most=1000)
OF_PATH = parameters.text("path", "Only kudos for this page, exactly.")
OF_UID = parameters.text("uid", "Only the kudo with this uid.")

KUDOS_PARAMETERS = (*DATES, OF_PATH, OF_UID, PAGE, PER_PAGE)

# A slash would end the uid in the address that deletes the kudo, and programs resolve dots alone.
UID = Rule("a text without blanks and slashes", matching(re.compile(r"(?!\.+$)[^\s/]+")), 200, plain=(int,))
RULES: Mapping[str, Rule[Any]] = {"path": PATH, "custom_uid": UID}


async def list_kudos(call: Call) -> KudosPage:
    """Kudos one by one. Filters combine."""
    site = asked_site(call)
    page, period = asked_page(call, PER_PAGE), asked_period(call, site)
    path, uid = OF_PATH.find(call), OF_UID.find(call)
    first, end = (_midnight(day, site, period) for day in (period.days.first, period.days.end))
    question = KudosQuestion(first, end, path, uid, page)
    rows, total = await call.app.ask(call.app.registry.kudos.page, site.id, question)
    asked = KudosAsked(period.days.first, period.days.last, path, uid, period.time_zone)
    return KudosPage([shown_kudo(row) for row in rows], Pagination.of(page, total), asked)


async def add_kudo(call: Call) -> CreatedKudo | Invalid:
    """Store a kudo. It is on disk when the answer comes."""
    site = asked_site(call)
    body = await bounded_body(call.headers, call.receive, call.app.settings.max_body_bytes, "max_body_bytes")
    text = object_text(body)
    if isinstance(text, str):
        return Invalid.of(text)
    values, errors = read_fields(msgspec.json.decode(text), RULES, "path")
    if errors:
        return Invalid.of(*errors)
    path, today = page_path(call.app.facts, site, values["path"]), today_of(call, site, TimeZone.USER)
    kudo, is_new = await call.app.ask(call.app.registry.kudos.add, site.id, path, today, values["custom_uid"])
    return CreatedKudo(shown_kudo(kudo), repeated=not is_new)


async def delete_kudo(call: Call) -> DeletedKudo:
    """Take a kudo away."""
    site = asked_site(call)
    kudo = await call.app.ask(call.app.registry.kudos.remove, site.id, call.values["uid"])
    return DeletedKudo(shown_kudo(kudo))


def _midnight(day: date, site: Site, period: Period) -> datetime:
    zone = UTC if period.time_zone is TimeZone.UTC else ZoneInfo(site.time_zone)
    return datetime.combine(day, time(), zone).astimezone(UTC)
