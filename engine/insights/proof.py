"""Whether a text says only what the facts say: every number, page, source and direction in it is looked up.

A number counts as found where a fact has it that speaks of everything, or of something that the sentence names.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from engine.insights.wording import CountryName, clock
from schemas.insights import Fact, FactKind

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[“\"'(A-Z/])")
_NUMBER = re.compile(r"(?<![\w./:-])\d[\d,]*(?:\.\d+)?(?![\w/])")
_PATH = re.compile(r"(?<![\w./:])/[^\s,;:!?()“”\"']*")
_NAME = re.compile(r"\b[\w-]+(?:\.[\w-]+)+")
_MARKUP = re.compile(r"[<>`*_#\[\]{}|\\]|://|&\w+;|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_LOOSE = re.compile(
    r"\b(doubl|tripl|quadrupl|quintupl|halv|twice|thrice|fold\b|dozen|hundred|thousand|million|billion|"
    r"four|five|six|eight|nine|ten\b|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty)",
    re.IGNORECASE,
)
"""Number words that no fact has, so that nothing can be found out about them. Seven is the week's."""

_ROUGHLY = re.compile(r"\b(?:about|around|roughly|some|approximately)\s+$", re.IGNORECASE)
_UP = re.compile(r"\b(up|rose|rise|grew|growth|gained|more|higher|increase[ds]?|climbed|busier)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(down|fell|fall|less|fewer|lower|lost|decrease[ds]?|dropped|declin\w+|quieter|below|only|no|nobody|longer)\b",
    re.IGNORECASE,
)

_DEVICES = {"mobile": ("mobile", "phone"), "desktop": ("desktop", "computer"), "tablet": ("tablet",)}


def unproven(text: str, facts: Sequence[Fact], country_name: CountryName) -> list[str]:
    """What the facts do not bear out, as short complaints; empty for a text that may be shown."""
    return list(_complaints(text, facts, country_name))


def _complaints(text: str, facts: Sequence[Fact], country_name: CountryName) -> Iterator[str]:
    subjects = {name for fact in facts for name in (fact.subject, fact.other) if name}
    bare = _without(text, subjects)
    yield from (f"markup {found[0]!r}" for found in _MARKUP.finditer(bare))
    for pattern in (_PATH, _NAME):
        for found in pattern.finditer(bare):
            name = found[0].rstrip(".")
            if name not in subjects and not _NUMBER.fullmatch(name) and ("." in name or "/" in name):
                yield f"{name!r} is not among the facts"
    yield from (f"{found[0]!r} instead of a number" for found in _LOOSE.finditer(bare))
    for sentence in _SENTENCE.split(text):
        yield from _of_sentence(sentence, facts, subjects, country_name)


def _of_sentence(sentence: str, facts: Sequence[Fact], subjects: set[str], name: CountryName) -> Iterator[str]:
    about = [fact for fact in facts if fact.subject is None or _is_named(fact, sentence, name)]
    allowed = {number for fact in about for number in _numbers(fact)} | {1, 7}
    bare = _without(sentence, subjects)
    said = set()
    for found in _NUMBER.finditer(bare):
        number = float(found[0].rstrip(",").replace(",", ""))
        said.add(number)
        if number not in allowed and not (_ROUGHLY.search(bare[: found.start()]) and _is_near(number, allowed)):
            yield f"the number {found[0]} is not among the facts that the sentence is about"
    for fact in about:
        if fact.before is not None and {fact.value, fact.before} <= said and fact.value != fact.before:
            yield from _direction(fact, bare)


def _direction(fact: Fact, sentence: str) -> Iterator[str]:
    up, down = bool(_UP.search(sentence)), bool(_DOWN.search(sentence))
    rose = fact.value > (fact.before or 0)
    if up != down and up != rose:
        yield f"{fact.before} to {fact.value} is told in the wrong direction"


def _numbers(fact: Fact) -> Iterator[int]:
    yield fact.value
    for number in (fact.before, fact.share, fact.change and abs(fact.change)):
        if number is not None:
            yield number
    if fact.weeks:
        yield from (fact.weeks, fact.weeks + 1)
    for text in (fact.subject, fact.other):
        if text and text.isdecimal() and len(text) <= 2:
            yield from (int(text), int(clock(text).split()[0]))


def _is_near(number: float, allowed: set[int]) -> bool:
    """Rounded to two digits or more."""
    return any(abs(number - real) <= 0.05 * real for real in allowed)


def _is_named(fact: Fact, sentence: str, country_name: CountryName) -> bool:
    return any(is_in(sentence) for is_in in _namings(fact, country_name))


def _namings(fact: Fact, country_name: CountryName) -> Iterator[Callable[[str], bool]]:
    subject = fact.subject or ""
    for spoken in _spoken(fact, subject, country_name):
        yield re.compile(rf"(?<![\w/.-]){re.escape(spoken)}(?![\w/-]|\.\w)", re.IGNORECASE).search  # type: ignore[misc]


def _spoken(fact: Fact, subject: str, country_name: CountryName) -> Iterator[str]:
    yield subject
    if subject == "/":
        yield from ("homepage", "home page")
    if fact.kind in {FactKind.COUNTRY_UP, FactKind.COUNTRY_DOWN, FactKind.COUNTRY_NEW, FactKind.TOP_COUNTRY}:
        yield country_name(subject).removeprefix("the ")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", subject):
        yield date.fromisoformat(subject).strftime("%A")
    if subject.isdecimal() and len(subject) <= 2:
        yield from (clock(subject), clock(subject).replace(" ", ":00 "), f"{int(subject):02d}:00")
    for word in _DEVICES.get(subject, ()):
        yield from (word, f"{word}s")


def _without(text: str, subjects: set[str]) -> str:
    """Names that are known go, the longest first, as they may hold digits, stops and anything else."""
    for name in sorted(subjects, key=len, reverse=True):
        if len(name) > 2:
            text = re.sub(rf"(?<![\w/.-]){re.escape(name)}(?![\w/-]|\.\w)", "·", text)
    return text
