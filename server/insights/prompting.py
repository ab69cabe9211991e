"""What a model is told and how its answer is read.

Names that strangers chose (pages, sources, tags, events) stay here: the model gets a mark for each, such as [page 2],
and the marks in its answer become names again. So no path can hold an instruction for it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from engine.insights.wording import CountryName, clock, page_name, quoted
from schemas.insights import Fact, FactKind, Paragraphs

MOST_FACTS = 24
LONGEST = 1200
"""Characters of a paragraph."""
SHORTEST = 40

SYSTEM = """\
You write for the owner of a website about its last seven days. You get facts as JSON; nothing else is known.
Write plain, friendly, exact English: no markup, no lists, no headings, no exclamation marks, no links.
Use only numbers that stand in the facts, unchanged and as digits, next to what they are about. Do not compute others.
Names stand as marks in square brackets, such as [page 1]: copy a mark exactly wherever you name something.
`before` is what a usual week has, `change` the percent between both, `weeks` how far the comparison goes back.
Answer with one JSON object with three texts of two to four sentences each:
"traffic_patterns" (what happened), "best_content" (what was read, where people came from), "recommendations" (what to
do about it, two or three steps that follow from the facts)."""

_MARK = re.compile(r"\[(page|source|tag|event) (\d+)\]")
_FAMILIES = {
    "page": "page",
    "source": "source",
    "campaign": "tag",
    "event": "event",
    "entry": "page",
    "exit": "page",
    "bounce": "page",
}


class NoAnswerError(ValueError):
    """Its text says what is wrong with an answer."""


class Prompt:
    """Of the facts of one week, the most important first."""

    def __init__(self, facts: Sequence[Fact], country_name: CountryName) -> None:
        self.facts = list(facts[:MOST_FACTS])
        self._country_name = country_name
        self._names: dict[str, list[str]] = {family: [] for family in set(_FAMILIES.values())}
        self._told = [self._as_told(fact) for fact in self.facts]

    def messages(self, complaints: Sequence[str] = (), answer: str = "") -> list[dict[str, str]]:
        """With what was wrong with the last answer, where there was one."""
        messages = [
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": json.dumps({"facts": self._told}, ensure_ascii=True)},
        ]
        if complaints:
            wrong = "Not everything in it stands in the facts. Write it again, with numbers from the facts alone."
            messages += [{"role": "assistant", "content": answer[:4000]}, {"role": "user", "content": wrong}]
        return messages

    def paragraphs(self, answer: str) -> Paragraphs:
        """Raises NoAnswerError for what is not the object that was asked for."""
        start, end = answer.find("{"), answer.rfind("}")
        try:
            found = msgspec.json.decode(answer[start : end + 1].encode(), type=Paragraphs)
        except (msgspec.MsgspecError, UnicodeEncodeError) as error:
            raise NoAnswerError("the answer is not the JSON object that was asked for") from error
        texts = [self._named(" ".join(text.split())) for text in msgspec.structs.astuple(found)]
        if not all(SHORTEST <= len(text) <= LONGEST for text in texts):
            raise NoAnswerError(f"each text must have {SHORTEST} to {LONGEST} characters")
        return Paragraphs(*texts)

    def _named(self, text: str) -> str:
        def name(mark: re.Match[str]) -> str:
            names, place = self._names[mark[1]], int(mark[2])
            if not 0 < place <= len(names):
                raise NoAnswerError(f"there is no {mark[0]}")
            subject = names[place - 1]
            return page_name(subject) if mark[1] == "page" else quoted(subject)

        return _MARK.sub(name, text)

    def _as_told(self, fact: Fact) -> dict[str, object]:
        return {name: value for name, value in self._told_of(fact) if value is not None}

    def _told_of(self, fact: Fact) -> Iterator[tuple[str, object]]:
        yield from (("what", fact.kind.value), ("value", fact.value), ("unit", fact.unit))
        yield from (("about", self._about(fact, fact.subject)), ("other", self._about(fact, fact.other)))
        yield from (("before", fact.before), ("change", fact.change), ("weeks", fact.weeks or None))
        yield from (("share", fact.share), ("place", fact.place or None))

    def _about(self, fact: Fact, subject: str | None) -> str | None:
        if subject is None:
            return None
        family = _family(fact.kind)
        if family is not None:
            names = self._names[family]
            if subject not in names:
                names.append(subject)
            return f"[{family} {names.index(subject) + 1}]"
        return self._spoken(fact.kind, subject)

    def _spoken(self, kind: FactKind, subject: str) -> str:
        """Weekdays, hours, countries, devices: words of ours."""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", subject):
            return date.fromisoformat(subject).strftime("%A")
        if subject.isdecimal():
            return clock(subject)
        return self._country_name(subject) if "country" in kind else subject


def _family(kind: FactKind) -> str | None:
    return _FAMILIES.get(kind.removeprefix("top_").partition("_")[0])
