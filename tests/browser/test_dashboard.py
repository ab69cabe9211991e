"""The dashboard in a real browser: from set-up to the first hit, filters, keys, the public page, attacks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from engine.registry.site_changes import SiteChanges
from server.dashboard.sessions import COOKIE
from tests.browser.conftest import OWNER, PASSWORD, Hitlake, Pages, wait_until
from tests.server.conftest import BROWSER, Clock, running_server, trust

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "ci-output" / "screenshots"
AXE = ROOT / "ci-output" / "axe" / "node_modules" / "axe-core" / "axe.min.js"

ATTACKS = (
    "<script>window.attacked=1</script>",
    '"><img src=x onerror=window.attacked=1>',
    "'onmouseover='window.attacked=1",
    "javascript:window.attacked=1",
    "</title><svg onload=window.attacked=1>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "</textarea><iframe srcdoc='<script>parent.attacked=1</script>'>",
    "]]><!--<script>window.attacked=1</script>-->",
)


@pytest.fixture
def signed_in(page: Page, hitlake: Hitlake) -> Page:
    """As the owner, whose password is asked for in one test alone: each time it would take longer than most of them."""
    session = hitlake.app.dashboard.sessions.begin(hitlake.site.account_id)
    page.context.add_cookies([{"name": COOKIE, "value": session, "url": hitlake.address}])
    return page


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of; nothing is allowed."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    yield found
    assert found == []


def send(hitlake: Hitlake, visitor: int = 1, props: dict[str, str] | None = None, **fields: str) -> None:
    headers = {"User-Agent": BROWSER, "X-Forwarded-For": f"203.0.113.{visitor}"}
    query = {"url": f"https://{hitlake.site.domain}/", "path": "/", **fields}
    address = f"{hitlake.address}/collector/{hitlake.site.uid}"
    body = {"props": props} if props else None
    httpx.post(address, params=query, headers=headers, json=body, verify=trust()).raise_for_status()


def overview(hitlake: Hitlake, query: str = "") -> str:
    return f"{hitlake.address}/sites/{hitlake.site.uid}{query}"


def test_from_the_set_up_link_to_the_first_hit(
    browser: Browser, pages: Pages, tmp_path: Path, page: Page, complaints: list[str]
) -> None:
    with running_server(tmp_path, Clock()) as (app, address):
        page.goto(f"{address}/setup/{app.dashboard.setup_token}")
        assert page.input_value("#time_zone") != ""
        page.fill("#email", "me@example.com")
        page.fill("#password", "correct horse")
        page.fill("#domain", pages.address)
        page.click("main button")
        page.wait_for_url(re.compile("/start"))
        snippet = page.inner_text("#snippet")
        assert page.is_visible("text=Waiting for the first hit")

        pages.texts["/"] = "<!doctype html><html lang=en><title>Mine</title><body>" + snippet
        other = browser.new_context(user_agent=BROWSER).new_page()
        other.goto(pages.address + "/")

        page.wait_for_selector("text=Hits are coming in", timeout=10_000)
        page.click("text=To the overview")
        assert page.inner_text(".figure:first-child .amount") == "1"
        other.context.close()
        page.goto("about:blank")


def test_the_owner_signs_in_and_comes_to_the_sites(page: Page, hitlake: Hitlake, complaints: list[str]) -> None:
    page.goto(hitlake.address + "/login")
    page.fill("#email", OWNER)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(re.compile("/sites"))

    assert page.is_visible("text=My Website")


def test_rows_become_filters_and_the_back_button_takes_them_off(
    signed_in: Page, hitlake: Hitlake, complaints: list[str]
) -> None:
    page = signed_in
    send(hitlake, 1, path="/shop")
    send(hitlake, 2, path="/")
    page.goto(overview(hitlake))

    page.click(".card a:text-is('/shop')")
    assert page.inner_text(".figure:first-child .amount") == "1"
    page.click("label:text-is('Systems')")
    page.click(".card a:text-is('Mac OS X'), .card a:text-is('macOS')")
    assert page.locator(".chips li").count() == 2
    page.go_back()
    assert page.locator(".chips li").count() == 1
    page.click(".chips a")
    assert page.inner_text(".figure:first-child .amount") == "2"
    page.click("text=Without comparison")
    assert "compare=no" in page.url
    page.click("text=12 months")
    assert "range=12mo" in page.url


def test_the_pages_can_be_read_without_javascript(browser: Browser, signed_in: Page, hitlake: Hitlake) -> None:
    send(hitlake)
    state = signed_in.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()

    page.goto(overview(hitlake))
    page.click("label:text-is('Entry')")

    assert page.is_visible(".rows-2 a:text-is('/')")
    assert page.inner_text(".figure:first-child .amount") == "1"
    context.close()


def test_a_card_is_searched_and_grows_without_leaving_the_page(
    signed_in: Page, hitlake: Hitlake, complaints: list[str]
) -> None:
    page, card = signed_in, "[aria-labelledby=card-pages] .rows-1"
    for number in range(33):
        send(hitlake, number + 1, path=f"/page-{number:02d}")
    page.goto(overview(hitlake))
    rows = page.locator(f"{card} li")
    assert rows.count() == 9

    page.focus(f"{card} [data-more]")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{card} li >> nth=28")
    assert page.evaluate("document.activeElement.textContent") == rows.nth(9).locator("a").inner_text()
    assert page.inner_text(f"{card} [role=status]") == "29 rows of 33"

    page.fill(f"{card} input[type=search]", "E-1")
    page.wait_for_selector(f"{card} [role=status]:text('9 rows of 10')")
    page.fill(f"{card} input[type=search]", "nothing like it")
    page.wait_for_selector(f"{card} .empty")
    page.fill(f"{card} input[type=search]", "page-32")
    page.click(f"{card} a:text-is('/page-32')")
    assert page.inner_text(".figure:first-child .amount") == "1"


def test_a_card_is_searched_without_javascript(browser: Browser, signed_in: Page, hitlake: Hitlake) -> None:
    for number in range(12):
        send(hitlake, number + 1, path=f"/page-{number:02d}")
    context = browser.new_context(java_script_enabled=False, storage_state=signed_in.context.storage_state())
    page = context.new_page()

    page.goto(overview(hitlake, "?range=7d"))
    assert page.is_hidden("[data-more]")
    page.fill("#find-path", "page-1")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/by/path.range=7d&q=page-1"))
    assert page.locator(".numbers tbody tr").count() == 2
    context.close()


def test_a_property_of_an_event_becomes_a_filter(signed_in: Page, hitlake: Hitlake, complaints: list[str]) -> None:
    send(hitlake, 1, path="/", event="menu.open", event_value="left")
    send(hitlake, 2, path="/", event="menu.open", event_value="right")
    signed_in.goto(overview(hitlake, "/by/event?event=menu.open"))

    signed_in.click("td a:text-is('left')")

    assert signed_in.locator(".chips li").all_inner_texts() == ["Event menu.open ×", "Value left ×"]
    assert signed_in.inner_text(".figure:first-child .amount") == "1"


def test_the_live_count_follows(signed_in: Page, hitlake: Hitlake, complaints: list[str]) -> None:
    signed_in.clock.install()
    signed_in.goto(overview(hitlake))
    assert signed_in.inner_text("[data-now]") == "0"

    send(hitlake)
    signed_in.clock.run_for(11_000)

    assert wait_until(lambda: signed_in.inner_text("[data-now]") == "1")


def test_the_keyboard_reaches_tabs_rows_and_filters(signed_in: Page, hitlake: Hitlake) -> None:
    send(hitlake, path="/shop")
    signed_in.goto(overview(hitlake))

    signed_in.keyboard.press("Tab")
    assert signed_in.evaluate("document.activeElement.textContent") == "To the content"
    signed_in.focus("#tab-path")
    signed_in.keyboard.press("ArrowRight")
    assert signed_in.is_visible("[aria-labelledby=card-pages] .rows-2")
    signed_in.keyboard.press("Tab")
    signed_in.keyboard.press("Enter")
    signed_in.wait_for_url(re.compile("entry="))


def test_a_key_is_made_and_the_public_page_switched_on(
    signed_in: Page, hitlake: Hitlake, browser: Browser, complaints: list[str]
) -> None:
    page = signed_in
    page.goto(hitlake.address + "/settings/keys")
    page.fill("#name", "Mine")
    page.click("text=Make the key")
    assert page.inner_text("#secret").startswith("tly-ro-")

    page.goto(overview(hitlake, "/settings"))
    page.check("#public")
    page.click("text=Save")
    assert page.is_visible("text=Saved.")
    stranger = browser.new_context().new_page()
    answer = stranger.goto(f"{hitlake.address}/public/{hitlake.site.uid}")
    assert answer is not None
    assert answer.status == 200
    stranger.context.close()


def test_what_visitors_send_is_text_everywhere(signed_in: Page, hitlake: Hitlake, complaints: list[str]) -> None:
    page = signed_in
    for number, attack in enumerate(ATTACKS, 1):
        send(hitlake, number, path="/" + attack, event=attack if number % 2 else "", event_value=attack)
        send(hitlake, number, path="/", event="menu.open", event_value=attack, props={attack: attack})
        send(
            hitlake, number, path="/" + attack, url=f"https://{hitlake.site.domain}/?utm_campaign={attack}&ref={attack}"
        )
        send(hitlake, number, path=attack, referrer=f"https://news.example/{attack}")
    hitlake.app.registry.sites.update(hitlake.site.id, SiteChanges(label=ATTACKS[0], public=True))
    public = f"{hitlake.address}/public/{hitlake.site.uid}"
    own = ("", "/journeys", "/realtime", "/insights", "/uptime", "/settings", "/start", "/by/event?event=menu.open")
    addresses = [overview(hitlake, page) for page in own] + [public]
    addresses += [hitlake.address + path for path in ("/docs", "/sites", "/settings", "/settings/keys")]
    addresses += [overview(hitlake, f"/by/{name}") for name in ("path", "event", "referrer", "source", "utm_campaign")]
    for attack in ATTACKS:
        addresses.append(overview(hitlake, f"?{httpx.QueryParams({'event': attack})}"))
        addresses.append(overview(hitlake, f"?{httpx.QueryParams({'prop:' + attack: attack})}"))
        addresses.append(overview(hitlake, f"/by/path?{httpx.QueryParams({'q': attack})}"))

    for address in addresses:
        page.goto(address)
        page.mouse.move(400, 500)
        assert page.evaluate("window.attacked") is None, address
        assert page.locator("iframe, img, script:not([src])").count() == 0, address

    page.goto(overview(hitlake, "/by/path"))
    assert ATTACKS[0] in page.inner_text(".numbers")
    page.goto(overview(hitlake, "/journeys"))
    assert ATTACKS[0] in page.inner_text(".journeys")
    page.goto(overview(hitlake, "/by/event?event=menu.open"))
    assert ATTACKS[0] in page.inner_text(".above + .scroll")


PAGES = {
    "overview": "/sites/{uid}?range=7d",
    "filtered": "/sites/{uid}?range=today&path=/shop",
    "pages": "/sites/{uid}/by/path",
    "event": "/sites/{uid}/by/event?event=menu.open",
    "journeys": "/sites/{uid}/journeys",
    "now": "/sites/{uid}/realtime",
    "insights": "/sites/{uid}/insights",
    "uptime": "/sites/{uid}/uptime",
    "script": "/sites/{uid}/start",
    "site": "/sites/{uid}/settings",
    "sites": "/sites",
    "keys": "/settings/keys",
    "account": "/settings",
    "docs": "/docs",
    "missing": "/sites/nobody",
}
SIZES = {"wide": (1360, 900), "phone": (360, 780)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def busy(hitlake: Hitlake) -> Hitlake:
    """A site with some of everything."""
    for number in range(12):
        send(hitlake, number + 1, path=f"/a-long-name-of-a-page-that-does-not-fit-into-a-card/{number % 5}")
        send(hitlake, number + 1, path="/shop", referrer=f"https://r{number % 4}.example/a-long-address-of-a-page")
    send(hitlake, 1, path="/shop", event="menu.open", event_value="left")
    return hitlake


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_serious(signed_in: Page, busy: Hitlake, scheme: Literal["light", "dark"]) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not there: npm install --no-save --prefix ci-output/axe axe-core@4")
    signed_in.emulate_media(color_scheme=scheme)
    found = []
    for name, path in PAGES.items():
        signed_in.goto(busy.address + path.format(uid=busy.site.uid))
        signed_in.evaluate(AXE.read_text() + ";0")
        rows = signed_in.evaluate("axe.run()")["violations"]
        found += [
            (name, row["id"], [node["html"] for node in row["nodes"]])
            for row in rows
            if row["impact"] in ("serious", "critical")
        ]

    assert found == []


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_asks_nobody_else_and_is_kept_as_a_picture(signed_in: Page, busy: Hitlake, size: str) -> None:
    width, height = SIZES[size]
    signed_in.set_viewport_size({"width": width, "height": height})
    asked: list[str] = []
    signed_in.on("request", lambda request: asked.append(request.url))

    for name, path in PAGES.items():
        signed_in.goto(busy.address + path.format(uid=busy.site.uid))
        for scheme in SCHEMES:
            signed_in.emulate_media(color_scheme=scheme)
            assert signed_in.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            signed_in.screenshot(path=SHOTS / f"{name}-{size}-{scheme}.png", full_page=True)

    assert [url for url in asked if not url.startswith(busy.address)] == []


def test_the_line_tells_its_number_where_the_pointer_is(signed_in: Page, busy: Hitlake, complaints: list[str]) -> None:
    signed_in.goto(overview(busy, "?range=7d"))
    assert signed_in.is_hidden(".tip")

    signed_in.hover(".strip >> nth=-1")

    assert signed_in.inner_text(".tip").endswith(": 12 (before: 0), not over yet")


def test_journeys_are_shown_and_narrowed_by_a_click(signed_in: Page, busy: Hitlake, complaints: list[str]) -> None:
    signed_in.goto(overview(busy))
    signed_in.click("nav >> text=Journeys")
    assert signed_in.locator(".journeys > li").count() == 12

    signed_in.click(".journeys .steps a >> nth=0")

    assert signed_in.locator(".chips li").count() == 1
    assert "/journeys?path=" in signed_in.url


def test_a_page_with_the_script_at_an_address_of_its_own_is_counted(
    signed_in: Page, pages: Pages, hitlake: Hitlake, context: BrowserContext
) -> None:
    signed_in.goto(overview(hitlake, "/settings"))
    signed_in.fill("#script_path", f"/{hitlake.site.uid}-water.js")
    signed_in.fill("#collector_path", f"/{hitlake.site.uid}-ripple")
    signed_in.click("text=Save")
    signed_in.goto(overview(hitlake, "/start"))
    snippet = signed_in.inner_text("#snippet").replace("water.js", "water.js?hits&countries&kudos&beacon")
    widgets = "<b class=tinylytics_hits>-</b><button class=tinylytics_kudos>-</button>"
    pages.texts["/"] = f"<!doctype html><html lang=en><title>Mine</title><body>{widgets}{snippet}"
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))

    page.goto(pages.address + "/")
    page.wait_for_selector("button[aria-label='Kudos: 0']")
    page.click("button")
    page.wait_for_selector("button[aria-label='Kudos: 1']")

    page.wait_for_selector("b:text-matches('^[0-9]+$')")
    assert wait_until(lambda: hitlake.pageviews() == 1)
    usual = ("/embed/", "/collector/", "/kudos/", "/pixel/", hitlake.site.uid + ".")
    assert [url for url in asked if any(name in url for name in usual)] == []


def test_the_page_of_now_renews_itself(signed_in: Page, hitlake: Hitlake, complaints: list[str]) -> None:
    signed_in.clock.install()
    signed_in.goto(overview(hitlake, "/realtime"))
    assert signed_in.is_visible("text=Nobody is here")

    send(hitlake, path="/shop")
    signed_in.clock.run_for(16_000)

    signed_in.wait_for_selector("text=/shop")


def test_the_keyboard_reads_the_documents_of_the_apis(page: Page, hitlake: Hitlake, complaints: list[str]) -> None:
    page.goto(hitlake.address + "/docs")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.contents') !== null")

    page.keyboard.press("Tab")
    anchor = page.evaluate("document.activeElement.hash")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == anchor
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.operation').id") == anchor[1:]
    boxes = page.evaluate("[...document.querySelectorAll('pre')].every((box) => box.tabIndex === 0)")
    assert boxes, "a box that scrolls is reached by the keyboard"
