"""Every answer of both APIs can be had as rows too, and they say what its JSON says."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from server.http.media import ARROW, CSV
from server.http.routing import Route
from server.routes import API_V1, API_V2
from tests.server.conftest import Running

ROUTES = [route for api in (API_V1, API_V2) for route in api.routes if route.has_tables]


def _rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    """What the document of the API says of the rows of an answer."""
    lists = [name for name, value in content.items() if isinstance(value, list)]
    if len(lists) == 1:
        return [_flat(row) for row in content[lists[0]]]
    totals = _flat({name: value for name, value in content.items() if name not in lists})
    if not lists:
        return [totals]
    below = [{"list": name, **_flat(row)} for name in lists for row in content[name]]
    return [{"list": "totals", **totals}, *below]


def _flat(value: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            flat |= {f"{name}.{deeper}": leaf for deeper, leaf in _flat(inner).items()}
        else:
            flat[name] = inner
    return flat


def _plain(value: Any) -> Any:
    """As JSON has it, but that instants are epoch seconds."""
    if isinstance(value, list):
        return [{name: _plain(inner) for name, inner in row.items()} for row in value]
    if isinstance(value, str) and len(value) > len("2026-11-26"):
        try:
            return datetime.fromisoformat(value).timestamp()
        except ValueError:
            return value
    if isinstance(value, datetime):
        return value.timestamp()
    return str(value) if isinstance(value, date) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _path(route: Route, running: Running) -> str:
    site = running.site.hex_id if route.path.startswith("/api/v2") else str(running.site.id)
    return route.path.replace("{site_id}", site)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.path))
def test_csv_and_arrow_have_the_same_rows_as_json(route: Route, visited: tuple[Running, Mapping[str, str]]) -> None:
    running, _ = visited

    def get(accept: str) -> Any:
        answer = running.client.get(_path(route, running), headers=running.headers | {"Accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == accept
        return answer.content

    content = msgspec.json.decode(get("application/json"))
    table = pa.ipc.open_stream(get(ARROW)).read_all()
    cells = list(csv.reader(io.StringIO(get(CSV).decode())))
    assert cells[0] == table.schema.names
    rows = _rows(content)
    assert [{name: _plain(value) for name, value in row.items()} for row in table.to_pylist()] == [
        {name: _plain(row.get(name)) for name in cells[0]} for row in rows
    ]
    assert cells[1:] == [[_text(row.get(name)) for name in cells[0]] for row in rows]


def test_errors_stay_json_whatever_is_liked(visited: tuple[Running, Mapping[str, str]]) -> None:
    running, _ = visited
    answer = running.client.get("/api/v1/sites/9/hits", headers=running.headers | {"Accept": CSV})
    assert answer.status_code == 404
    assert answer.json().keys() == {"error"}
