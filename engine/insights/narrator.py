"""Three paragraphs from facts. Everything in them is in the facts; the same facts, site and day give the same words."""

from collections.abc import Iterable, Sequence
from datetime import date

from engine.insights.advice import ADVICE, USUAL
from engine.insights.phrases import (
    BEST_DAY,
    GONE,
    ONE_PAGE,
    PEAK_HOUR,
    SAID,
    TOP_ENTRY,
    TOP_PAGES,
    TOP_SOURCES,
    VISITORS,
    WEEK_DOWN,
    WEEK_FIRST,
    WEEK_LEVEL,
    WEEK_UP,
)
from engine.insights.wording import (
    Choice,
    CountryName,
    capital,
    clock,
    counted,
    day_name,
    listed,
    page_name,
    quoted,
    whole,
)
from schemas.insights import Fact, FactKind, Paragraphs

NEWS_OF_TRAFFIC = (
    FactKind.BURST,
    FactKind.DAY_SPIKE,
    FactKind.DAY_DROP,
    FactKind.RECORD_WEEK,
    FactKind.RECORD_DAY,
    FactKind.DECLINE,
    FactKind.GROWTH,
    FactKind.WEEKDAY_SHIFT,
    FactKind.HOUR_SHIFT,
    FactKind.SOURCE_UP,
    FactKind.SOURCE_DOWN,
    FactKind.SOURCE_NEW,
    FactKind.CAMPAIGN_UP,
    FactKind.CAMPAIGN_NEW,
    FactKind.COUNTRY_UP,
    FactKind.COUNTRY_DOWN,
    FactKind.COUNTRY_NEW,
    FactKind.DEVICE_SHIFT,
)
NEWS_OF_CONTENT = (
    FactKind.PAGE_UP,
    FactKind.PAGE_NEW,
    FactKind.PAGE_DOWN,
    FactKind.EVENT_UP,
    FactKind.EVENT_DOWN,
    FactKind.BOUNCE_PAGE,
    FactKind.BOUNCE_UP,
    FactKind.EXIT_UP,
)
MOST_TRAFFIC, MOST_CONTENT, MOST_ADVICE, MOST_USUAL = 4, 3, 3, 2
LEVEL = 3.0
"""The surprise below which a week's total counts as usual."""

_DEVICES = {"mobile": "phone", "desktop": "computer", "tablet": "tablet"}
_PAGES = frozenset(kind for kind in FactKind if kind.startswith("page_")) | {
    FactKind.TOP_PAGE,
    FactKind.TOP_ENTRY,
    FactKind.TOP_EXIT,
    FactKind.BOUNCE_PAGE,
    FactKind.BOUNCE_UP,
    FactKind.EXIT_UP,
}
_DAYS = frozenset({FactKind.BEST_DAY, FactKind.DAY_SPIKE, FactKind.DAY_DROP, FactKind.RECORD_DAY, FactKind.BURST})


class Narrator:
    """`site` tells sites apart, so that not all of them say the same; `country_name` writes out codes."""

    def __init__(self, site: str, day: date, country_name: CountryName) -> None:
        self._choice = Choice(site, day)
        self._country_name = country_name

    def paragraphs(self, facts: Sequence[Fact]) -> Paragraphs:
        """`facts` hold at least the week's; the first ones matter most."""
        return Paragraphs(self._traffic(facts), self._content(facts), self._advice(facts))

    def _traffic(self, facts: Sequence[Fact]) -> str:
        sentences = [self._week(_only(facts, FactKind.WEEK)), self._say(VISITORS, _only(facts, FactKind.VISITORS))]
        news = told_of_traffic(facts)
        told = {fact.kind for fact in news}
        sentences += [self._said(fact) for fact in news]
        if not told & {FactKind.DAY_SPIKE, FactKind.BURST, FactKind.WEEKDAY_SHIFT, FactKind.RECORD_DAY}:
            sentences += [self._say(BEST_DAY, fact) for fact in facts if fact.kind is FactKind.BEST_DAY]
        if FactKind.HOUR_SHIFT not in told and len(news) < MOST_TRAFFIC:
            sentences += [self._say(PEAK_HOUR, fact) for fact in facts if fact.kind is FactKind.PEAK_HOUR]
        return " ".join(sentences)

    def _week(self, fact: Fact) -> str:
        if not fact.weeks or fact.before is None:
            return self._say(WEEK_FIRST, fact)
        if fact.score < LEVEL or not fact.change:
            return self._say(WEEK_LEVEL, fact)
        return self._say(WEEK_UP if fact.change > 0 else WEEK_DOWN, fact)

    def _content(self, facts: Sequence[Fact]) -> str:
        sentences = [self._tops(facts, FactKind.TOP_PAGE, TOP_PAGES, ONE_PAGE)]
        sentences += [self._said(fact) for fact in told_of_content(facts)]
        sentences += [self._tops(facts, FactKind.TOP_SOURCE, TOP_SOURCES, TOP_SOURCES)]
        if len([text for text in sentences if text]) < MOST_CONTENT:
            sentences += [self._say(TOP_ENTRY, fact) for fact in _leaders(facts, FactKind.TOP_ENTRY)]
        return " ".join(text for text in sentences if text) or "No page was seen in these days, only events came."

    def _tops(self, facts: Sequence[Fact], kind: FactKind, several: Sequence[str], one: Sequence[str]) -> str:
        tops = sorted((fact for fact in facts if fact.kind is kind), key=lambda fact: fact.place)
        if not tops:
            return ""
        parts = [f"{self._name(fact)} ({counted(fact.value, fact.unit)})" for fact in tops]
        wordings = several if len(tops) > 1 else one
        wording = self._choice.of(kind, wordings)
        is_name = wording.startswith("{list}") and not parts[0].startswith("the homepage")
        return wording.format(list=listed(parts)) if is_name else capital(wording.format(list=listed(parts)))

    def _advice(self, facts: Sequence[Fact]) -> str:
        """About the news first; where there is little of it, about what is usual, on each day about something else."""
        news = _first_of_each([fact for fact in facts if fact.kind in ADVICE and fact.kind not in USUAL])
        turned = self._choice.turned("advice", USUAL)
        usual = [fact for kind in turned for fact in _leaders(facts, kind)]
        chosen = [*news[:MOST_ADVICE], *usual[: max(0, MOST_USUAL - len(news))]]
        return " ".join(self._say(ADVICE[fact.kind], fact) for fact in chosen)

    def _said(self, fact: Fact) -> str:
        return self._say((SAID if fact.value else GONE)[fact.kind], fact)

    def _say(self, wordings: Sequence[str], fact: Fact) -> str:
        # The subject belongs to the place: two pages that rise are told in two ways.
        text = self._choice.of(f"{fact.kind} {fact.subject}", wordings)
        slots = self._slots(fact)
        is_verbatim = text.startswith("{name}") and slots["name"] == quoted(fact.subject or "")
        return text.format_map(slots) if is_verbatim else capital(text.format_map(slots))

    def _slots(self, fact: Fact) -> dict[str, str]:
        before = fact.before or 0
        return {
            "now": counted(fact.value, fact.unit),
            "now_bare": whole(fact.value),
            "before": f"{before}%" if fact.unit == "percent" else whole(before),
            "change": f"{abs(fact.change or 0)}%",
            "share": f"{fact.share or 0}%",
            "name": self._name(fact),
            "other": self._other(fact),
            "weeks": counted(fact.weeks, "weeks"),
            "weeks_bare": whole(fact.weeks),
            "weeks_and_one": counted(fact.weeks + 1, "weeks"),
            "usual": "the week before" if fact.weeks == 1 else "a usual week",
            "device": _DEVICES.get(fact.subject or "", "screen"),
        }

    def _name(self, fact: Fact) -> str:
        subject = fact.subject or ""
        if fact.kind in _PAGES:
            return page_name(subject)
        if fact.kind in _DAYS:
            return day_name(subject)
        if fact.kind in {FactKind.PEAK_HOUR, FactKind.HOUR_SHIFT}:
            return clock(subject)
        if fact.kind.startswith("country") or fact.kind is FactKind.TOP_COUNTRY:
            return self._country_name(subject)
        if fact.kind is FactKind.DEVICE_SHIFT:
            return f"{_DEVICES.get(subject, quoted(subject))}s"
        return quoted(subject)

    @staticmethod
    def _other(fact: Fact) -> str:
        if fact.other is None:
            return ""
        return clock(fact.other) if fact.kind in {FactKind.BURST, FactKind.HOUR_SHIFT} else fact.other


def told_of_traffic(facts: Sequence[Fact]) -> list[Fact]:
    """The news that the first paragraph tells."""
    return _first(facts, NEWS_OF_TRAFFIC, MOST_TRAFFIC)


def told_of_content(facts: Sequence[Fact]) -> list[Fact]:
    """The news that the second paragraph tells."""
    return _first(facts, NEWS_OF_CONTENT, MOST_CONTENT)


def _only(facts: Iterable[Fact], kind: FactKind) -> Fact:
    return next(fact for fact in facts if fact.kind is kind)


def _leaders(facts: Sequence[Fact], kind: FactKind) -> list[Fact]:
    """The fact of the kind that is ahead of all others; none where two are level."""
    ranked = sorted((fact for fact in facts if fact.kind is kind), key=lambda fact: -fact.value)
    return ranked[:1] if len(ranked) < 2 or ranked[0].value > ranked[1].value else []


def _first_of_each(facts: Sequence[Fact]) -> list[Fact]:
    return list({fact.kind: fact for fact in reversed(facts)}.values())[::-1]


def _first(facts: Sequence[Fact], kinds: Sequence[FactKind], most: int) -> list[Fact]:
    """Of facts in order: no kind more than twice, so that one flood of news does not drown the rest."""
    found: list[Fact] = []
    for fact in facts:
        if fact.kind in kinds and sum(other.kind is fact.kind for other in found) < 2 and len(found) < most:
            found.append(fact)
    return found
