"""What the engines are asked. One row here is a question for all of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """`path` is the address below a site in API v2."""

    name: str
    path: str


QUESTIONS: tuple[Question, ...] = (
    Question("stats, 90 days", "stats?range=90d"),
    Question("stats, 30 days", "stats?range=30d"),
    Question("stats, 7 days", "stats?range=7d"),
    Question("pageviews, 90 days", "pageviews?range=90d"),
    Question("pageviews of a page, 90 days", "pageviews?range=90d&pathname=/pricing"),
    Question("events, 90 days", "events?range=90d"),
    Question("realtime", "realtime"),
)
