"""hitlake monitor: whether sites answer."""

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from schemas.errors import BadInputError, NotFoundError
from schemas.sites import Site
from schemas.uptime import Monitor
from server.cli.finding import SITE_HELP, site_named
from server.cli.opening import opened_registry
from server.cli.options import DataOption, JsonOption, settings_of
from server.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from engine.registry.registry import Registry

SiteOption = Annotated[
    str | None, typer.Option("--site", metavar="SITE", help=f"{SITE_HELP} Not needed while there is one site.")
]
UrlOption = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="What to check.  [default: the site's first page, by https]")
]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True)
    group.command("on")(switch_on)
    group.command("off")(switch_off)
    group.command("list")(show)
    app.add_typer(group, name="monitor", help="Whether sites answer.")


def switch_on(
    site: SiteOption = None, url: UrlOption = None, data: DataOption = None, json: JsonOption = False
) -> None:
    """Check a site every 5 minutes while the server runs; resumes a monitor that paused by itself."""
    from engine.uptime.watched import checked_url

    checked = None if url is None else checked_url(url)
    with opened_registry(settings_of(data).data) as registry:
        found = _site(registry, site)
        monitor = registry.monitors.switch_on(found.id, checked)
    if json:
        print_json(_as_json(found, monitor))
    else:
        print(f"{monitor.url or found.url} is checked every 5 minutes while the server runs.")


def switch_off(site: SiteOption = None, data: DataOption = None, json: JsonOption = False) -> None:
    """Stop checking a site. What was found is kept."""
    with opened_registry(settings_of(data).data) as registry:
        found = _site(registry, site)
        monitor = registry.monitors.switch_off(found.id)
    if monitor is None:
        raise NotFoundError(f"{found.domain} was never monitored: `hitlake monitor on` begins")
    if json:
        print_json(_as_json(found, monitor))
    else:
        print(f"{monitor.url or found.url} is no longer checked.")


def show(data: DataOption = None, json: JsonOption = False) -> None:
    """List the monitors."""
    with opened_registry(settings_of(data).data) as registry:
        shown = [_as_json(site, monitor) for monitor in registry.monitors.all() for site in _sites(registry, monitor)]
    if json:
        print_json(shown)
        return
    names = ("site", "url", "state", "uptime", "status", "last_check", "next_check")
    print_table(
        ("site", "address", "state", "uptime", "last answer", "last check", "next check"),
        [[row[name] if row[name] is not None else "" for name in names] for row in shown],
        empty="No site is monitored yet: begin with `hitlake monitor on`.",
    )


def _as_json(site: Site, monitor: Monitor) -> dict[str, object]:
    import time

    from engine.uptime.course import course_at
    from engine.uptime.report import monitor_answer

    now_ms = time.time_ns() // 1_000_000
    monitor = msgspec.structs.replace(monitor, course=course_at(monitor.course, now_ms))
    answer = monitor_answer(site, monitor, now_ms)
    return {
        "site": site.uid,
        "url": answer.url,
        "state": _state(monitor),
        "uptime": answer.uptime,
        "status": answer.status_description,
        "error": answer.last_error_message,
        "last_check": answer.last_check_at,
        "next_check": answer.next_check_at,
    }


def _state(monitor: Monitor) -> str:
    if not monitor.enabled:
        return "off"
    return "paused" if monitor.auto_paused else monitor.course.health.value


def _sites(registry: "Registry", monitor: Monitor) -> list[Site]:
    site = registry.sites.by_id(monitor.site_id)
    return [site] if site else []


def _site(registry: "Registry", text: str | None) -> Site:
    if text is not None:
        return site_named(registry, text)
    sites = registry.sites.all()
    if len(sites) == 1:
        return sites[0]
    if not sites:
        raise BadInputError("there is no site yet: add one with `hitlake site add DOMAIN`")
    raise BadInputError(f"there are {len(sites)} sites: say which with --site (`hitlake site list` shows them)")
