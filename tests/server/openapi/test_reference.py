"""What an API tells of itself to who has no key."""

import pytest

from server.openapi.docstrings import field_texts
from server.routes import API_V1, API_V2
from tests.server.conftest import Running

EVERY_VERSION = pytest.mark.parametrize("version", ["v1", "v2"])


@EVERY_VERSION
def test_discovery_leads_on(running: Running, version: str) -> None:
    answer = running.client.get(f"/api/{version}")
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    told = answer.json()
    assert (told["name"], list(told)) == ("Hitlake", ["name", "version", "links"])
    assert told["links"]["document"] == f"/api/{version}/openapi.json"
    assert told["links"]["sites"] == f"/api/{version}/sites"
    for path in told["links"].values():
        assert running.client.get(path, headers=running.headers).status_code == 200, path


@EVERY_VERSION
def test_the_document_is_there_for_every_page_and_asked_for_again_by_its_tag(running: Running, version: str) -> None:
    address = f"/api/{version}/openapi.json"
    answer = running.client.get(address)
    assert answer.json() == (API_V1 if version == "v1" else API_V2).document
    assert (answer.headers["access-control-allow-origin"], answer.headers["cache-control"]) == ("*", "no-cache")
    assert answer.headers["content-encoding"] == "gzip"
    again = running.client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert running.client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_fields_are_told_by_their_names_in_json_and_those_of_the_base_too() -> None:
    from schemas.api_v1.writes import CreatedHit
    from schemas.api_v2 import Stats

    assert field_texts(Stats) == {"bounceRate": "Percent of the visits.", "avgDuration": "Seconds a visit."}
    texts = field_texts(CreatedHit)
    assert (texts["url"], texts["visitor_hash"]) == (
        "The page's whole address.",
        "Of the visitor on this site and day.",
    )
