"""Who visits the made-up site: where they come from, where they live, what they read with. Rows with weights."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

SPINS = 1000
"""Slots of a wheel: a row takes as many as its share of the weights."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Channel:
    """How a visit begins. `landing` is a name of LANDINGS; utm fields stand in the first page's query."""

    weight: float
    landing: str
    referrer: str | None = None
    referrer_host: str | None = None
    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    content: str | None = None
    term: str | None = None

    @property
    def query(self) -> str | None:
        fields = {
            "utm_source": self.source,
            "utm_medium": self.medium,
            "utm_campaign": self.campaign,
            "utm_content": self.content,
            "utm_term": self.term,
        }
        return "&".join(f"{name}={value}" for name, value in fields.items() if value) or None


VIRAL = Channel(0, "viral", "https://news.ycombinator.com/", "news.ycombinator.com")

CHANNELS: tuple[Channel, ...] = (
    Channel(36.0, "any"),
    Channel(24.0, "any", "https://www.google.com/", "google.com"),
    Channel(4.5, "any", "https://duckduckgo.com/", "duckduckgo.com"),
    Channel(3.0, "any", "https://www.bing.com/", "bing.com"),
    Channel(1.0, "any", "https://www.ecosia.org/", "ecosia.org"),
    Channel(3.6, "docs", "https://chatgpt.com/", "chatgpt.com", source="chatgpt.com"),
    Channel(1.0, "docs", "https://www.perplexity.ai/", "perplexity.ai"),
    Channel(3.4, "posts", "https://news.ycombinator.com/", "news.ycombinator.com"),
    Channel(3.2, "posts", "https://bsky.app/", "bsky.app"),
    Channel(1.6, "posts", "https://mastodon.social/", "mastodon.social"),
    Channel(1.2, "posts", "https://lobste.rs/", "lobste.rs"),
    Channel(1.4, "posts", "https://www.reddit.com/", "reddit.com"),
    Channel(5.0, "docs", "https://github.com/example/birchlane", "github.com"),
    Channel(1.3, "home", "https://www.producthunt.com/", "producthunt.com", source="producthunt"),
    Channel(1.2, "home", "https://www.linkedin.com/", "linkedin.com"),
    Channel(0.9, "home", "https://www.youtube.com/", "youtube.com"),
    Channel(3.2, "posts", source="newsletter", medium="email", campaign="weekly-notes"),
    Channel(1.4, "pricing", source="newsletter", medium="email", campaign="autumn-release", content="button"),
    Channel(
        1.8, "pricing", "https://www.google.com/", "google.com", "google", "cpc", "brand", "headline-a", "birchlane"
    ),
    Channel(
        0.9,
        "home",
        "https://www.google.com/",
        "google.com",
        "google",
        "cpc",
        "generic",
        "headline-b",
        "booking-software",
    ),
    Channel(0.9, "posts", "https://www.linkedin.com/", "linkedin.com", "linkedin", "social", "studio-stories"),
)

LANDINGS: dict[str, tuple[tuple[float, str], ...]] = {
    "any": ((34, "home"), (38, "posts"), (20, "docs"), (8, "pricing")),
    "home": ((88, "home"), (12, "pricing")),
    "pricing": ((90, "pricing"), (10, "home")),
    "docs": ((80, "docs"), (20, "home")),
    "posts": ((94, "posts"), (6, "home")),
    "viral": ((1, "viral"),),
}
"""Weights of the sections that a visit's first page is drawn from."""

COUNTRIES: tuple[tuple[float, str, str], ...] = (
    (25.0, "US", "en:88 es:9 zh:3"), (17.5, "DE", "de:82 en:16 tr:2"), (8.2, "GB", "en:97 pl:3"),
    (5.2, "FR", "fr:86 en:14"), (4.3, "IN", "en:84 hi:16"), (4.2, "NL", "nl:70 en:30"), (3.6, "CA", "en:80 fr:20"),
    (2.9, "AT", "de:88 en:12"), (2.9, "CH", "de:62 fr:20 en:13 it:5"), (2.6, "ES", "es:84 en:10 ca:6"),
    (2.5, "AU", "en:100"), (2.4, "IT", "it:86 en:14"), (2.3, "PL", "pl:84 en:16"), (2.3, "SE", "sv:76 en:24"),
    (2.2, "BR", "pt:92 en:8"), (1.5, "JP", "ja:90 en:10"), (1.2, "BE", "nl:52 fr:36 en:12"), (1.1, "DK", "da:76 en:24"),
    (1.0, "NO", "nb:74 en:26"), (1.0, "FI", "fi:76 en:24"), (1.0, "CZ", "cs:84 en:16"), (0.8, "PT", "pt:82 en:18"),
    (0.7, "IE", "en:100"), (0.6, "UA", "uk:84 en:16"), (0.6, "RO", "ro:80 en:20"), (0.5, "MX", "es:90 en:10"),
    (0.5, "SG", "en:82 zh:18"), (0.5, "NZ", "en:100"), (0.4, "TR", "tr:88 en:12"), (0.4, "ZA", "en:100"),
    (0.3, "KR", "ko:90 en:10"), (0.3, "AR", "es:92 en:8"), (0.3, "IL", "he:66 en:34"), (0.2, "VN", "vi:84 en:16"),
)  # fmt: skip
"""(weight, ISO code, languages with weights)."""

AGENTS: tuple[tuple[float, str, str, str], ...] = (
    (24.0, "Chrome", "Windows", "desktop"),
    (11.0, "Chrome", "macOS", "desktop"),
    (9.0, "Safari", "macOS", "desktop"),
    (6.0, "Firefox", "Windows", "desktop"),
    (3.4, "Firefox", "Linux", "desktop"),
    (2.2, "Firefox", "macOS", "desktop"),
    (6.5, "Edge", "Windows", "desktop"),
    (3.0, "Chrome", "Linux", "desktop"),
    (1.0, "Opera", "Windows", "desktop"),
    (16.0, "Safari", "iOS", "mobile"),
    (11.0, "Chrome", "Android", "mobile"),
    (1.8, "Samsung Internet", "Android", "mobile"),
    (1.3, "Firefox", "Android", "mobile"),
    (1.2, "Chrome", "iOS", "mobile"),
    (1.6, "Safari", "iOS", "tablet"),
    (1.0, "Chrome", "Android", "tablet"),
)
"""(weight, browser, platform, device)."""

HOURS: tuple[float, ...] = (
    0.4, 0.25, 0.18, 0.15, 0.15, 0.2, 0.4, 0.75, 1.2, 1.6, 1.75, 1.7, 1.5, 1.55, 1.65, 1.6, 1.5, 1.35, 1.2, 1.2, 1.3,
    1.25, 1.0, 0.65,
)  # fmt: skip
"""How the visits of a day begin over its hours, in the site's time zone."""


def wheel(rows: Iterable[tuple[float, T]], spins: int = SPINS) -> Iterator[tuple[int, T]]:
    """(spin, row) for every spin from 0: each row as often as its share of the weights, rounded."""
    pairs = list(rows)
    total = sum(weight for weight, _ in pairs)
    below, spin = 0.0, 0
    for weight, row in pairs:
        below += weight
        while spin < spins and spin + 0.5 < below * spins / total:
            yield spin, row
            spin += 1


def languages(text: str) -> Iterator[tuple[float, str]]:
    """(weight, language) of a column of COUNTRIES."""
    for item in text.split():
        language, _, weight = item.partition(":")
        yield float(weight), language
