"""hitlake site: what is measured."""

from typing import Annotated

import msgspec
import typer

from engine.registry.site_changes import SiteChanges
from schemas.errors import BadInputError
from schemas.sites import Site
from server.cli.finding import SITE_HELP, site_named, user_named
from server.cli.opening import opened_registry
from server.cli.options import DataOption, JsonOption, UserOption, settings_of
from server.cli.printing import print_json, print_table
from server.settings import Settings
from server.settings_sources import FILE_NAME

NONE = "none"
ZoneOption = Annotated[
    str | None, typer.Option(metavar="ZONE", help="Where the site's days begin, such as Europe/Berlin.")
]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(show)
    group.command("set")(change)
    group.command("delete")(delete)
    app.add_typer(group, name="site", help="What is measured.")


def add(
    domain: Annotated[str, typer.Argument(metavar="DOMAIN", help="Such as example.com.", show_default=False)],
    label: Annotated[str | None, typer.Option(metavar="TEXT", help="What to call it.  [default: the domain]")] = None,
    timezone: ZoneOption = None,
    user: UserOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Add a site, and show what to paste into its pages."""
    settings = settings_of(data)
    with opened_registry(settings.data) as registry:
        account = user_named(registry, user)
        site = registry.sites.add(account.id, domain, label, timezone)
    if json:
        print_json(_as_json(site, settings))
    else:
        print(_welcome(site, settings))


def show(
    user: Annotated[str | None, typer.Option(metavar="EMAIL", help="Only this user's.")] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """List the sites."""
    settings = settings_of(data)
    with opened_registry(settings.data) as registry:
        sites = registry.sites.of_account(user_named(registry, user).id) if user else registry.sites.all()
        emails = {account.id: account.email for account in registry.accounts.all()}
    if json:
        print_json([_as_json(site, settings) for site in sites])
        return
    rows = [
        (
            *(site.id, site.uid, site.domain, site.label, site.time_zone),
            *("active" if site.active else "switched off", emails[site.account_id]),
        )
        for site in sites
    ]
    print_table(
        ("id", "uid", "domain", "label", "time zone", "state", "user"),
        rows,
        empty="There is no site yet: add one with `hitlake site add DOMAIN`.",
    )


def change(
    site: Annotated[str, typer.Argument(metavar="SITE", help=SITE_HELP, show_default=False)],
    domain: Annotated[str | None, typer.Option(metavar="DOMAIN", help="Its new domain.")] = None,
    label: Annotated[str | None, typer.Option(metavar="TEXT", help="What to call it.")] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="For hits to come; stored ones keep their day.")
    ] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Whether its hits are stored.")] = None,
    public: Annotated[bool | None, typer.Option("--public/--private", help="Whether everybody may see it.")] = None,
    ignore_path: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="Pages not to count: /preview or /admin*. Repeatable.")
    ] = None,
    exclude_address: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="Visitors not to count: 192.0.2.0/24. Repeatable.")
    ] = None,
    extra_host: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="Other hosts whose pages count. Repeatable.")
    ] = None,
    retention_days: Annotated[
        str | None,
        typer.Option(metavar="DAYS", help="How many days before today its hits are kept; none is for ever."),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Change a site. What can be repeated replaces all that was set before; `none` clears it."""
    settings = settings_of(data)
    with opened_registry(settings.data) as registry:
        changes = _changes(
            domain=domain,
            label=label,
            time_zone=timezone,
            active=active,
            public=public,
            ignored_paths=_texts(ignore_path),
            excluded_addresses=_texts(exclude_address),
            extra_hosts=_texts(extra_host),
            retention_days=None if retention_days is None else _days(retention_days),
        )
        changed = registry.sites.update(site_named(registry, site).id, changes)
    if json:
        print_json(_as_json(changed, settings))
    else:
        print(f"Changed {changed.domain} ({changed.uid}).")


def delete(
    site: Annotated[str, typer.Argument(metavar="SITE", help=SITE_HELP, show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = None,
) -> None:
    """Delete a site and every hit of it, for good. Backups lose it at their next run.

    Works beside a running server, which goes on.
    """
    from server.cli.erasing import erase_files

    settings = settings_of(data)
    with opened_registry(settings.data) as registry:
        found = site_named(registry, site)
        if not yes:
            typed = typer.prompt(f"Every hit of {found.domain} will be gone for good. Type {found.domain} to go on")
            if typed.strip() != found.domain:
                raise BadInputError("nothing was deleted")
        registry.erasures.erase(found.id)
        erase_files(settings, registry, found.id)
    print(f"Deleted {found.domain} ({found.uid}).")


def _changes(**given: object) -> SiteChanges:
    """Options that were given. Raises BadInputError when none was."""
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise BadInputError("nothing to change: `hitlake site set --help` shows what can be")
    if changes.get("retention_days") == NONE:
        changes["retention_days"] = None
    return msgspec.convert(changes, SiteChanges)


def _texts(values: list[str] | None) -> tuple[str, ...] | None:
    return None if not values else tuple(value for value in values if value != NONE)


def _days(text: str) -> int | str:
    if text == NONE:
        return NONE
    if not text.isdecimal():
        raise BadInputError(f"--retention-days {text!r}: a whole number of days, or none, is allowed")
    return int(text)


def _snippet(site: Site, settings: Settings) -> str:
    return f'<script src="{settings.address}/embed/{site.uid}.js" defer></script>'


def _as_json(site: Site, settings: Settings) -> dict[str, object]:
    return {**msgspec.structs.asdict(site), "snippet": _snippet(site, settings)}


def _welcome(site: Site, settings: Settings) -> str:
    lines = [
        f"Added the site {site.domain}. Its days begin at midnight in {site.time_zone}.",
        "",
        f"  uid     {site.uid}   (in addresses, and for --site)",
        f"  id      {site.id}   (in API v1)",
        f"  siteId  {site.hex_id}   (in API v2)",
        "",
        "Paste this into its pages, before </head>:",
        "",
        f"  {_snippet(site, settings)}",
    ]
    if settings.base_url is None:
        lines += [
            "",
            f"{settings.address} is an address of this machine. Where visitors reach the server under another,",
            f'say so in {settings.data / FILE_NAME}: base_url = "https://stats.example.com"',
        ]
    return "\n".join(lines)
