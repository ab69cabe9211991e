"""Kudos: what a visitor gives to a page that he likes."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from schemas.questions import Page


class Kudo(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    uid: str
    """Unique in its site."""
    path: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KudosQuestion:
    """Those from `first` up to and without `end`, of one page or with one uid where these are given."""

    first: datetime
    end: datetime
    path: str | None
    uid: str | None
    page: Page
