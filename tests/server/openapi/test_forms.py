"""Every answer of both APIs can be had as rows too, and they say what its JSON says."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from server.http.media import ARROW, CSV
from server.http.routing import Route
from server.routes import API_V1, API_V2
from tests.server.conftest import Running

ROUTES = [route for api in (API_V1, API_V2) for route in api.routes if route.has_tables]


def _leaves(value: Any) -> list[Any]:
    """Everything in an answer that is not a list or an object, and is there."""
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [] if value is None else [value]


def _plain(value: Any) -> Any:
    """As JSON has it, but that instants are epoch seconds."""
    if isinstance(value, str) and len(value) > len("2026-11-26"):
        try:
            return datetime.fromisoformat(value).timestamp()
        except ValueError:
            return value
    if isinstance(value, datetime):
        return value.timestamp()
    return str(value) if hasattr(value, "isoformat") else value


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
    lists = [value for value in content.values() if isinstance(value, list)]
    told = lists[0] if len(lists) == 1 else content
    named = list(csv.DictReader(io.StringIO(get(CSV).decode())))
    table = pa.ipc.open_stream(get(ARROW)).read_all()
    assert table.num_rows == len(named)
    assert table.schema.names == list(named[0]) if named else True
    rows = [{name: value for name, value in row.items() if name != "list"} for row in table.to_pylist()]
    assert sorted(map(str, map(_plain, _leaves(rows)))) == sorted(map(str, map(_plain, _leaves(told))))


def test_errors_stay_json_whatever_is_liked(visited: tuple[Running, Mapping[str, str]]) -> None:
    running, _ = visited
    answer = running.client.get("/api/v1/sites/9/hits", headers=running.headers | {"Accept": CSV})
    assert answer.status_code == 404
    assert answer.json().keys() == {"error"}
