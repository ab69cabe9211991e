"""What the documents cannot say in JSON Schema, for the requests that schemathesis makes up of them."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import schemathesis
from hypothesis import strategies as st

TODAY = date(2026, 3, 10)
"""Of the server that is asked."""

NUMBERS = count(1)

schemathesis.openapi.format("date", st.dates(date(1970, 1, 1), date(9998, 12, 31)).map(str))
schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime(1970, 1, 2), datetime(2026, 3, 1), timezones=st.just(UTC)).map(datetime.isoformat),  # noqa: DTZ001
)


@schemathesis.hook
def before_call(_context: schemathesis.HookContext, case: schemathesis.Case[Any], _kwargs: dict[str, Any]) -> None:
    """Dates are in order and at most a year apart, and every request and row has a name of its own."""
    _mend_dates(case.query)
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = _own_name(case.headers["Idempotency-Key"])
    if isinstance(case.body, dict):
        _mend_row(case.body, is_negative=bool(case.meta and case.meta.generation.mode.is_negative))


def _mend_dates(query: Any) -> None:
    try:
        last = date.fromisoformat(query.get("end_date") or str(TODAY))
        first = date.fromisoformat(query.get("start_date") or str(last))
    except (AttributeError, TypeError, ValueError):
        return
    if not 0 <= (last - first).days <= 365:
        query["end_date"] = query["start_date"]


def _mend_row(row: dict[str, Any], *, is_negative: bool) -> None:
    if "id" in row:
        row["id"] = _own_name(row["id"])
    created_at = row.get("created_at")
    if is_negative and created_at == "":
        row["created_at"] = "no date"  # meant to be wrong, but an empty text is a missing one
    if _is_later(created_at):
        row["created_at"] = f"{TODAY}T00:00:00Z"


def _is_later(instant: Any) -> bool:
    try:
        return datetime.fromisoformat(instant).date() >= TODAY
    except (TypeError, ValueError):
        return False


def _own_name(name: Any) -> Any:
    """As long and as wrong as it is."""
    number = next(NUMBERS)
    if isinstance(name, str) and name:
        return name[:-6] + f"{number:06}"
    return number if type(name) is int else name
