"""The questions: their address in Hitlake, their SQL, and what of an answer has to be equal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.questions import answers
from benchmarks.questions.asked import COUNTRY, DEEP, PATH, Asked

RANGES = (1, 7, 30, 90, 365)
V2_RANGES = (7, 30, 90)
"""Those that API v2 has; the others are asked of Hitlake's reports without HTTP."""

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """`statements` are files of `sql/`; `answer` makes their rows, statement by statement, look like the API's answer.

    `compared` names what of the API's answer is compared: ids are each engine's own, and so are times of caches.
    `days` is asked of every site; `ranges` are asked of the largest one.
    """

    name: str
    address: Callable[[Asked], str]
    statements: tuple[str, ...]
    answer: Callable[[Asked, list[Rows]], dict[str, Any]]
    compared: Callable[[dict[str, Any]], dict[str, Any]]
    days: int
    ranges: tuple[int, ...] = ()
    moving: bool = False
    """The answer changes with the clock."""

    @property
    def is_v2(self) -> bool:
        return self.compared is answers.whole


def _v2(report: str, **more: str) -> Callable[[Asked], str]:
    def address(asked: Asked) -> str:
        query = {"range": f"{asked.days}d", **more} if report != "realtime" else {}
        return f"api/v2/sites/HEX/{report}?{urlencode(query)}"

    return address


def _v1(report: str, **more: str) -> Callable[[Asked], str]:
    def address(asked: Asked) -> str:
        dates = {"start_date": asked.first.isoformat(), "end_date": asked.last.isoformat()}
        return f"api/v1/sites/UID/{report}?{urlencode(dates | more)}"

    return address


def _deep(asked: Asked) -> str:
    return _v1("hits", page=str(asked.deep_page))(asked)


def _leaderboard(asked: Asked) -> str:
    return f"api/v1/sites/UID/leaderboard?{urlencode({'path': asked.term})}"


def _listed(name: str, address: Callable[[Asked], str], files: str, ranges: tuple[int, ...]) -> Question:
    statements = (f"{files}_count", f"{files}_page")
    return Question(name, address, statements, answers.hits, answers.hits_compared, 30, ranges)


QUESTIONS: tuple[Question, ...] = (
    Question("stats", _v2("stats"), ("stats_visits", "stats_tops"), answers.stats, answers.whole, 90, RANGES),
    Question("pageviews", _v2("pageviews"), ("pageviews",), answers.pageviews, answers.whole, 90, RANGES),
    Question(
        "pageviews of a page",
        _v2("pageviews", pathname=PATH),
        ("pageviews_of_page",),
        answers.pageviews,
        answers.whole,
        90,
    ),
    Question("events", _v2("events"), ("events",), answers.events, answers.whole, 90, RANGES),
    Question(
        "realtime",
        _v2("realtime"),
        ("realtime_visitors", "realtime_pages"),
        answers.realtime,
        answers.whole,
        1,
        moving=True,
    ),
    Question(
        "hits by path",
        _v1("hits", grouped="true", group_by="path"),
        ("grouped",),
        answers.grouped,
        answers.grouped_compared,
        90,
        RANGES,
    ),
    _listed("hits of a country and page", _v1("hits", country=COUNTRY, path=PATH), "filtered", RANGES),
    _listed("hits, first page", _v1("hits"), "hits", ()),
    _listed(DEEP, _deep, "hits", ()),
    Question(
        "leaderboard with a filter",
        _leaderboard,
        ("leaderboard",),
        answers.leaderboard,
        answers.leaderboard_compared,
        365,
    ),
    Question("user journeys", _v1("user_journeys"), ("journeys",), answers.journeys, answers.journeys_compared, 30),
)


def question_named(name: str) -> Question:
    return next(question for question in QUESTIONS if question.name == name)
