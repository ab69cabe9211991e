"""Which questions are asked of which sites over how many days, the easiest first."""

from benchmarks.dataset import Dataset
from benchmarks.engines import HITLAKE, INSIDE, Engine
from benchmarks.engines.hitlake_inside import QUESTIONS as INSIDE_QUESTIONS
from benchmarks.questions import QUESTIONS, Asked, question_named
from benchmarks.questions.question import V2_RANGES


def asked_of_all(data: Dataset) -> list[Asked]:
    found = []
    for question in QUESTIONS:
        found += [Asked(question.name, site, question.days, data.last_day) for site in data.sites]
        others = [days for days in question.ranges if days != question.days]
        found += [Asked(question.name, data.largest, days, data.last_day) for days in others]
    return sorted(found, key=lambda asked: (asked.question, asked.site.hits, asked.days))


def can_answer(engine: Engine, asked: Asked) -> bool:
    """API v2 has some ranges only; the reports without HTTP are asked to fill that gap, on the largest site."""
    if engine is INSIDE:
        return asked.question in INSIDE_QUESTIONS
    question = question_named(asked.question)
    return engine is not HITLAKE or not question.is_v2 or question.moving or asked.days in V2_RANGES
