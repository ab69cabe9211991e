"""Users and sites as people name them on the command line."""

from typing import TYPE_CHECKING

from schemas.errors import BadInputError, NotFoundError
from schemas.sites import Account, Site

if TYPE_CHECKING:
    from engine.registry.registry import Registry

SITE_HELP = "The site's uid, id or domain."


def user_named(registry: "Registry", email: str | None) -> Account:
    """Without an email, the only user there is. Raises BadInputError, NotFoundError."""
    if email is not None:
        account = registry.accounts.find(email)
        if account is None:
            raise NotFoundError(f"there is no user {email}: `hitlake user list` shows all")
        return account
    accounts = registry.accounts.all()
    if not accounts:
        raise BadInputError("there is no user yet: add one with `hitlake user add EMAIL`")
    if len(accounts) > 1:
        raise BadInputError(
            f"there are {len(accounts)} users: say which with --user EMAIL (`hitlake user list` shows them)"
        )
    return accounts[0]


def site_named(registry: "Registry", text: str) -> Site:
    """By uid, id, the siteId of API v2, or a domain that one site has. Raises BadInputError, NotFoundError."""
    sites = registry.sites
    found = sites.by_uid(text) or sites.by_hex_id(text) or (sites.by_id(int(text)) if text.isdecimal() else None)
    if found is not None:
        return found
    from engine.registry.domains import domain_name

    wanted = domain_name(text)
    matches = [site for site in sites.all() if site.domain == wanted]
    if not matches:
        raise NotFoundError(f"there is no site {text}: `hitlake site list` shows all")
    if len(matches) > 1:
        uids = ", ".join(site.uid for site in matches)
        raise BadInputError(f"{len(matches)} sites have the domain {wanted}: name one by its uid ({uids})")
    return matches[0]
