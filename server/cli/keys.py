"""hitlake key: what programs show to use the APIs."""

import sys
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from schemas.sites import AccessType, ApiKey
from server.cli.finding import user_named
from server.cli.opening import opened_registry
from server.cli.options import DataOption, JsonOption, UserOption, settings_of
from server.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from datetime import datetime


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True)
    group.command("create")(create)
    group.command("list")(show)
    group.command("revoke")(revoke)
    app.add_typer(group, name="key", help="What programs show to use the APIs.")


def create(
    user: UserOption = None,
    full_access: Annotated[bool, typer.Option("--full-access", help="It may also write.")] = False,
    name: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.", show_default=False)] = "",
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Make a key. It is printed this once: only its hash is kept."""
    settings = settings_of(data)
    with opened_registry(settings.data) as registry:
        account = user_named(registry, user)
        key, secret = registry.keys.create(account.id, name, AccessType.FULL if full_access else AccessType.READ_ONLY)
    if json:
        print_json({**_as_json(key, account.email), "key": secret})
        return
    print(secret)
    may = "read and write" if full_access else "read"
    print(
        f"\nThis key may {may} what belongs to {account.email}. It is shown this once: keep it now.\n"
        f'Try it: curl -H "Authorization: Bearer {secret}" {settings.address}/api/v2/sites',
        file=sys.stderr,  # so that a script gets the key alone
    )


def show(
    user: Annotated[str | None, typer.Option(metavar="EMAIL", help="Only this user's.")] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """List the keys by their last four characters."""
    with opened_registry(settings_of(data).data) as registry:
        keys = registry.keys.list(user_named(registry, user).id if user else None)
        emails = {account.id: account.email for account in registry.accounts.all()}
    if json:
        print_json([_as_json(key, emails[key.account_id]) for key in keys])
        return
    rows = [
        (
            *(key.id, f"...{key.hint}", key.name, key.access.replace("_", " "), emails[key.account_id]),
            *(f"{key.created_at:%Y-%m-%d}", _minute(key.last_used_at), "revoked" if key.revoked else "valid"),
        )
        for key in keys
    ]
    print_table(
        ("id", "ends in", "name", "access", "user", "made", "last used (UTC)", "state"),
        rows,
        empty="There is no key yet: make one with `hitlake key create`.",
    )


def revoke(
    key_id: Annotated[int, typer.Argument(metavar="ID", help="As `hitlake key list` shows it.", show_default=False)],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Make a key invalid, at once and for good."""
    with opened_registry(settings_of(data).data) as registry:
        key = registry.keys.revoke(key_id)
        account = registry.accounts.by_id(key.account_id)
    if json:
        print_json(_as_json(key, account.email if account else ""))
    else:
        print(f"Revoked the key {key.id} that ends in {key.hint}.")


def _as_json(key: ApiKey, email: str) -> dict[str, object]:
    return {**msgspec.structs.asdict(key), "user": email}


def _minute(instant: "datetime | None") -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else "never"
