"""hitlake user: who may have sites and keys."""

import sys
from typing import Annotated

import typer

from schemas.errors import BadInputError
from schemas.sites import Subscription
from server.cli.finding import user_named
from server.cli.opening import opened_registry
from server.cli.options import DataOption, JsonOption, settings_of
from server.cli.printing import print_json, print_table

Email = Annotated[str, typer.Argument(metavar="EMAIL", show_default=False)]
PasswordOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read a password from standard input (its first line).")
]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(show)
    group.command("set")(change)
    app.add_typer(group, name="user", help="Who may have sites and keys.")


def add(
    email: Email,
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What to call them.  [default: the part before the @]")
    ] = None,
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="For new sites, such as Europe/Berlin.")] = "UTC",
    password_stdin: PasswordOption = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Add a user; the first one makes the data folder."""
    settings = settings_of(data)
    password = _password() if password_stdin else None
    with opened_registry(settings.data, make=True) as registry:
        account = registry.accounts.add(email, name, password, timezone)
    if json:
        print_json(account)
        return
    print(f"Added the user {account.email} in {settings.data}; the time zone of new sites is {account.time_zone}.")
    print("Next: hitlake site add DOMAIN")


def show(data: DataOption = None, json: JsonOption = False) -> None:
    """List the users."""
    with opened_registry(settings_of(data).data) as registry:
        accounts = registry.accounts.all()
        sites = [len(registry.sites.of_account(account.id)) for account in accounts]
    if json:
        print_json(accounts)
        return
    rows = [
        (account.email, account.name, account.subscription, account.time_zone, count, f"{account.created_at:%Y-%m-%d}")
        for account, count in zip(accounts, sites, strict=True)
    ]
    print_table(
        ("email", "name", "subscription", "time zone", "sites", "since"),
        rows,
        empty="There is no user yet: add one with `hitlake user add EMAIL`.",
    )


def change(
    email: Email,
    subscription: Annotated[
        Subscription | None, typer.Option(help="Without an active one, API v1 answers with status 403.")
    ] = None,
    password_stdin: PasswordOption = False,
    data: DataOption = None,
) -> None:
    """Change a user."""
    if subscription is None and not password_stdin:
        raise BadInputError("nothing to change: give --subscription or --password-stdin")
    password = _password() if password_stdin else None
    with opened_registry(settings_of(data).data) as registry:
        account = user_named(registry, email)
        if password is not None:
            registry.accounts.set_password(account.id, password)
            print(f"{account.email} has a new password.")
        if subscription is not None:
            registry.accounts.set_subscription(account.id, subscription)
            print(f"The subscription of {account.email} is {subscription}.")


def _password() -> str:
    return sys.stdin.readline().rstrip("\r\n")
