"""Which page of how many."""

from typing import Self

import msgspec

from schemas.questions import Page


class Pagination(msgspec.Struct, frozen=True):
    current_page: int
    per_page: int
    total_count: int
    total_pages: int

    @classmethod
    def of(cls, page: Page, total_count: int) -> Self:
        return cls(page.number, page.size, total_count, -(-total_count // page.size))
