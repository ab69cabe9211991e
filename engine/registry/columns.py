"""Column types that give plain Python values back, the same over every database."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Text, TypeDecorator
from sqlalchemy.engine import Dialect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def instant(epoch_ms: int) -> datetime:
    """In UTC, exact to the millisecond."""
    return _EPOCH + epoch_ms * _MILLISECOND


class Instant(TypeDecorator[datetime]):
    """A datetime with a time zone, stored as epoch milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else instant(value)


class Texts(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts, stored as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> str:
        return json.dumps(value or ())

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> tuple[str, ...]:
        return () if value in {None, "[]"} else tuple(json.loads(str(value)))


class Stored(TypeDecorator[Any]):
    """A msgspec struct, stored as JSON. Fields that a later program adds need a default."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[msgspec.Struct]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: msgspec.Struct | None, _dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value, type=self.kind)
