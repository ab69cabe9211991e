"""Robots by their user agent. Those that only behave like one are in `behaviour.py`."""

import re

import crawleruseragents

from engine.ingest.agents import Agents

_SELF_DECLARED = re.compile(
    r"""(?<!cu)bot\b | crawl | spider | slurp | scraper | headless | phantomjs | selenium | webdriver | lighthouse
    | archiver | monitoring | validator | fetcher | \+https?:// | [\w.-]+@[\w-]+\.\w""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words and signs that no browser uses; Cubot is a maker of telephones."""

_LIBRARY = re.compile(
    r"""^(?: aiohttp | apache-http | axios | curl | dart | faraday | go-http | got\b | guzzle | httpie | insomnia | java
    | libwww | lwp | node | okhttp | perl | php | postman | python | restsharp | ruby | undici | wget | winhttp
    | wordpress | zend )""",
    re.IGNORECASE | re.VERBOSE,
)

_BROWSER = re.compile(r"^(?:Mozilla|Opera|Lynx|E?Links|w3m|Dillo|NetSurf)\b|MIDP")
"""How browsers begin, with those for terminals; MIDP marks those of old telephones."""


class Robots:
    """Not cached here: an uncached look takes a tenth of a millisecond and more."""

    def __init__(self, agents: Agents) -> None:
        self._agents = agents

    def is_robot(self, user_agent: str | None, trusted: bool) -> bool:  # noqa: FBT001
        """`trusted`: somebody vouches for the hit, so it may have no user agent, or one that is no browser's."""
        if not user_agent:
            return not trusted
        return self._declares_itself(user_agent) or not (trusted or self._is_browser(user_agent))

    def _declares_itself(self, user_agent: str) -> bool:
        return bool(
            _SELF_DECLARED.search(user_agent)
            or _LIBRARY.search(user_agent)
            or crawleruseragents.is_crawler(user_agent)
            or self._agents.is_spider(user_agent)
        )

    def _is_browser(self, user_agent: str) -> bool:
        """Begins as browsers do, and names a browser or a platform that is known."""
        agent = self._agents.agent(user_agent)
        return _BROWSER.search(user_agent) is not None and (agent.browser or agent.platform) is not None
