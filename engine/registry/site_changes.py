"""What may be set on a site, and what is allowed for each."""

import re
from ipaddress import ip_network
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from engine.registry.domains import domain_name
from engine.registry.time_zones import time_zone_name
from schemas.errors import BadInputError

_OWN_PATH = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,59}){1,2}")


class SiteChanges(msgspec.Struct, frozen=True, kw_only=True):
    """Every field is a field of Site; those that are left out stay as they are."""

    domain: str | UnsetType = UNSET
    label: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    public: bool | UnsetType = UNSET
    ignored_paths: tuple[str, ...] | UnsetType = UNSET
    excluded_addresses: tuple[str, ...] | UnsetType = UNSET
    extra_hosts: tuple[str, ...] | UnsetType = UNSET
    retention_days: int | UnsetType | None = UNSET
    script_path: str | UnsetType | None = UNSET
    collector_path: str | UnsetType | None = UNSET


def checked_values(changes: SiteChanges) -> dict[str, Any]:
    """Column to value, in the form that is stored. Raises BadInputError."""
    given = msgspec.structs.asdict(changes)
    return {name: _CHECKS[name](value) for name, value in given.items() if value is not UNSET}


def _label(value: str) -> str:
    label = value.strip()
    if not label or len(label) > 200:
        raise BadInputError(f"label {value!r}: 1 to 200 characters are allowed")
    return label


def _ignored_paths(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not value.startswith("/") or "*" in value[:-1]:
            raise BadInputError(f"ignored path {value!r}: it starts with / and may end with one *")
    return tuple(dict.fromkeys(values))


def _excluded_addresses(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_network(value.strip()) for value in values))


def _network(value: str) -> str:
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        raise BadInputError(
            f"excluded address {value!r}: an address or a network like 192.0.2.0/24 is needed"
        ) from None
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def _extra_hosts(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(domain_name(value) for value in values))


def _retention_days(value: int | None) -> int | None:
    if value is not None and value < 1:
        raise BadInputError(f"retention {value} days: 1 or more, or none for ever")
    return value


def _own_path(value: str | None) -> str | None:
    path = (value or "").strip() or None
    if path is not None and not _OWN_PATH.fullmatch(path):
        raise BadInputError(f"own path {path!r}: it looks like /water.js, one or two words of letters, digits, . _ -")
    return path


_CHECKS: dict[str, Any] = {
    "domain": domain_name,
    "label": _label,
    "time_zone": time_zone_name,
    "active": bool,
    "public": bool,
    "ignored_paths": _ignored_paths,
    "excluded_addresses": _excluded_addresses,
    "extra_hosts": _extra_hosts,
    "retention_days": _retention_days,
    "script_path": _own_path,
    "collector_path": _own_path,
}
