"""Accounts, sites and keys, as everything but the registry sees them."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Subscription(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    email: str
    name: str
    subscription: Subscription
    time_zone: str
    created_at: datetime


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured. `hex_id` is the `siteId` of API v2, `uid` stands in script and pixel addresses."""

    id: int
    account_id: int
    uid: str
    hex_id: str
    domain: str
    """The host, lower case, without scheme and without www., with a port where it is not the default one."""
    label: str
    time_zone: str
    active: bool = True
    public: bool = False
    ignored_paths: tuple[str, ...] = ()
    """Exact paths, or a prefix followed by `*`."""
    excluded_addresses: tuple[str, ...] = ()
    """Addresses or networks in CIDR notation."""
    extra_hosts: tuple[str, ...] = ()
    """Hosts besides the domain and its subdomains whose pages count."""
    retention_days: int | None = None
    script_path: str | None = None
    """An address of its own on the server for the script, besides the usual one; blockers know that."""
    collector_path: str | None = None
    """And for what the script sends to."""
    created_at: datetime
    updated_at: datetime

    @property
    def url(self) -> str:
        """The address that paths are appended to."""
        return f"https://{self.domain}"


class AccessType(StrEnum):
    READ_ONLY = "read_only"
    FULL = "full_access"


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key without its secret. The secret is shown once, when it is made, and only its hash is stored."""

    id: int
    account_id: int
    name: str
    access: AccessType
    hint: str
    """The last four characters, to tell keys apart."""
    created_at: datetime
    last_used_at: datetime | None
    revoked: bool
