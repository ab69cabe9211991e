"""The script on pages of another origin, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.reports.events import events
from schemas.api_v2 import EventCount
from schemas.questions import Days
from schemas.uptime import Check
from tests.browser.conftest import Hitlake, Pages, wait_until
from tests.server.conftest import add_resting_monitor

BODY = "<!doctype html><html lang=en><title>A page</title><body>"


@pytest.fixture(autouse=True)
def errors(page: Page) -> list[str]:
    """What reached the page as an error; empty at the end of every test."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.mark.parametrize("query", ["", "?beacon", "?hits&kudos&uptime&countries&events&beacon&spa&ignore&publicstats"])
def test_a_page_with_the_script_is_counted(
    page: Page, pages: Pages, hitlake: Hitlake, query: str, errors: list[str]
) -> None:
    pages.texts["/a b"] = pages.texts["/a%20b"] = BODY + hitlake.script(query)

    page.goto(pages.address + "/a%20b?x=1&ref=letter#part")

    assert wait_until(lambda: hitlake.top_pages() == {"/a%20b": 1})
    assert errors == []


def test_the_uptime_of_a_monitored_site_is_written_into_its_counter(
    page: Page, pages: Pages, hitlake: Hitlake, errors: list[str]
) -> None:
    """Up for two of three stretches of five minutes, and down from the first check that failed."""
    registry, now_ms = hitlake.app.registry, hitlake.app.now_ms()
    add_resting_monitor(hitlake.app, hitlake.site)
    with registry.database.write() as connection:
        connection.exec_driver_sql("update monitors set next_check_ms = ?", (now_ms + 10**10,))
    for back, up in ((3, True), (2, True), (1, False), (0, False)):
        registry.monitors.note_check(hitlake.site, Check(checked_ms=now_ms - back * 300_000, up=up, status=200))
    pages.texts["/"] = f"{BODY}Up <span class=tinylytics_uptime></span>{hitlake.script('?uptime')}"
    page.goto(pages.address + "/")

    assert wait_until(lambda: page.inner_text("span") == "66.67%"), page.inner_text("span")
    assert errors == []


def test_single_page_navigation_is_followed(page: Page, pages: Pages, hitlake: Hitlake, errors: list[str]) -> None:
    pages.texts["/"] = BODY + hitlake.script("?spa")
    page.goto(pages.address + "/")

    page.evaluate("history.pushState({}, '', '/one')")
    page.evaluate("history.pushState({}, '', '/one#part')")
    page.evaluate("history.replaceState({}, '', '/two')")
    page.evaluate("tinylytics.triggerUpdate()")
    page.go_back()

    assert wait_until(lambda: hitlake.top_pages() == {"/one": 2, "/": 1, "/two": 1}), hitlake.top_pages()
    assert errors == []


def test_a_single_page_application_may_tell_by_itself(page: Page, pages: Pages, hitlake: Hitlake) -> None:
    pages.texts["/"] = BODY + hitlake.script()
    page.goto(pages.address + "/")

    page.evaluate("history.pushState({}, '', '/one'); tinylytics.triggerUpdate()")

    assert wait_until(lambda: hitlake.top_pages() == {"/": 1, "/one": 1})


def test_clicks_and_calls_become_events(page: Page, pages: Pages, hitlake: Hitlake, errors: list[str]) -> None:
    pages.texts["/"] = (
        f"{BODY}<button data-tinylytics-event='menu.open' data-tinylytics-event-value='3'><b>Menu</b></button>"
        "<script>document.querySelector('button').addEventListener('click', e => e.stopPropagation())</script>"
        + hitlake.script("?events")
    )
    page.goto(pages.address + "/")

    page.click("b")
    page.evaluate("tinylytics.event('plan.bought', 9.5, {plan: 'year'})")

    days = Days.through(hitlake.app.lake.calendar.today(hitlake.site.id), 1)
    wanted = [EventCount("menu.open", 1), EventCount("plan.bought", 1)]
    assert wait_until(lambda: events(hitlake.app.sources, hitlake.site, days).events == wanted)
    assert errors == []


def test_a_page_brought_back_is_counted_again(page: Page, pages: Pages, hitlake: Hitlake) -> None:
    pages.texts["/"] = BODY + hitlake.script()
    page.goto(pages.address + "/")

    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    assert wait_until(lambda: hitlake.pageviews() == 2)


def test_a_page_made_ready_in_advance_is_counted_when_it_is_shown(page: Page, pages: Pages, hitlake: Hitlake) -> None:
    pages.texts["/"] = BODY + (
        "<script>Object.defineProperty(document, 'prerendering', {value: true})</script>" + hitlake.script()
    )
    pages.texts["/other"] = BODY + hitlake.script()
    page.goto(pages.address + "/")
    page.context.new_page().goto(pages.address + "/other")
    assert wait_until(lambda: hitlake.pageviews() == 1)

    page.evaluate("document.dispatchEvent(new Event('prerenderingchange'))")

    assert wait_until(lambda: hitlake.top_pages() == {"/": 1, "/other": 1})


def test_who_ignores_himself_stays_ignored(page: Page, pages: Pages, hitlake: Hitlake) -> None:
    pages.texts["/"] = pages.texts["/last"] = BODY + hitlake.script()
    page.goto(pages.address + "/?tiny_ignore=true")
    page.goto(pages.address + "/")
    page.goto(pages.address + "/last?ti=false")

    assert wait_until(lambda: hitlake.pageviews() > 0)
    assert hitlake.top_pages() == {"/last": 1}


BROKEN = {
    "storage is blocked": "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked') }})",
    "sendBeacon is missing": "navigator.sendBeacon = undefined",
    "fetch is missing": "window.fetch = undefined; navigator.sendBeacon = undefined",
    "history is frozen": "Object.freeze(history)",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_page_is_counted_and_undisturbed_though(
    page: Page, pages: Pages, hitlake: Hitlake, errors: list[str], what: str
) -> None:
    pages.texts["/"] = f"{BODY}<script>{BROKEN[what]}</script>{hitlake.script('?beacon&hits&kudos&events&spa')}"

    page.goto(pages.address + "/")

    assert wait_until(lambda: hitlake.pageviews() == 1)
    assert errors == []


def test_the_script_twice_counts_once(page: Page, pages: Pages, hitlake: Hitlake) -> None:
    pages.texts["/"] = BODY + hitlake.script() * 2 + hitlake.script("?spa")
    pages.texts["/end"] = BODY + hitlake.script()
    page.goto(pages.address + "/")
    page.goto(pages.address + "/end")

    assert wait_until(lambda: hitlake.top_pages().get("/end") == 1)
    assert hitlake.top_pages() == {"/": 1, "/end": 1}


def test_a_file_page_is_left_in_peace(page: Page, hitlake: Hitlake, tmp_path: Path, errors: list[str]) -> None:
    file = tmp_path / "page.html"
    file.write_text(BODY + hitlake.script("?hits&kudos&events&spa"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(file.as_uri(), wait_until="networkidle")

    assert not [url for url in asked if "/collector/" in url]
    assert errors == []


def test_a_server_that_is_gone_disturbs_nobody(page: Page, pages: Pages, hitlake: Hitlake, errors: list[str]) -> None:
    pages.texts["/"] = f"{BODY}<script>onunhandledrejection = e => {{ throw e.reason }}</script>" + hitlake.script(
        "?hits&kudos&events"
    )
    page.context.route("**/collector/**", lambda route: route.abort())
    page.context.route("**/*.json*", lambda route: route.abort())

    page.goto(pages.address + "/", wait_until="networkidle")

    assert errors == []
