"""The overview's numbers, filters, rows and files."""

import csv
import io
import re
from datetime import timedelta

import pytest

from engine.registry.site_changes import SiteChanges
from schemas.questions import Days
from server.dashboard.values import span_text
from tests.engine.storage.imported import count_elsewhere
from tests.server.conftest import Running
from tests.server.dashboard.conftest import Person


def text_of(html: str) -> str:
    """As a reader without pictures has it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def overview(running: Running, person: Person, query: str = "") -> str:
    answer = person.client.get(f"/sites/{running.site.uid}{query}")
    assert answer.status_code == 200, answer.text
    return text_of(answer.text)


def test_the_overview_shows_what_came(running: Running, person: Person) -> None:
    for path in ("/", "/shop", "/shop"):
        running.view(path, referrer="https://www.news.example/a")
    running.view("/", visitor="198.51.100.9")
    running.view("/", event="buy.now", referrer="https://www.news.example/a")

    shown = overview(running, person)

    assert "Visitors 2" in shown
    assert "Pageviews 4" in shown
    assert "Bounce rate 50%" in shown
    assert "news.example 1 50%" in shown
    assert "Direct or unknown 1 50%" in shown
    assert "buy.now 1 50%" in shown
    assert "2 on the site now" in shown
    assert "IP Geolocation by DB-IP" in shown


def test_filters_narrow_everything_and_stay_in_the_links(running: Running, person: Person) -> None:
    running.view("/shop")
    running.view("/", visitor="198.51.100.9")
    html = person.client.get(f"/sites/{running.site.uid}?range=7d&path=%2Fshop&device=desktop").text

    assert "Visitors 1" in text_of(html)
    assert f'href="/sites/{running.site.uid}?range=90d&amp;path=%2Fshop&amp;device=desktop"' in html
    assert f'href="/sites/{running.site.uid}?range=7d&amp;device=desktop" aria-label="Without the filter Page"' in html
    assert "range=7d&amp;path=%2Fshop&amp;device=desktop&amp;browser=Chrome" in html


def test_the_period_before_is_compared(running: Running, person: Person) -> None:
    running.view("/")
    running.clock.move(seconds=7 * 86_400)
    running.view("/")
    running.view("/", visitor="198.51.100.9")

    assert "+100%" not in overview(running, person, "?range=7d")  # today is not over
    running.clock.move(seconds=86_400)
    assert "Visitors 2 +100%" in overview(running, person, "?range=7d")
    assert "+100%" not in overview(running, person, "?range=7d&compare=no")


def test_counts_of_another_system_are_shown_and_told(running: Running, person: Person) -> None:
    running.view("/")
    today = running.app.lake.calendar.today(running.site.id)
    days = [today - timedelta(days=ago) for ago in (0, 2, 3)]
    count_elsewhere(running.app.lake.layout.root, days, site_id=running.site.id)

    shown = overview(running, person, "?range=7d")
    assert "Pageviews 21" in shown
    assert "/elsewhere 10 91%" in shown
    assert f"Counted by Plausible and imported: {span_text(Days(days[2], days[0] - timedelta(days=1)))}" in shown
    filtered = overview(running, person, "?range=7d&path=%2Felsewhere")
    assert "Such counts cannot be filtered, so they are left out here." in filtered
    assert "imported" not in overview(running, person, "?range=today")


def test_a_day_is_drawn_by_the_hour_with_what_is_not_over_and_what_is_to_come(running: Running, person: Person) -> None:
    running.view("/")

    html = person.client.get(f"/sites/{running.site.uid}?range=today").text

    assert "12:00: 1 (before: 0), not over yet" in html
    assert "13:00: to come (before: 0)</title>" in html
    assert "23:00: to come" in html
    assert "23:00 – 0" in text_of(html)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("range=2d", "range is &#39;2d&#39;; allowed are today, 7d, 30d, 90d, 12mo, custom"),
        ("metric=money", "metric is &#39;money&#39;"),
        ("range=custom&from=x", "from and to are dates like 2026-11-22"),
        ("range=custom&from=2026-02-01&to=2026-01-01", "from is 2026-02-01, which is after to, 2026-01-01"),
        ("range=custom&from=1980-01-01&to=2026-01-01", "at most 1500 days"),
    ],
)
def test_what_cannot_be_shown_is_told(running: Running, person: Person, query: str, problem: str) -> None:
    answer = person.client.get(f"/sites/{running.site.uid}?{query}")

    assert answer.status_code == 400
    assert problem in answer.text


def test_all_values_are_searched_and_given_as_csv(running: Running, person: Person) -> None:
    for number in range(60):
        running.view(f"/page-{number:02d}")
    running.view("/", event="=cmd()")
    base = f"/sites/{running.site.uid}/by"

    first = person.client.get(f"{base}/path").text
    second = person.client.get(f"{base}/path?page=2").text
    searched = text_of(person.client.get(f"{base}/path?q=PAGE-3").text)
    file = person.client.get(f"{base}/path.csv")
    events = person.client.get(f"{base}/event.csv").text

    assert "1 – 50 of 61" in text_of(first)
    assert "51 – 61 of 61" in text_of(second)
    assert "1 – 10 of 10" in searched
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert len(rows) == 61
    assert sum(int(row["pageviews"]) for row in rows) == 60
    assert "'=cmd()" in events


def test_countries_are_found_by_name(running: Running, person: Person) -> None:
    running.view("/")

    assert "Nothing with “germ”" in text_of(person.client.get(f"/sites/{running.site.uid}/by/country?q=germ").text)


def test_a_card_gives_more_rows_and_those_with_a_text(running: Running, person: Person) -> None:
    for number in range(14):
        running.view(f"/page-{number:02d}")
    base = f"/sites/{running.site.uid}"

    page = person.client.get(base + "?range=7d").text
    usual = person.client.get(f"{base}/card/path?range=7d").text
    more = person.client.get(f"{base}/card/path?range=7d&rows=29").text
    searched = person.client.get(f"{base}/card/path?range=7d&q=PAGE-1").text

    assert f'action="{base}/by/path"' in page
    assert 'name="range" value="7d"' in page
    assert [text.count("<li>") for text in (usual, more, searched)] == [9, 14, 4]
    assert ["data-more" in text for text in (usual, more, searched)] == [True, False, False]
    assert f'href="{base}/by/path?range=7d&amp;q=PAGE-1"' in searched
    assert f'href="{base}?range=7d&amp;path=%2Fpage-13"' in searched
    assert "Nothing with “shop”" in text_of(person.client.get(f"{base}/card/path?q=shop").text)


def test_a_referrer_of_a_later_hit_is_no_source_of_visits(running: Running, person: Person) -> None:
    running.view("/")
    running.view("/shop", referrer="https://later.example/")

    assert "later.example" not in overview(running, person)
    assert "later.example" in text_of(person.client.get(f"/sites/{running.site.uid}/by/referrer_host").text)


def test_a_property_of_an_event_is_a_filter(running: Running, person: Person) -> None:
    running.view("/", event="menu.open", event_value="left")
    running.view("/", visitor="198.51.100.9", event="menu.open", event_value="right")
    base = f"/sites/{running.site.uid}"

    rows = person.client.get(f"{base}/by/event?event=menu.open").text
    narrowed = overview(running, person, "?event=menu.open&prop%3A=left")

    assert f'href="{base}?event=menu.open&amp;prop%3A=left"' in rows
    assert "Value left" in narrowed
    assert "Visitors 1" in narrowed


@pytest.mark.parametrize("query", ["event=", "path=", "prop:=", "prop:a=", "hour=", "entry="])
def test_a_filter_for_none_is_answered(running: Running, person: Person, query: str) -> None:
    running.view("/")

    overview(running, person, f"?{query}")


def test_an_unknown_dimension_is_not_found(running: Running, person: Person) -> None:
    assert person.client.get(f"/sites/{running.site.uid}/by/shoe_size").status_code == 404


def test_hits_that_were_filtered_out_are_told_by_reason(running: Running, person: Person) -> None:
    running.view("/", url="https://other.example/")

    shown = overview(running, person)

    assert "1 hits filtered out" in shown
    assert "1 the page is on a host that does not belong to the site" in shown


def test_the_public_page_is_there_when_it_is_switched_on_and_only_then(running: Running, person: Person) -> None:
    address = f"/public/{running.site.uid}"
    running.view("/")
    assert running.client.get(address).status_code == 404
    assert running.client.get(address + "/by/path").status_code == 404
    assert running.client.get(address + "/now.json").status_code == 404

    running.app.registry.sites.update(running.site.id, SiteChanges(public=True))

    html = running.client.get(address).text
    assert "Visitors 1" in text_of(html)
    assert "filtered out" not in html
    assert "/sites/" not in html
    assert running.client.get(address + "/by/path").status_code == 200
    assert running.client.get(address + "/now.json").json() == {"visitors": 1}


def test_numbers_are_written_as_the_reader_writes_them(running: Running, person: Person) -> None:
    running.view("/")
    running.view("/a")
    running.view("/", visitor="198.51.100.9")
    address = f"/sites/{running.site.uid}"

    assert "Views per visit 1,5" in text_of(person.client.get(address, headers={"Accept-Language": "de"}).text)
    assert "Views per visit 1.5" in text_of(person.client.get(address, headers={"Accept-Language": "ja"}).text)


def test_the_first_paint_is_light(running: Running, person: Person) -> None:
    for number in range(40):
        running.view(f"/a-page-with-a-longer-name/{number}", referrer=f"https://r{number}.example/")
    html = person.client.get(f"/sites/{running.site.uid}?range=12mo")
    linked = re.findall(r'(?:href|src)="(/assets/[^"]+)"', html.text)

    sizes = [int(person.client.get(address).headers["content-length"]) for address in linked]

    assert len(linked) == 3
    assert int(html.headers["content-length"]) + sum(sizes) < 100_000


def test_counters_for_pages_show_what_they_are_asked_for(running: Running) -> None:
    running.view("/")
    running.view("/a")
    address = f"/embed/{running.site.uid}.json"

    assert running.client.get(f"{address}?hits").json() == {"hits": 2}
    assert running.client.get(f"{address}?unique_hits&countries").json() == {"hits": 1, "countries": []}
    assert running.client.get(address).json() == {}
