"""The script's kudos button on a page of another origin."""

from playwright.sync_api import Page

from tests.browser.conftest import Hitlake, Pages, wait_until

BODY = "<!doctype html><html lang=en><title>A page</title><body><button class=tinylytics_kudos></button>"


def text(page: Page, which: int = 0) -> str:
    return page.locator(".tinylytics_kudos").nth(which).inner_text()


def test_a_click_gives_a_kudo_and_a_second_one_does_not(page: Page, pages: Pages, hitlake: Hitlake) -> None:
    pages.texts["/a"] = BODY + hitlake.script("?kudos=🎉")
    page.goto(pages.address + "/a")
    assert wait_until(lambda: text(page) == "🎉 0")

    page.click("button")
    assert wait_until(lambda: text(page) == "🎉 1")
    page.click("button")
    page.reload()

    assert wait_until(lambda: text(page) == "🎉 1")
    assert page.locator("button").get_attribute("aria-pressed") == "true"
    assert page.locator("button").get_attribute("aria-label") == "Kudos: 1"
    assert hitlake.app.registry.kudos.count(hitlake.site.id, "/a") == 1


def test_a_list_of_posts_has_a_button_for_each(page: Page, pages: Pages, hitlake: Hitlake) -> None:
    buttons = "".join(f"<span class=tinylytics_kudos data-path=/{name}></span>" for name in ("one", "two"))
    pages.texts["/"] = f"<!doctype html><html lang=en><title>Posts</title><body>{buttons}{hitlake.script('?kudos')}"
    page.goto(pages.address + "/")
    assert wait_until(lambda: text(page, 1) == "👋 0")

    page.locator(".tinylytics_kudos").nth(1).press("Enter")

    assert wait_until(lambda: text(page, 1) == "👋 1")
    assert text(page, 0) == "👋 0"
    assert hitlake.app.registry.kudos.count(hitlake.site.id, "/two") == 1


def test_a_kudo_that_is_refused_can_be_given_later(page: Page, pages: Pages, hitlake: Hitlake) -> None:
    pages.texts["/a"] = BODY + hitlake.script("?kudos")
    refusal = {"status": 429, "body": '{"error": "too many"}', "headers": {"access-control-allow-origin": "*"}}
    page.route("**/kudos/*?path=*", lambda route: route.fulfill(**refusal) if route.request.method == "POST" else None)
    page.route("**/kudos/*.json?path=*", lambda route: route.continue_())
    page.goto(pages.address + "/a")
    assert wait_until(lambda: text(page) == "👋 0")
    page.click("button")
    assert wait_until(lambda: page.locator("button").get_attribute("aria-pressed") == "false")

    page.unroute("**/kudos/*?path=*")
    page.click("button")

    assert wait_until(lambda: text(page) == "👋 1")
