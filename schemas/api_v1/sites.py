"""`/sites` and `/sites/:id`"""

from typing import Self

import msgspec

from schemas.api_v1.instants import Instant, whole_second
from schemas.sites import Site


class LifetimeCounts(msgspec.Struct, frozen=True):
    """Of all days of a site."""

    pageviews: int = 0
    visitors: int = 0


class SiteRow(msgspec.Struct, frozen=True):
    id: int
    uid: str
    url: str
    label: str
    lifetime_hits: int
    """Pageviews of all days."""
    lifetime_unique_hits: int
    """Visitors of each day, summed over all days."""
    active: bool
    is_public: bool
    created_at: Instant
    updated_at: Instant
    lifetime_kudos: int
    public: bool

    @classmethod
    def of(cls, site: Site, counts: LifetimeCounts, kudos: int) -> Self:
        return cls(
            id=site.id,
            uid=site.uid,
            url=site.url,
            label=site.label or site.domain,
            lifetime_hits=counts.pageviews,
            lifetime_unique_hits=counts.visitors,
            active=site.active,
            is_public=site.public,
            created_at=whole_second(site.created_at),
            updated_at=whole_second(site.updated_at),
            lifetime_kudos=kudos,
            public=site.public,
        )


class Sites(msgspec.Struct, frozen=True):
    sites: list[SiteRow]
    total_count: int


class SiteDetails(SiteRow, frozen=True):
    site: SiteRow
    """The same once more, as the document has it."""

    @classmethod
    def of_row(cls, row: SiteRow) -> Self:
        return cls(**msgspec.structs.asdict(row), site=row)


class SiteNamed(msgspec.Struct, frozen=True):
    id: int
    uid: str
    url: str
    label: str

    @classmethod
    def of(cls, site: Site) -> Self:
        return cls(site.id, site.uid, site.url, site.label or site.domain)
