"""Robots by their user agent. Those that only behave like one are in `behaviour.py`."""

import re
from typing import TYPE_CHECKING

from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from ua_parser import OS, Device, Domain, UserAgent
from ua_parser.lazy import UserAgentMatcher
from ua_parser.regex import Resolver

from engine.ingest.agents import Agents

if TYPE_CHECKING:
    from ua_parser.core import Matcher

_SIGNS = (
    r"(?i)(?:^|[^u]|[^c]u)bot\b",  # Cubot is a maker of telephones
    r"(?i)crawl|spider|slurp|scraper|archiver|fetcher|monitoring|validator",
    r"(?i)headless|phantomjs|selenium|webdriver|lighthouse",
    r"\+https?://",
    r"[\w.-]+@[\w-]+\.\w",
    r"(?i)^(?:aiohttp|apache-http|axios|curl|dart|faraday|go-http|got\b|guzzle|httpie|insomnia|java|libwww|lwp|node)",
    r"(?i)^(?:okhttp|perl|php|postman|python|restsharp|ruby|undici|wget|winhttp|wordpress|zend)",
)
"""What no browser has in its user agent: words, the address of a page or a person, a library's name at the start."""

_BROWSER = re.compile(r"^(?:Mozilla|Opera|Lynx|E?Links|w3m|Dillo|NetSurf)\b|MIDP")
"""How browsers begin, with those for terminals; MIDP marks those of old telephones."""


class Robots:
    """Lookups are not cached here."""

    def __init__(self, agents: Agents) -> None:
        self._agents = agents
        # The list's own function tries pattern after pattern, a quarter of a millisecond; this takes 3 microseconds.
        self._named = _matching(*(robot["pattern"] for robot in CRAWLER_USER_AGENTS_DATA), *_SIGNS)

    def is_robot(self, user_agent: str | None, trusted: bool) -> bool:  # noqa: FBT001
        """`trusted`: somebody vouches for the hit, so it may have no user agent, or one that is no browser's."""
        if not user_agent:
            return not trusted
        return self._declares_itself(user_agent) or not (trusted or self._is_browser(user_agent))

    def _declares_itself(self, user_agent: str) -> bool:
        named = self._named(user_agent, Domain.USER_AGENT).user_agent is not None
        return named or self._agents.is_spider(user_agent)

    def _is_browser(self, user_agent: str) -> bool:
        """Begins as browsers do, and names a browser or a platform that is known."""
        agent = self._agents.agent(user_agent)
        return _BROWSER.search(user_agent) is not None and (agent.browser or agent.platform) is not None


def _matching(*patterns: str) -> Resolver:
    """Finds a `user_agent` in every text that one of the patterns is found in."""
    matchers: list[Matcher[UserAgent]] = [UserAgentMatcher(pattern, "robot") for pattern in patterns]
    platforms: list[Matcher[OS]] = []
    devices: list[Matcher[Device]] = []
    return Resolver((matchers, platforms, devices))
