"""The made-up account, its site and its keys."""

import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.registry.registry import Registry
from schemas.sites import AccessType, Account, Site
from server.demo.memory import TIME_ZONE, Memory, remember

EMAIL = "demo@birchlane.example"
NAME = "Birchlane"
DOMAIN = "birchlane.example"


@dataclass(frozen=True, slots=True)
class Household:
    account: Account
    site: Site


def set_up(registry: Registry, data: Path, memory: Memory) -> tuple[Household, Memory]:
    """Makes what is missing and leaves the rest: after a crash, and after a key was revoked."""
    account = registry.accounts.find(EMAIL) or registry.accounts.add(EMAIL, NAME, time_zone=TIME_ZONE)
    sites = [site for site in registry.sites.of_account(account.id) if site.domain == DOMAIN]
    site = sites[0] if sites else registry.sites.add(account.id, DOMAIN, NAME, TIME_ZONE)
    kept = msgspec.structs.replace(
        memory,
        read_only_key=_key(registry, account, memory.read_only_key, AccessType.READ_ONLY),
        full_access_key=_key(registry, account, memory.full_access_key, AccessType.FULL),
        password=memory.password or _password(registry, account),
    )
    if kept != memory:
        remember(data, kept)
    return Household(account, site), kept


def _password(registry: Registry, account: Account) -> str:
    password = secrets.token_urlsafe(9)
    registry.accounts.set_password(account.id, password)
    return password


def _key(registry: Registry, account: Account, secret: str, access: AccessType) -> str:
    if secret and registry.keys.find(secret):
        return secret
    name = "Demo, full access" if access is AccessType.FULL else "Demo, read only"
    return registry.keys.create(account.id, name, access)[1]
