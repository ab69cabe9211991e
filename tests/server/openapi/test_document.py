"""The documents are valid, have every route, and tell of each what it can answer."""

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from server.http.auth import Access
from server.http.limits import Limit
from server.http.routing import Route
from server.openapi.reference import Reference
from server.routes import API_V1, API_V2, ROUTES

Json = dict[str, Any]

API_ROUTES = [route for route in ROUTES if route.path.startswith("/api/")]
EVERY_ROUTE = pytest.mark.parametrize("route", API_ROUTES, ids=lambda route: f"{route.method} {route.path}")
EVERY_API = pytest.mark.parametrize("reference", [API_V1, API_V2], ids=["v1", "v2"])


def told(route: Route) -> Json:
    reference = API_V1 if route.path.startswith("/api/v1") else API_V2
    operation: Json = reference.document["paths"][route.path][route.method.lower()]
    return operation


def resolved(reference: Reference, schema: Json) -> Json:
    return schema | {"components": reference.document["components"]}


@EVERY_API
def test_a_document_is_valid(reference: Reference) -> None:
    assert list(OpenAPIV31SpecValidator(reference.document).iter_errors()) == []


@EVERY_ROUTE
def test_every_route_is_told_with_what_it_is_for(route: Route) -> None:
    operation = told(route)
    assert operation["summary"]
    assert "  " not in operation["summary"]


@EVERY_API
def test_nothing_is_told_that_is_no_route(reference: Reference) -> None:
    paths = {(method.upper(), path) for path, methods in reference.document["paths"].items() for method in methods}
    assert paths == {(route.method, route.path) for route in API_ROUTES if route in reference.routes}


@EVERY_API
def test_operations_have_names_of_their_own(reference: Reference) -> None:
    names = [one["operationId"] for methods in reference.document["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))


@EVERY_ROUTE
def test_parts_of_the_path_and_parameters_are_told(route: Route) -> None:
    parameters = told(route)["parameters"]
    in_path = {f"{{{row['name']}}}" for row in parameters if row["in"] == "path"}
    assert in_path == {part for part in route.path.split("/") if part.startswith("{")}
    others = [row["name"] for row in parameters if row["in"] != "path"]
    assert others == [row.name for row in route.parameters]
    assert all(row["description"] and row["schema"] for row in parameters)


@EVERY_ROUTE
def test_what_keys_and_limits_do_is_told(route: Route) -> None:
    operation = told(route)
    statuses = set(operation["responses"])
    assert {"500", "503"} < statuses
    assert ("401" in statuses) is (route.access is not Access.OPEN) is bool(operation["security"])
    assert ("429" in statuses) is (route.limit is not Limit.NONE)
    limited = [status for status, answer in operation["responses"].items() if "X-RateLimit-Reset" in answer["headers"]]
    assert set(limited) == (set() if route.limit is Limit.NONE else statuses - {"401"})
    if route.access is Access.SUBSCRIBER_WRITE:
        assert operation["security"] == [{"fullAccessKey": []}]
        assert "403" in statuses


@EVERY_ROUTE
def test_a_route_with_a_body_tells_what_it_refuses(route: Route) -> None:
    operation = told(route)
    assert ("requestBody" in operation) is (route.body is not None)
    assert ({"400", "413", "415"} <= set(operation["responses"])) is (route.body is not None)


def test_each_write_tells_its_statuses() -> None:
    one = {"201", "202", "400", "401", "403", "404", "413", "415", "422", "429", "500", "503"}
    hits = API_V1.document["paths"]["/api/v1/sites/{site_id}/hits"]["post"]
    batch = API_V1.document["paths"]["/api/v1/sites/{site_id}/hits/batch"]["post"]
    assert set(hits["responses"]) == one
    assert set(batch["responses"]) == one - {"201", "202"} | {"200"}
    assert [row["name"] for row in hits["parameters"]] == ["site_id", "Idempotency-Key"]


def test_defaults_and_limits_of_parameters_are_told() -> None:
    rows = API_V1.document["paths"]["/api/v1/sites/{site_id}/hits"]["get"]["parameters"]
    by_name = {row["name"]: row["schema"] for row in rows}
    assert by_name["page"] == {"type": "integer", "minimum": 1, "maximum": 1_000_000_000, "default": 1}
    assert by_name["per_page"] == {"type": "integer", "minimum": 1, "default": 100}
    assert by_name["time_zone"] == {"type": "string", "enum": ["utc", "user"], "default": "user"}


@EVERY_API
def test_every_example_is_one_of_its_schema(reference: Reference) -> None:
    compared = 0
    for route in reference.routes:
        operation = told(route)
        contents = [answer["content"] for answer in operation["responses"].values() if "content" in answer]
        contents += [operation["requestBody"]["content"]] if "requestBody" in operation else []
        for content in contents:
            media = content["application/json"]
            named = media.get("examples") or {"": {"value": media["example"]}}
            for example in named.values():
                Draft202012Validator(resolved(reference, media["schema"])).validate(example["value"])
                compared += 1
    assert compared > 4 * len(reference.routes)


@EVERY_API
def test_what_the_source_says_of_a_field_is_told(reference: Reference) -> None:
    schemas = reference.document["components"]["schemas"]
    field = (
        schemas["HitRow"]["properties"]["url"] if reference is API_V1 else schemas["Stats"]["properties"]["avgDuration"]
    )
    assert field["description"] == ("The page's whole address." if reference is API_V1 else "Seconds a visit.")
