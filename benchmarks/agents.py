"""User agents as browsers send them, for the made-up visitors' browser, platform and device; and robots."""

from collections.abc import Iterator

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
_IOS_WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7"
_LINUX = "Mozilla/5.0 (X11; Linux x86_64"
_ANDROID = "Mozilla/5.0 (Linux; Android 10; K"
_SAMSUNG = "Mozilla/5.0 (Linux; Android 15; SAMSUNG SM-S931B"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X"
_IPAD = "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X"
_CHROME = f"{_WEBKIT} Chrome/#.0.0.0 Safari/537.36"
_CHROME_MOBILE = f"{_WEBKIT} Chrome/#.0.0.0 Mobile Safari/537.36"
_FIREFOX = "; rv:#.0) Gecko/20100101 Firefox/#.0"
_SAFARI_MOBILE = f"{_IOS_WEBKIT} Version/#.1 Mobile/15E148 Safari/604.1"

_PATTERNS: dict[tuple[str, str, str], tuple[str, range]] = {
    ("Chrome", "Windows", "desktop"): (f"{_WINDOWS}) {_CHROME}", range(118, 143)),
    ("Chrome", "macOS", "desktop"): (f"{_MAC}) {_CHROME}", range(118, 143)),
    ("Chrome", "Linux", "desktop"): (f"{_LINUX}) {_CHROME}", range(118, 143)),
    ("Chrome", "Android", "mobile"): (f"{_ANDROID}) {_CHROME_MOBILE}", range(118, 143)),
    ("Chrome", "Android", "tablet"): (f"{_ANDROID}) {_CHROME}", range(118, 143)),
    ("Chrome", "iOS", "mobile"): (
        f"{_IPHONE}) {_IOS_WEBKIT} CriOS/#.0.7444.46 Mobile/15E148 Safari/604.1",
        range(130, 143),
    ),
    ("Safari", "macOS", "desktop"): (f"{_MAC}) {_IOS_WEBKIT} Version/#.1 Safari/605.1.15", range(14, 27)),
    ("Safari", "iOS", "mobile"): (f"{_IPHONE}) {_SAFARI_MOBILE}", range(14, 27)),
    ("Safari", "iOS", "tablet"): (f"{_IPAD}) {_SAFARI_MOBILE}", range(14, 27)),
    ("Firefox", "Windows", "desktop"): (f"{_WINDOWS}{_FIREFOX}", range(115, 146)),
    ("Firefox", "macOS", "desktop"): (f"{_MAC}{_FIREFOX}", range(115, 146)),
    ("Firefox", "Linux", "desktop"): (f"{_LINUX}{_FIREFOX}", range(115, 146)),
    ("Firefox", "Android", "mobile"): (
        "Mozilla/5.0 (Android 14; Mobile; rv:#.0) Gecko/#.0 Firefox/#.0",
        range(120, 146),
    ),
    ("Edge", "Windows", "desktop"): (f"{_WINDOWS}) {_CHROME} Edg/#.0.0.0", range(120, 143)),
    ("Opera", "Windows", "desktop"): (f"{_WINDOWS}) {_CHROME} OPR/#.0.0.0", range(105, 125)),
    ("Samsung Internet", "Android", "mobile"): (
        f"{_SAMSUNG}) {_WEBKIT} SamsungBrowser/#.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        range(22, 30),
    ),
}
"""(browser, platform, device): the user agent, with # for its version, and the versions in use."""

ROBOTS: tuple[str, ...] = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "python-requests/2.32.3",
    "curl/8.14.1",
)

VERSIONS = 24
"""How many user agents each kind of browser has here; those with fewer versions repeat them."""


def user_agents() -> Iterator[tuple[str, str, str, int, str]]:
    """(browser, platform, device, number, user agent) for numbers from 0 to below VERSIONS."""
    for (browser, platform, device), (pattern, versions) in _PATTERNS.items():
        for number in range(VERSIONS):
            version = versions[-1 - number % len(versions)]
            yield browser, platform, device, number, pattern.replace("#", str(version))
