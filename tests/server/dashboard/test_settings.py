"""Sites and keys, set by their owner."""

import re

import pytest

from engine.registry.site_changes import SiteChanges
from tests.server.conftest import Running
from tests.server.dashboard.conftest import Person


@pytest.fixture
def running(shared: Running) -> Running:
    return shared


def test_a_key_is_shown_once_works_and_can_be_revoked(running: Running, person: Person) -> None:
    made = person.send("/settings/keys", name="<b>Mine</b>", access="full_access")
    secret = re.search(r"tly-fa-\w{40}", made.text)
    assert secret is not None
    headers = {"Authorization": f"Bearer {secret[0]}"}
    assert running.client.get("/api/v2/sites", headers=headers).status_code == 200

    page = person.client.get("/settings/keys").text
    key_id = re.search(r"/settings/keys/(\d+)/revoke", page)
    assert key_id is not None
    assert secret[0] not in page
    assert "&lt;b&gt;Mine&lt;/b&gt;" in page
    person.send(f"/settings/keys/{key_id[1]}/revoke")

    assert running.client.get("/api/v2/sites", headers=headers).status_code == 401


def test_the_key_of_another_account_cannot_be_revoked(running: Running, person: Person) -> None:
    keys = running.app.registry.keys
    other, secret = keys.create(running.other_site.account_id)

    assert person.send(f"/settings/keys/{other.id}/revoke").status_code == 404
    assert keys.find(secret) is not None


def test_a_site_is_changed_or_told_why_not(running: Running, person: Person) -> None:
    address = f"/sites/{running.site.uid}/settings"
    form = {"domain": "example.net", "label": "New", "time_zone": "Asia/Kathmandu", "active": "on", "public": "on"}

    refused = person.send(address, **form | {"excluded_addresses": "192.0.2.0/24\nnowhere"})
    assert refused.status_code == 422
    assert "nowhere" in refused.text
    person.send(address, **form | {"ignored_paths": "/admin\n/draft/*"})

    site = running.app.registry.sites.by_id(running.site.id)
    assert site is not None
    assert (site.domain, site.label, site.time_zone, site.public) == ("example.net", "New", "Asia/Kathmandu", True)
    assert site.ignored_paths == ("/admin", "/draft/*")


def test_a_site_is_added_and_leads_to_its_snippet(running: Running, person: Person) -> None:
    refused = person.send("/sites", domain="example.com")
    made = person.send("/sites", domain="second.example", time_zone="Europe/Berlin")

    assert refused.status_code == 422
    assert "already" in refused.text
    assert made.headers["location"].endswith("/start")
    assert "second.example" in person.client.get("/sites").text


def test_who_is_there_now_has_a_page(running: Running, person: Person) -> None:
    running.view("/shop")

    page = person.client.get(f"/sites/{running.site.uid}/realtime").text

    assert "<b>1</b> visitor in the last 5 minutes" in page
    assert "/shop" in page


def test_a_site_may_have_addresses_of_its_own_that_blockers_do_not_know(running: Running, person: Person) -> None:
    settings = f"/sites/{running.site.uid}/settings"
    form = {"domain": "example.com", "label": "Mine", "time_zone": "UTC", "active": "on"}
    person.send(settings, **form, script_path="/water.js", collector_path="/ripple")

    script = running.client.get("/water.js")
    assert script.status_code == 200
    assert '"/ripple"' in script.text
    assert "/embed/" not in script.text
    assert running.client.get(f"/embed/{running.site.uid}.js").status_code == 200
    assert running.client.post("/ripple?url=https://example.com/a").status_code == 202
    assert "/water.js" in person.client.get(f"/sites/{running.site.uid}/start").text
    everything = running.client.get("/water.js?hits&uptime&countries&kudos&events").text
    assert [name for name in ("/embed/", "/kudos/", "/collector/", "/pixel/") if name in everything] == []
    assert running.client.get("/ripple/n.json?hits").json() == {"hits": 1}
    assert running.client.get("/ripple/k.json?path=/a").json() == {"kudos": 0}
    assert running.client.post("/ripple/k?path=/a").json() == {"kudos": 1}
    assert running.client.get("/ripple/p.gif?url=https://example.com/b").headers["content-type"] == "image/gif"
    assert running.client.get("/water.js/n.json").status_code == 404

    person.send(settings, **form)
    assert running.client.get("/water.js").status_code == 404
    assert running.client.post("/ripple?url=https://example.com/a").status_code == 404


def test_an_address_that_is_not_free_is_told(running: Running, person: Person) -> None:
    registry = running.app.registry
    registry.sites.update(running.other_site.id, SiteChanges(script_path="/theirs.js", collector_path="/their"))
    form = {"domain": "example.com", "label": "Mine", "time_zone": "UTC", "active": "on"}

    for path, why in (
        ("/api/mine.js", "begin with /api"),
        ("/theirs.js", "taken by another site"),
        ("/their/n.json", "taken by another site"),
        ("water", "it looks like /water.js"),
    ):
        answer = person.send(f"/sites/{running.site.uid}/settings", **form, script_path=path)
        assert (answer.status_code, why in answer.text) == (422, True), path


def test_the_time_zone_of_sites_to_come_is_the_account_s(running: Running, person: Person) -> None:
    refused = person.send("/settings", do="time_zone", time_zone="Atlantis/Capital")
    person.send("/settings", do="time_zone", time_zone="Asia/Kathmandu")
    person.send("/sites", domain="later.example")

    assert (refused.status_code, "Atlantis" in refused.text) == (422, True)
    assert running.app.registry.sites.all()[-1].time_zone == "Asia/Kathmandu"


def test_a_site_is_deleted_by_who_types_its_domain(running: Running, person: Person) -> None:
    running.view("/")
    address = f"/sites/{running.site.uid}"

    slip = person.send(f"{address}/delete", domain="example")
    assert (slip.status_code, "Nothing was deleted" in slip.text) == (422, True)
    assert person.client.get(address).status_code == 200
    assert person.send(f"/sites/{running.other_site.uid}/delete", domain="example.org").status_code == 404

    person.send(f"{address}/delete", domain="example.com")
    assert person.client.get(address).status_code == 404
    assert running.view("/").headers["x-hitlake-dropped"] == "unknown_site"


def test_days_to_keep_are_a_number_or_for_ever(running: Running, person: Person) -> None:
    settings = f"/sites/{running.site.uid}/settings"
    form = {"domain": "example.com", "label": "Mine", "time_zone": "UTC", "active": "on"}

    def kept() -> int | None:
        site = running.app.registry.sites.by_id(running.site.id)
        assert site is not None
        return site.retention_days

    person.send(settings, **form, retention_days="400")
    assert kept() == 400
    assert person.send(settings, **form, retention_days="a year").status_code == 422
    assert person.send(settings, **form, retention_days="0").status_code == 422
    person.send(settings, **form, retention_days="")
    assert kept() is None
