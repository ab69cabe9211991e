"""One JSON object a line: Caddy's and Traefik's access logs, and nginx's with a log_format of JSON."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

import orjson

from engine.imports.formats.checked import checked

if TYPE_CHECKING:
    import polars as pl

_PLACES: Mapping[str, tuple[str, ...]] = {
    "time": (
        *("ts", "StartUTC", "StartLocal", "time_iso8601", "time_local", "msec", "@timestamp", "timestamp", "datetime"),
        *("date", "time"),
    ),
    "address": (
        *("request.client_ip", "request.remote_ip", "ClientHost", "remote_addr", "client_ip", "remote_ip"),
        *("clientip", "ip"),
    ),
    "method": ("request.method", "RequestMethod", "request_method", "method"),
    "target": ("request.uri", "RequestPath", "request_uri", "uri", "path", "url"),
    "request": ("request", "request_line"),
    "status": ("status", "DownstreamStatus", "OriginStatus", "status_code", "response"),
    "host": ("request.host", "RequestHost", "http_host", "host", "server_name", "vhost"),
    "referrer": (
        *("request.headers.Referer", "request_Referer", "RequestHeaders.Referer", "http_referer", "http_referrer"),
        *("referer", "referrer"),
    ),
    "user_agent": (
        *("request.headers.User-Agent", "request_User-Agent", "http_user_agent", "user_agent", "useragent", "agent"),
    ),
}
"""Where each field may be, best first. A dot leads into an object; of a list, the first text counts."""

_NEEDED = ("time", "address", "status")

_TIMES = ("%d/%b/%Y:%H:%M:%S %z", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S %z")


class _Request(NamedTuple):
    """`created_at_ms` is None for a time that is none."""

    created_at_ms: int | None
    method: str | None
    target: str | None
    status: int | None
    address: str | None
    referrer: str | None
    user_agent: str | None
    host: str | None


_NOTHING = _Request(*[None] * len(_Request._fields))


class JsonLines:
    """`places` are those of the fields that the log's first lines have. Where none says a method, all are GET."""

    name: ClassVar[str] = "json"

    def __init__(self, places: Mapping[str, Sequence[str]] = _PLACES) -> None:
        self._find = {field: _finder(found) for field, found in places.items()}
        self.names_agent = "user_agent" in places
        self._all_get = not {"method", "request"} & places.keys()

    @classmethod
    def recognised(cls, lines: "pl.Series") -> Self | None:
        objects = [entry for line in lines if (entry := _object(line)) is not None]
        places = {
            field: [place for place in known if any(_at(entry, place.split(".")) is not None for entry in objects)]
            for field, known in _PLACES.items()
        }
        found = {field: known for field, known in places.items() if known}
        return cls(found) if all(field in found for field in _NEEDED) else None

    def requests(self, lines: "pl.Series") -> "pl.DataFrame":
        import polars as pl

        rows = [self._request(line) for line in lines]
        types = dict.fromkeys(_Request._fields, pl.String) | {"created_at_ms": pl.Int64, "status": pl.UInt16}
        frame = pl.DataFrame(rows, schema=types, orient="row")
        return checked(frame.with_columns(empty=lines.str.strip_chars() == ""))

    def _request(self, line: str) -> _Request:
        entry = _object(line)
        if entry is None:
            return _NOTHING
        found = {field: find(entry) for field, find in self._find.items()}
        method, target = _text(found.get("method")), _text(found.get("target"))
        if method is None and (request := _text(found.get("request"))):
            method, _, rest = request.partition(" ")
            target = rest.rpartition(" HTTP/")[0] or rest
        if self._all_get:
            method = "GET"
        return _Request(
            _milliseconds(found["time"]),
            method,
            target,
            _status(found["status"]),
            _text(found["address"]),
            _text(found.get("referrer")),
            _text(found.get("user_agent")),
            _host(_text(found.get("host"))),
        )


def _object(line: str) -> dict[str, Any] | None:
    if not line.lstrip().startswith("{"):
        return None
    try:
        entry = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return entry if isinstance(entry, dict) else None


def _finder(places: Sequence[str]) -> Callable[[dict[str, Any]], Any]:
    paths = [place.split(".") for place in places]

    def find(entry: dict[str, Any]) -> Any:
        return next((value for path in paths if (value := _at(entry, path)) is not None), None)

    return find


def _at(entry: Any, path: Sequence[str]) -> Any:
    for name in path:
        if not isinstance(entry, dict):
            return None
        entry = entry.get(name)
    if isinstance(entry, list):
        entry = entry[0] if entry else None
    return None if isinstance(entry, dict) else entry


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _host(value: str | None) -> str | None:
    return value.removesuffix(":443").removesuffix(":80") if value else None


def _status(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) == 3 else None


def _milliseconds(value: Any) -> int | None:
    """Of seconds since 1970, as a number or a text, or of a time in ISO 8601 or as common logs have it."""
    if isinstance(value, str):
        return _of_text(value)
    return round(value * 1000) if isinstance(value, int | float) and 0 <= value < 1e11 else None


def _of_text(text: str) -> int | None:
    if text.replace(".", "", 1).isdecimal():
        return _milliseconds(float(text))
    moment = _moment(text)
    if moment is None:
        return None
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _TIMES:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - without a zone it is taken for UTC
        except ValueError:
            continue
    return None
