"""`/me`"""

from datetime import datetime
from typing import Self

import msgspec

from schemas.api_v1.instants import Instant, whole_second
from schemas.sites import AccessType, Account, ApiKey, Subscription


class User(msgspec.Struct, frozen=True):
    email: str
    name: str
    subscription_status: Subscription
    sites_count: int


class KeyShown(msgspec.Struct, frozen=True):
    name: str
    access_type: AccessType
    last_used_at: Instant | None


class Me(msgspec.Struct, frozen=True):
    user: User
    id: int
    email: str
    is_subscribed: bool
    created_at: Instant
    api_key: KeyShown

    @classmethod
    def of(cls, account: Account, sites_count: int, key: ApiKey, last_used_at: datetime | None) -> Self:
        used_at = None if last_used_at is None else whole_second(last_used_at)
        return cls(
            User(account.email, account.name, account.subscription, sites_count),
            account.id,
            account.email,
            account.subscription is Subscription.ACTIVE,
            whole_second(account.created_at),
            KeyShown(key.name, key.access, used_at),
        )
