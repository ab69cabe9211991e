"""A route as the document tells it."""

import inspect

from server.http.auth import Access
from server.http.parameters import Parameter, Place
from server.http.routing import Route
from server.openapi.answers import answers
from server.openapi.apis import Api
from server.openapi.samples import sample
from server.openapi.types import Json, Types

READ_ONLY, FULL = "readOnlyKey", "fullAccessKey"

SCHEMES: Json = {
    READ_ONLY: {"type": "http", "scheme": "bearer", "description": "A key that may read: `tly-ro-...`"},
    FULL: {"type": "http", "scheme": "bearer", "description": "A key that may read and write: `tly-fa-...`"},
}

SECURITY: dict[Access, list[Json]] = {
    Access.OPEN: [],
    Access.READ: [{READ_ONLY: []}, {FULL: []}],
    Access.SUBSCRIBER_READ: [{READ_ONLY: []}, {FULL: []}],
    Access.SUBSCRIBER_WRITE: [{FULL: []}],
}


def operation(api: Api, route: Route, types: Types) -> Json:
    told = inspect.getdoc(route.handler) or ""
    summary, _, more = " ".join(told.split()).partition(". ")
    found: Json = {
        "operationId": route.handler.__name__,
        "summary": summary.rstrip("."),
        "security": SECURITY[route.access],
    }
    if more:
        found["description"] = more
    found["parameters"] = [*_path_values(api, route), *(_parameter(row) for row in route.parameters)]
    if route.body is not None:
        content = {"schema": types.schema(route.body), "example": sample(route.body)}
        found["requestBody"] = {"required": True, "content": {"application/json": content}}
    found["responses"] = answers(api, route, types)
    return found


def _path_values(api: Api, route: Route) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": value.means,
            "schema": value.schema,
            "example": value.example,
        }
        for name, value in api.path_values.items()
        if f"{{{name}}}" in route.path
    ]


def _parameter(row: Parameter[object]) -> Json:
    schema = dict(row.schema)
    if row.usual:
        schema["default"] = int(row.usual) if schema["type"] == "integer" else row.usual
    found = {
        "name": row.name,
        "in": row.place.value,
        "required": False,
        "description": row.means if row.allowed == "a text" else f"{row.means} It must be {row.allowed}.",
        "schema": schema,
    }
    return found | ({"allowEmptyValue": True} if row.place is Place.QUERY else {})
