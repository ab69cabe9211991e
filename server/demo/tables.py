"""The made-up site and its audience as tables for SQL: what the spin of a wheel yields."""

from collections.abc import Iterable

import pyarrow as pa

from server.demo import audience
from server.demo.audience import wheel
from server.demo.pages import CLICKS, FIRST_DOCS, FIRST_POST, Kind, page_kind, page_path
from server.demo.trails import trails

FEWEST_PAGES = FIRST_POST + 1
"""All that is not a post, and a post."""


def tables(page_count: int) -> dict[str, pa.Table]:
    return {
        "pages": _table("page path", ((number, page_path(number)) for number in range(page_count))),
        "clicks": _table(
            "kind event event_value props permille",
            ((kind, click.event, click.value, click.props, click.permille) for kind, click in CLICKS.items()),
        ),
        "trails": _table("start trail step page kind", ((*row, page_kind(row[-1])) for row in trails())),
        "channels": _channels(),
        "landings": _landings(page_count),
        "hours": _table("hour_spin local_hour", wheel(zip(audience.HOURS, range(24), strict=True), 200)),
        "agents": _table(
            "agent_spin browser platform device",
            ((spin, *agent) for spin, agent in wheel((weight, agent) for weight, *agent in audience.AGENTS)),
        ),
        "countries": _table(
            "country_spin country", wheel((weight, country) for weight, country, _ in audience.COUNTRIES)
        ),
        "languages": _table(
            "country language_spin language",
            (
                (country, spin, language)
                for _, country, text in audience.COUNTRIES
                for spin, language in wheel(audience.languages(text), 100)
            ),
        ),
    }


def _channels() -> pa.Table:
    spins = [*wheel((channel.weight, channel) for channel in audience.CHANNELS), (audience.SPINS, audience.VIRAL)]
    return _table(
        "channel_spin landing query referrer referrer_host source medium campaign content term",
        (
            (spin, c.landing, c.query, c.referrer, c.referrer_host, c.source, c.medium, c.campaign, c.content, c.term)
            for spin, c in spins
        ),
    )


def _landings(page_count: int) -> pa.Table:
    """Sections as runs of pages that rank by how much they are read; the viral page is the cell's own."""
    sections = {
        "home": (Kind.HOME, 0, 1),
        "pricing": (Kind.PRICING, 1, 1),
        "docs": (Kind.DOCS, FIRST_DOCS, FIRST_POST - 1 - FIRST_DOCS),
        "posts": (Kind.POST, FIRST_POST, page_count - FIRST_POST),
        "viral": (Kind.POST, 0, 1),
    }
    return _table(
        "landing landing_spin section entry_kind first_page section_pages",
        (
            (landing, spin, section, *sections[section])
            for landing, weights in audience.LANDINGS.items()
            for spin, section in wheel(weights, 100)
        ),
    )


def _table(names: str, rows: Iterable[Iterable[object]]) -> pa.Table:
    return pa.table([list(column) for column in zip(*rows, strict=True)], names=names.split())
