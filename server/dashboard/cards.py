"""The cards of the overview: which dimensions stand where, and what they are called."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    dimension: str
    label: str
    nothing: str = ""
    """What stands for none or unknown; such rows are left out where it is empty."""
    is_spare: bool = False
    """Not shown where it has no rows: not every geo database knows it."""


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    label: str
    means: str
    tabs: tuple[Tab, ...]
    metric: str = "visitors"
    """What its rows are ordered by and show."""


SHOWS: dict[str, str] = {
    "visitors": "The numbers are visitors.",
    "visits": "The numbers are visits.",
    "events": "The numbers are events, and the share of all visitors.",
}
"""By the metric of a card."""

CARDS: tuple[Card, ...] = (
    Card(
        "sources",
        "Sources",
        "Where visits come from: the host of the page before, or the ref or utm_source of the address.",
        (
            Tab("referrer_host", "Hosts", "Direct or unknown"),
            Tab("referrer", "Pages"),
            Tab("source", "Tagged"),
        ),
        "visits",
    ),
    Card(
        "pages",
        "Pages",
        "Which pages were viewed, where visits begin and where they end.",
        (Tab("path", "Top"), Tab("entry", "Entry"), Tab("exit", "Exit")),
    ),
    Card(
        "places",
        "Places",
        "Where visitors are, by their address, which is not kept; and the language of their browser.",
        (
            Tab("country", "Countries", "Unknown"),
            Tab("region", "Regions", is_spare=True),
            Tab("city", "Cities", is_spare=True),
            Tab("language", "Languages", "Unknown"),
        ),
    ),
    Card(
        "devices",
        "Devices",
        "What pages are read with, as the browser says.",
        (
            Tab("browser", "Browsers", "Unknown"),
            Tab("platform", "Systems", "Unknown"),
            Tab("device", "Devices", "Unknown"),
        ),
    ),
    Card(
        "campaigns",
        "Campaigns",
        "The utm fields of the addresses that visits begin with.",
        (
            Tab("utm_campaign", "Names"),
            Tab("utm_medium", "Medium"),
            Tab("utm_content", "Content"),
            Tab("utm_term", "Term"),
        ),
        "visits",
    ),
    Card(
        "events", "Events", "What visitors did, as pages and programs report it.", (Tab("event", "Events"),), "events"
    ),
)

TABS: dict[str, Tab] = {tab.dimension: tab for card in CARDS for tab in card.tabs}
"""By dimension; hours have no card."""

CARD: dict[str, Card] = {tab.dimension: card for card in CARDS for tab in card.tabs}
METRIC: dict[str, str] = {dimension: card.metric for dimension, card in CARD.items()}
