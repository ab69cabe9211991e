"""What is counted. Every metric is additive over days, so a sum of rollup rows is exact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    name: str
    label: str
    means: str


METRICS: tuple[Metric, ...] = (
    Metric("pageviews", "Pageviews", "hits without an event name"),
    Metric("events", "Events", "hits with an event name"),
    Metric("visitors", "Visitors", "distinct visitors of each day, summed over days"),
    Metric("visits", "Visits", "a visitor's hits of one day with no gap over 30 minutes"),
    Metric("bounces", "Bounces", "visits with one pageview and no event"),
    Metric("duration_ms", "Duration", "last hit minus first hit of each visit, summed, in milliseconds"),
)
