"""SQL of the questions for one engine: a file for its dialect where there is one, with the values as literals."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.questions import Asked, question_named
from benchmarks.questions.answers import Rows

_FOLDER = Path(__file__).parent.parent / "questions" / "sql"
_PARAMETER = re.compile(r"\$([a-z]+)")


def ask_sql(asked: Asked, dialect: str, rows: Callable[[str], Rows]) -> dict[str, Any]:
    """Runs the question's statements one after the other."""
    question = question_named(asked.question)
    texts = [filled(_text(name, dialect), asked.values) for name in question.statements]
    return question.answer(asked, [rows(text) for text in texts])


@cache
def _text(name: str, dialect: str) -> str:
    own = _FOLDER / f"{name}.{dialect}.sql"
    return (own if own.exists() else _FOLDER / f"{name}.sql").read_text()


def filled(text: str, values: Mapping[str, object]) -> str:
    return _PARAMETER.sub(lambda match: _literal(values[match[1]]), text)


def _literal(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date | str):
        return "'" + str(value).replace("'", "''") + "'"
    raise TypeError(f"{value!r} has no literal")
