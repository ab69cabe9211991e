"""Who is there now."""

from datetime import timedelta

from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.reports.presence import presence
from engine.statements import Statements
from tests.engine.reports.test_agreement import NOW, SITE
from tests.engine.storage.lakeside import Lakeside, hit


def test_who_was_here_lately_is_counted_by_page_country_and_referrer(lakeside: Lakeside) -> None:
    lakeside.store(
        hit(NOW - timedelta(minutes=31), visitor=9, path="/"),
        hit(NOW - timedelta(minutes=12), visitor=8, path="/"),
        hit(NOW - timedelta(minutes=4), visitor=1, path="/", country="DE", referrer_host="news.example"),
        hit(NOW - timedelta(minutes=1), visitor=1, path="/shop", country="DE"),
        hit(NOW - timedelta(minutes=1), visitor=2, path="/shop", country="AT"),
        hit(NOW, visitor=2, path="/shop", country="AT", event="buy.now"),
    )
    sources, queries = open_sources(lakeside.lake, Statements(), DuckLimits())

    found = presence(sources, SITE, lakeside.lake.calendar, int(NOW.timestamp() * 1000))

    queries.close()
    assert found.visitors == 2
    assert found.pages == {"/shop": 2, "/": 1}
    assert (found.countries, found.referrers) == ({"AT": 1, "DE": 1}, {"news.example": 1})
    assert {29 - place: views for place, views in enumerate(found.views) if views} == {12: 1, 4: 1, 1: 2}
