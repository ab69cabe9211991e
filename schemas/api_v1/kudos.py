"""`/sites/:id/kudos`"""

from datetime import date
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from schemas.api_v1.instants import whole_second
from schemas.api_v1.pagination import Pagination
from schemas.api_v1.writes import Path
from schemas.kudos import Kudo
from schemas.questions import TimeZone

CustomUid = Annotated[
    str,
    Meta(
        max_length=200,
        pattern=r"^(?!\.+$)[^\s/]*$",
        description="Your name for it, unique in the site. Sent again under the same name, it counts once.",
    ),
]


class KudosAsked(msgspec.Struct, frozen=True):
    """What was asked for, with what was not given filled in."""

    start_date: date
    end_date: date
    path: str | None
    uid: str | None
    time_zone: TimeZone


class KudosPage(msgspec.Struct, frozen=True):
    kudos: list[Kudo]
    """Newest first."""
    pagination: Pagination
    filters: KudosAsked


class NewKudo(msgspec.Struct, frozen=True, kw_only=True):
    """A kudo to store. An empty uid counts as a missing one; other fields are passed over."""

    path: Path
    custom_uid: CustomUid | int | None = None


class CreatedKudo(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="status", tag="created"):
    """The kudo is on disk."""

    http_status: ClassVar[int] = 201

    kudo: Kudo
    repeated: bool = False
    """True where it was there already under this uid; it is not stored again."""


class DeletedKudo(msgspec.Struct, frozen=True, tag_field="status", tag="deleted"):
    """The kudo is gone."""

    kudo: Kudo
    """As it was."""


def shown_kudo(kudo: Kudo) -> Kudo:
    return msgspec.structs.replace(kudo, created_at=whole_second(kudo.created_at))
