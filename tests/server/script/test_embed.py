"""`/embed/UID.js` over HTTP."""

import pytest

from tests.server.conftest import Running


@pytest.mark.parametrize("name", ["{uid}.js", "{uid}/min.js"])
def test_the_script_is_at_both_addresses(running: Running, name: str) -> None:
    answer = running.client.get("/embed/" + name.format(uid=running.site.uid))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert f"/collector/{running.site.uid}" in answer.text


def test_who_has_the_script_is_told_so(running: Running) -> None:
    address = f"/embed/{running.site.uid}.js?spa"
    first = running.client.get(address)

    again = running.client.get(address, headers={"If-None-Match": first.headers["etag"]})
    other = running.client.get(f"/embed/{running.site.uid}.js", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_a_client_that_reads_no_gzip_gets_plain_text(running: Running) -> None:
    answer = running.client.get(f"/embed/{running.site.uid}.js", headers={"Accept-Encoding": "gzip;q=0, br"})

    assert "content-encoding" not in answer.headers
    assert answer.text.startswith("(function")


def test_an_unknown_uid_is_not_found(running: Running) -> None:
    assert running.client.get("/embed/nobody.js").status_code == 404
