"""What a check finds."""

from enum import StrEnum

import msgspec


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """It works, but not as well as it could, or not for long."""
    PROBLEM = "problem"
    """Something does not work, or hits are lost."""


class Finding(msgspec.Struct, frozen=True):
    check: str
    state: State
    text: str
    remedy: str | None = None
    """What to do; None where nothing has to be done."""


def ok(check: str, text: str) -> Finding:
    return Finding(check, State.OK, text)


def warning(check: str, text: str, remedy: str) -> Finding:
    return Finding(check, State.WARNING, text, remedy)


def problem(check: str, text: str, remedy: str) -> Finding:
    return Finding(check, State.PROBLEM, text, remedy)
