"""What the steps look things up in. Built once; every cache is bounded and ends with it."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache, partial

from engine.ingest.addresses import Network, find_networks
from engine.ingest.agents import Agent, Agents
from engine.ingest.clients import Client, find_client
from engine.ingest.hosts import OwnHosts
from engine.ingest.languages import find_language
from engine.ingest.pages import Page, find_page
from engine.ingest.places import Places
from engine.ingest.referrers import Referrer, SpamHosts, find_referrer, shipped_spam_hosts
from engine.ingest.robots import Robots
from engine.ingest.visitors import Salts

AGENTS_KEPT = 4000
ADDRESSES_KEPT = 4000
PAGES_KEPT = 2000
REFERRERS_KEPT = 2000
SITES_KEPT = 1000
LANGUAGES_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Facts:
    """Pure lookups, cached. Safe to use from several threads."""

    salts: Salts
    spam_hosts: SpamHosts
    page: Callable[[str, str | None, str | None, str | None], Page | None]
    own_hosts: Callable[[str, tuple[str, ...]], OwnHosts]
    referrer: Callable[[str | None, OwnHosts], Referrer]
    client: Callable[[str], Client]
    networks: Callable[[tuple[str, ...]], tuple[Network, ...]]
    agent: Callable[[str | None], Agent]
    language: Callable[[str], str | None]
    is_robot: Callable[[str | None, bool], bool]

    def lookups(self) -> dict[str, tuple[int, int]]:
        """By the cache's name: how often it had the answer, and how often it had to be found."""
        found = {field.name: getattr(getattr(self, field.name), "cache_info", None) for field in fields(self)}
        infos = {name: info() for name, info in found.items() if info is not None}
        return {name: (info.hits, info.misses) for name, info in infos.items()}


def build_facts(places: Places | None, salts: Salts) -> Facts:
    """Takes a third of a second and 40 MB, most of it for the user agent tables."""
    agents = Agents(AGENTS_KEPT)
    return Facts(
        salts=salts,
        spam_hosts=shipped_spam_hosts(),
        page=lru_cache(PAGES_KEPT)(find_page),
        own_hosts=lru_cache(SITES_KEPT)(OwnHosts),
        referrer=lru_cache(REFERRERS_KEPT)(find_referrer),
        client=lru_cache(ADDRESSES_KEPT)(partial(find_client, places)),
        networks=lru_cache(SITES_KEPT)(find_networks),
        agent=agents.agent,
        language=lru_cache(LANGUAGES_KEPT)(find_language),
        is_robot=lru_cache(AGENTS_KEPT)(Robots(agents).is_robot),
    )
