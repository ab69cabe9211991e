"""The account's sites, and the settings of each."""

from starlette.responses import Response

from engine.registry.site_changes import SiteChanges
from engine.reports.realtime import realtime
from schemas.errors import BadInputError, HitlakeError
from schemas.sites import Site
from server.dashboard.forms import Form
from server.dashboard.own_paths import check_own_paths
from server.dashboard.pages import Person, own_site, private_form, private_page, redirect, rendered
from server.http.calls import Call


@private_page
async def list_page(call: Call, person: Person) -> Response:
    return await _list(call, person)


@private_form
async def add(call: Call, person: Person, form: Form) -> Response:
    try:
        site = call.app.registry.sites.add(
            person.account.id, form.get("domain", ""), form.get("label") or None, form.get("time_zone") or None
        )
    except HitlakeError as error:
        return await _list(call, person, form, str(error), 422)
    return redirect(f"/sites/{site.uid}/start")


async def _list(call: Call, person: Person, form: Form | None = None, error: str = "", status: int = 200) -> Response:
    sites = call.app.registry.sites.of_account(person.account.id)
    rows = [
        (
            site,
            (await call.app.ask(realtime, call.app.sources, site, call.app.lake.calendar, call.now_ms)).active_visitors,
        )
        for site in sites
    ]
    return rendered(call, "sites.html", person, status, title="Sites", rows=rows, form=form or {}, error=error)


@private_page
async def settings_page(call: Call, person: Person) -> Response:
    return _settings(call, person, own_site(call, person))


@private_form
async def change(call: Call, person: Person, form: Form) -> Response:
    site = own_site(call, person)
    try:
        check_own_paths(form.get("script_path", ""), form.get("collector_path", ""))
        call.app.registry.sites.update(site.id, _changes(form))
    except HitlakeError as error:
        return _settings(call, person, site, form, str(error), 422)
    return redirect(f"/sites/{site.uid}/settings?changed")


@private_form
async def delete(call: Call, person: Person, form: Form) -> Response:
    """For good; the domain is typed, so that nobody does it by a slip."""
    site = own_site(call, person)
    if form.get("domain", "") != site.domain:
        error = f"Nothing was deleted: to delete the site, type {site.domain}."
        return _settings(call, person, site, error=error, status=422)
    await call.app.ask(call.app.registry.erasures.erase, site.id)
    return redirect("/sites")


def _changes(form: Form) -> SiteChanges:
    return SiteChanges(
        domain=form.get("domain", ""),
        label=form.get("label") or form.get("domain", ""),
        time_zone=form.get("time_zone", ""),
        active="active" in form,
        public="public" in form,
        ignored_paths=_lines(form.get("ignored_paths", "")),
        excluded_addresses=_lines(form.get("excluded_addresses", "")),
        extra_hosts=_lines(form.get("extra_hosts", "")),
        script_path=form.get("script_path") or None,
        collector_path=form.get("collector_path") or None,
        retention_days=_days(form.get("retention_days", "")),
    )


def _days(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 7):
        raise BadInputError(f"The days to keep are {text!r}: a whole number, or nothing for ever.")
    return int(text) if text else None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _settings(
    call: Call, person: Person, site: Site, form: Form | None = None, error: str = "", status: int = 200
) -> Response:
    shown = form or {
        "domain": site.domain,
        "label": site.label,
        "time_zone": site.time_zone,
        "ignored_paths": "\n".join(site.ignored_paths),
        "excluded_addresses": "\n".join(site.excluded_addresses),
        "extra_hosts": "\n".join(site.extra_hosts),
        "script_path": site.script_path or "",
        "collector_path": site.collector_path or "",
        "retention_days": str(site.retention_days or ""),
        **({"active": "on"} if site.active else {}),
        **({"public": "on"} if site.public else {}),
    }
    return rendered(
        call,
        "site.html",
        person,
        status,
        title=f"Settings · {site.label}",
        site=site,
        base=f"/sites/{site.uid}",
        form=shown,
        error=error,
        is_changed="changed" in call.query,
    )
