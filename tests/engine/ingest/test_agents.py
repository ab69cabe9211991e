import pytest

from engine.ingest.agents import Agents
from tests.engine.ingest.arrivals import CHROME, IPHONE


@pytest.fixture(scope="module")
def agents() -> Agents:
    return Agents()


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "browser", "platform", "device"),
    [
        (CHROME, "Chrome", "Windows", "desktop"),
        (IPHONE, "Safari", "iOS", "mobile"),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/17.5 Safari/605.1.15",
            "Safari",
            "macOS",
            "desktop",
        ),
        (
            f"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) {APPLE} CriOS/126.0.0.0 Mobile/15E148 Safari/604.1",
            "Chrome",
            "iOS",
            "tablet",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge",
            "Windows",
            "desktop",
        ),
        (
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox",
            "Linux",
            "desktop",
        ),
        ("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox", "Android", "mobile"),
        ("Mozilla/5.0 (Android 14; Tablet; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox", "Android", "tablet"),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36",
            "Chrome",
            "Android",
            "mobile",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-X700) {WEBKIT} Chrome/126.0.0.0 Safari/537.36",
            "Chrome",
            "Android",
            "tablet",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 13; Pixel 7; wv) {WEBKIT} Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36",
            "Chrome",
            "Android",
            "mobile",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-S901B) {WEBKIT} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
            "mobile",
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/126.0.0.0 Safari/537.36",
            "Chrome",
            "Chrome OS",
            "desktop",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36 OPR/112.0.0.0",
            "Opera",
            "Windows",
            "desktop",
        ),
        (
            "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
            "Internet Explorer",
            "Windows",
            "desktop",
        ),
        (
            f"Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) {WEBKIT} Version/6.0 TV Safari/537.36",
            "Safari",
            "Tizen",
            "desktop",
        ),
        ("something/1.0", None, None, None),
        ("", None, None, None),
        (None, None, None, None),
    ],
)
def test_names_that_people_know(
    agents: Agents, user_agent: str | None, browser: str | None, platform: str | None, device: str | None
) -> None:
    assert agents.agent(user_agent) == (browser, platform, device)


@pytest.mark.parametrize(
    "user_agent",
    ["Mozilla/4.0 (compatible; Vagabondo/4.0Beta; speedy spider)", "Java/1.8.0_392", "Xenu Link Sleuth/1.3.8"],
)
def test_the_device_tables_know_robots(agents: Agents, user_agent: str) -> None:
    assert agents.is_spider(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        CHROME,
        IPHONE,
        f"Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) {WEBKIT} Chrome/100.0 Mobile Safari/537.36",
        f"Mozilla/5.0 (Linux; U; en-us; KFTT Build/IML74K) {WEBKIT} Silk/3.4 like Chrome/30.0 Safari/535.19",
    ],
)
def test_a_bit_of_a_robots_name_in_a_telephones_makes_no_robot_of_it(agents: Agents, user_agent: str) -> None:
    assert not agents.is_spider(user_agent)
