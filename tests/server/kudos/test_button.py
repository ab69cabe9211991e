"""What the script's button shows and does, over HTTP."""

from datetime import date

import httpx
import pytest

from tests.server.conftest import Running

PAGE = {"Origin": "https://example.com"}


def give(running: Running, path: str, visitor: str = "203.0.113.7", **headers: str) -> httpx.Response:
    address = f"/kudos/{running.site.uid}"
    return running.client.post(address, params={"path": path}, headers=PAGE | {"X-Forwarded-For": visitor} | headers)


def shown(running: Running, path: str) -> int:
    answer = running.client.get(f"/kudos/{running.site.uid}.json", params={"path": path})
    assert answer.status_code == 200
    count = answer.json()["kudos"]
    assert isinstance(count, int)
    return count


def test_a_visitor_s_kudo_counts_once_a_page_and_day(running: Running) -> None:
    assert shown(running, "/a") == 0
    answers = [give(running, "/a"), give(running, "/a"), give(running, "/a", "203.0.113.8"), give(running, "/b")]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"kudos": 1}),
        (200, {"kudos": 1}),
        (200, {"kudos": 2}),
        (200, {"kudos": 1}),
    ]
    running.clock.move(seconds=86_400)
    assert give(running, "/a").json() == {"kudos": 3}


def test_a_page_has_the_name_that_its_hits_have(running: Running) -> None:
    running.view("/a")
    for path in ("/a", "a", "/a?ref=letter", "/a#end", " /a "):
        assert give(running, path).json() == {"kudos": 1}, path
        assert shown(running, path) == 1, path
    hits, kudos = (running.v1(f"/sites/{running.site.id}/{what}").json()[what] for what in ("hits", "kudos"))
    assert [row["path"] for row in hits] == [row["path"] for row in kudos] == ["/a"]


def test_an_address_that_was_not_encoded_is_read(running: Running) -> None:
    answer = running.client.post(f"/kudos/{running.site.uid}?path=/a/b?x=1&y=2", headers=PAGE)
    assert (answer.json(), shown(running, "/a/b")) == ({"kudos": 1}, 1)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Origin": "https://evil.example"}, "foreign_hostname"),
        ({"Origin": "null"}, "foreign_hostname"),
        ({"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}, "robot"),
    ],
)
def test_what_would_be_no_hit_is_no_kudo(running: Running, headers: dict[str, str], reason: str) -> None:
    answer = give(running, "/a", **headers)
    assert (answer.status_code, answer.json()) == (202, {"kudos": 0})
    assert answer.headers["x-hitlake-dropped"] == reason
    assert shown(running, "/a") == 0


def test_every_page_may_ask_and_read_the_answer(running: Running) -> None:
    origin = {"Origin": "https://blog.example"}
    answer = running.client.get(f"/kudos/{running.site.uid}.json?path=/a", headers=origin)
    assert answer.headers["access-control-allow-origin"] == "https://blog.example"
    assert answer.headers["cache-control"] == "no-store"
    preflight = running.client.options(
        f"/kudos/{running.site.uid}", headers=origin | {"Access-Control-Request-Method": "POST"}
    )
    assert (preflight.status_code, preflight.headers["access-control-allow-methods"]) == (204, "POST, OPTIONS")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/kudos/nobody.json?path=/a", 404),
        ("POST", "/kudos/nobody?path=/a", 404),
        ("GET", "/kudos/{uid}.json", 400),
        ("POST", "/kudos/{uid}?path=", 400),
        ("POST", "/kudos/{uid}?path=http://[", 400),
        ("POST", "/kudos/{uid}.json?path=/a", 405),
        ("GET", "/kudos/{uid}?path=/a", 405),
    ],
)
def test_what_cannot_be_answered_says_why(running: Running, method: str, address: str, status: int) -> None:
    answer = running.client.request(method, address.format(uid=running.site.uid), headers=PAGE)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])


def test_one_household_cannot_make_up_any_number_of_givers(running: Running) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
    answers = [give(running, "/a", **{"User-Agent": agent.format(100 + number)}) for number in range(25)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 5
    assert int(answers[-1].headers["retry-after"]) == 86_400
    assert answers[-1].headers["access-control-allow-origin"] == "https://example.com"
    assert shown(running, "/a") == 20


def test_givers_are_known_by_a_hash_of_the_day_alone(running: Running) -> None:
    give(running, "/a")
    with running.app.registry.database.read() as connection:
        row = connection.exec_driver_sql("select * from kudos").mappings().one()
    assert set(row) == {"id", "site_id", "uid", "path", "day", "giver", "created_at"}
    assert (len(row["giver"]), row["day"]) == (8, str(date(2026, 3, 10)))


def test_all_kudos_of_a_site_are_in_its_lifetime_count(running: Running) -> None:
    for path in ("/a", "/b"):
        give(running, path)
    running.app.registry.kudos.add(running.other_site.id, "/c", date(2026, 3, 10))
    assert running.v1("/sites").json()["sites"][0]["lifetime_kudos"] == 2
    assert running.v1(f"/sites/{running.site.id}").json()["site"]["lifetime_kudos"] == 2
