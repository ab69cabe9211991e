"""The pages of visits in their order."""

from tests.server.conftest import Running
from tests.server.dashboard.conftest import Person
from tests.server.dashboard.test_overview import text_of


def test_a_visit_of_several_pages_is_shown_in_its_order(running: Running, person: Person) -> None:
    running.view("/", referrer="https://news.example/")
    running.clock.move(seconds=70)
    running.view("/pricing")
    running.view("/only", visitor="198.51.100.9")
    address = f"/sites/{running.site.uid}/journeys"

    shown = text_of(person.client.get(address).text)

    assert "1 of 2 visits went on to a second page (50%)" in shown
    assert "from news.example/ / /pricing 2 pages 1m" in shown
    assert "1 – 1 of 1" in shown


def test_journeys_are_narrowed_as_the_overview_is(running: Running, person: Person) -> None:
    for visitor, last in (("203.0.113.1", "/a"), ("203.0.113.2", "/b")):
        running.view("/", visitor=visitor)
        running.view(last, visitor=visitor)
    running.view("/b", visitor="203.0.113.2", event="menu.open")
    address = f"/sites/{running.site.uid}/journeys"

    for query in ("exit=/b", "path=/b", "event=menu.open"):
        shown = person.client.get(f"{address}?{query}").text
        assert "<b>1</b> of 1 visits" in shown, query
        assert "/a</a>" not in shown, query
    assert "1 of 2" not in text_of(person.client.get(address).text)


def test_a_page_that_is_no_number_is_told(running: Running, person: Person) -> None:
    answer = person.client.get(f"/sites/{running.site.uid}/journeys?page=-1")

    assert answer.status_code == 400
    assert "page is" in answer.text
