"""What a user agent says of browser, platform and device, in the names people know."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ua_parser import Domain

if TYPE_CHECKING:
    from collections.abc import Callable

    from ua_parser.core import Resolver

AGENT_LENGTH = 1000
"""Characters of a user agent that are looked at; it must be clean, the resolver refuses lone surrogates."""


class Agent(NamedTuple):
    browser: str | None
    platform: str | None
    device: str | None


UNKNOWN_AGENT = Agent(None, None, None)

_VARIANT = re.compile(r"( Mobile| iOS| WebView| UI/WKWebView| Beta| Alpha| Nightly| Frame)+$")

_BROWSERS = {
    "Android": "Android Browser",
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "WebKit Nightly": "Safari",
    "Firefox (Shiretoko)": "Firefox",
    "Firefox (Minefield)": "Firefox",
    "IE": "Internet Explorer",
    "IE Mobile": "Internet Explorer",
    "MiuiBrowser": "Mi Browser",
    "Other": None,
}

_LINUX = ("Arch Linux", "CentOS", "Debian", "Fedora", "Gentoo", "Kubuntu", "Linux", "Linux Mint", "Mageia", "Mandriva")
_MORE_LINUX = ("PCLinuxOS", "Puppy", "Red Hat", "SUSE", "Slackware", "Ubuntu", "VectorLinux")

_PLATFORMS = {
    **dict.fromkeys(_LINUX + _MORE_LINUX, "Linux"),
    "ATV OS X": "tvOS",
    "Mac OS X": "macOS",
    "Mac OS": "macOS",
    "Other": None,
}

_TELEVISION = re.compile(r"\bTV\b|SmartTV|SMART-TV|AppleTV|CrKey|BRAVIA|Roku")
_TABLET = re.compile(r"iPad|Tablet(?! PC)|PlayBook|Kindle|\bSilk/|Nexus (?:7|9|10)\b")
_MOBILE = re.compile(
    r"Mobi|i?Phone|iPod|BlackBerry|Opera Mini|Symbian|Windows CE|MIDP|webOS/|PlayStation (?:Vita|Portable)"
)


class Agents:
    """Building one compiles its tables (a third of a second, 15 MB), so build one."""

    def __init__(self, kept: int = 4000) -> None:
        """`kept` agents are remembered; on real logs 2,000 answer 98 % of the lookups."""
        from ua_parser.loaders import load_lazy_builtins
        from ua_parser.regex import Resolver as RustResolver

        browsers, platforms, devices = load_lazy_builtins()
        # Of 633 rules only those that name robots are of use here; the others would take 16 MB.
        spiders = [rule for rule in devices if rule.brand == "Spider"]  # type: ignore[attr-defined]
        self._resolver: Resolver = RustResolver((browsers, platforms, spiders))
        self.agent: Callable[[str | None], Agent] = lru_cache(kept)(self._agent)

    def _agent(self, user_agent: str | None) -> Agent:
        if not user_agent:
            return UNKNOWN_AGENT
        found = self._resolver(user_agent, Domain.USER_AGENT | Domain.OS)
        browser = _browser(found.user_agent.family) if found.user_agent else None
        platform = found.os.family if found.os else None
        platform = _PLATFORMS.get(platform, platform) if platform else None
        return Agent(browser, platform, _device(user_agent, browser, platform))

    def is_spider(self, user_agent: str) -> bool:
        """Whether the device tables know it as a robot."""
        spider = self._resolver(user_agent, Domain.DEVICE).device
        if spider is None:
            return False
        # The rule for desktops looks for bits of words, which names of phones bear too: Cubot, Silk.
        return spider.model != "Desktop" or not (_MOBILE.search(user_agent) or _TABLET.search(user_agent))


def _browser(family: str) -> str | None:
    if family in _BROWSERS:
        return _BROWSERS[family]
    return _VARIANT.sub("", family.removeprefix("Mobile "))


def _device(user_agent: str, browser: str | None, platform: str | None) -> str | None:
    if _TELEVISION.search(user_agent):
        return "desktop"
    if _TABLET.search(user_agent):
        return "tablet"
    if _MOBILE.search(user_agent):
        return "mobile"
    if platform == "Android":
        return "tablet"
    return "desktop" if browser or platform else None
