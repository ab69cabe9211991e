"""The pages of the made-up site, and what its readers click on them."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    HOME = "home"
    PRICING = "pricing"
    PRODUCT = "product"
    DOCS = "docs"
    BLOG = "blog"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Click:
    """A custom event that may end a visit on a page; `permille` of the visits that end there."""

    event: str
    value: str
    props: str
    permille: int


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    kind: Kind


CLICKS: dict[Kind, Click] = {
    Kind.HOME: Click(
        "outbound.github", "birchlane", '{"href":"https://github.com/example/birchlane","place":"top"}', 45
    ),
    Kind.PRICING: Click("signup.click", "studio", '{"plan":"studio","place":"pricing"}', 160),
    Kind.PRODUCT: Click("signup.click", "trial", '{"plan":"trial","place":"product"}', 60),
    Kind.DOCS: Click("download.pdf", "handbook.pdf", '{"file":"handbook.pdf"}', 70),
    Kind.BLOG: Click(
        "outbound.github", "birchlane", '{"href":"https://github.com/example/birchlane","place":"blog"}', 20
    ),
    Kind.POST: Click(
        "outbound.github", "examples", '{"href":"https://github.com/example/examples","place":"post"}', 25
    ),
}

_DOCS = (
    "",
    "/install",
    "/first-booking",
    "/calendar",
    "/api",
    "/webhooks",
    "/payments",
    "/reminders",
    "/import",
    "/teams",
    "/embed",
    "/self-hosting",
    "/backup",
    "/upgrade",
    "/api/bookings",
    "/api/customers",
    "/api/errors",
    "/troubleshooting",
)

_POSTS = (
    "why-we-left-the-cloud",
    "double-bookings-explained",
    "a-calendar-is-a-database",
    "how-we-price",
    "no-show-rates-by-weekday",
    "birchlane-2",
    "time-zones-are-people",
    "one-server-is-enough",
    "reminders-that-work",
    "small-studios-big-calendars",
    "writing-less-javascript",
    "our-first-thousand-studios",
    "what-we-learned-from-support",
    "dark-mode-was-harder",
    "booking-without-accounts",
    "a-year-of-open-source",
    "fair-cancellation-rules",
    "import-from-paper",
    "waiting-lists",
    "half-hours-and-how-to-share-them",
    "remote-teams",
    "gift-cards",
    "accessibility-notes",
    "hiring-nobody",
)

PAGES: tuple[Page, ...] = (
    Page("/", Kind.HOME),
    Page("/pricing", Kind.PRICING),
    Page("/features", Kind.PRODUCT),
    Page("/features/calendar", Kind.PRODUCT),
    Page("/features/payments", Kind.PRODUCT),
    Page("/features/reminders", Kind.PRODUCT),
    Page("/changelog", Kind.PRODUCT),
    Page("/about", Kind.PRODUCT),
    Page("/contact", Kind.PRODUCT),
    Page("/signup", Kind.PRICING),
    *(Page(f"/docs{name}", Kind.DOCS) for name in _DOCS),
    Page("/blog", Kind.BLOG),
    *(Page(f"/blog/{name}", Kind.POST) for name in _POSTS),
)
"""Each kind stands together, most read first; posts stand last, so that more of them can follow."""

FIRST_DOCS = next(number for number, page in enumerate(PAGES) if page.kind is Kind.DOCS)
FIRST_POST = next(number for number, page in enumerate(PAGES) if page.kind is Kind.POST)

ANY_POST = -1
"""In a trail: a post that the visit draws by itself."""

_OPENERS = (
    "notes-on",
    "questions-about",
    "living-with",
    "measuring",
    "a-guide-to",
    "the-case-for",
    "against",
    "testing",
)
_TOPICS = (
    "bookings", "calendars", "studios", "payments", "reminders", "teachers", "weekends", "invoices", "rooms", "queues",
    "holidays", "refunds", "forms", "webhooks", "teams", "habits", "mornings", "spreadsheets", "shifts", "cellars",
)  # fmt: skip


def page_path(number: int) -> str:
    """The path of any page: beyond the written ones come posts of the archive, each with its number."""
    if number < len(PAGES):
        return PAGES[number].path
    opener = _OPENERS[number * 5 % len(_OPENERS)]
    return f"/blog/{opener}-{_TOPICS[number * 7 % len(_TOPICS)]}-{number}"


def page_kind(number: int) -> Kind:
    return PAGES[number].kind if 0 <= number < len(PAGES) else Kind.POST
