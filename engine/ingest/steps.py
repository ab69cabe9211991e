"""STEPS: everything that happens to a hit between the edge and the journal, in order.

A rule is one function and its name in STEPS. Its parameters after `site` and `facts` name the values it needs; `gives`
names the values it gives, each taking the place of an older one of that name. It returns them as a tuple, or the reason
to drop the hit. It must depend on its parameters alone: for many hits it runs once a distinct combination of them.

At the start there are the fields of an Arrival (but `created_at_ms`, which the runners carry themselves) and `minute`,
the whole minutes since the epoch; at the end, all columns of a stored hit but `hit_id`, `site_id` and `created_at`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from ipaddress import ip_address
from typing import Any

from engine.ingest.addresses import ADDRESS_TEXT_LENGTH
from engine.ingest.agents import AGENT_LENGTH
from engine.ingest.clients import NO_CLIENT
from engine.ingest.days import as_date, day_and_hour
from engine.ingest.events import Value, props_text
from engine.ingest.facts import Facts
from engine.ingest.languages import HEADER_LENGTH
from engine.ingest.pages import INPUT_LENGTH
from engine.ingest.places import Place, find_country
from engine.ingest.texts import ADDRESS_LENGTH, NAME_LENGTH, VALUE_LENGTH, clean_text
from engine.ingest.visitors import Visitors, visitor_of_agent, visitor_of_id
from schemas.drops import DropReason
from schemas.sites import Site

Given = tuple[Any, ...] | DropReason
AtOnce = Callable[[Site, Facts, Sequence[Sequence[Any]]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """`work(site, facts, *needed)` returns a tuple of the given values, or why the hit is dropped.

    `at_once(site, facts, columns)` is for a step that gives one value and drops nothing: its values for many rows of
    what it needs, column by column, at less cost than one after another.
    """

    name: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    work: Callable[..., Given]
    at_once: AtOnce | None = None


def step(*gives: str, at_once: AtOnce | None = None) -> Callable[[Callable[..., Given]], Step]:
    def make(work: Callable[..., Given]) -> Step:
        return Step(work.__name__, tuple(signature(work).parameters)[2:], gives, work, at_once)

    return make


@step()
def known_site(site: Site | None, facts: Facts) -> Given:
    return DropReason.UNKNOWN_SITE if site is None else ()


@step()
def active_site(site: Site, facts: Facts) -> Given:
    return () if site.active else DropReason.INACTIVE_SITE


@step("path", "url", "host", "source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
def page_address(site: Site, facts: Facts, url: str | None, path: str | None, source: str | None) -> Given:
    url, path, source = (text[:INPUT_LENGTH] if text else None for text in (url, path, source))
    return facts.page(site.url, url, path, source) or DropReason.BAD_ADDRESS


@step()
def own_hostname(site: Site, facts: Facts, host: str | None) -> Given:
    if host is None or host in facts.own_hosts(site.domain, site.extra_hosts):
        return ()
    return DropReason.FOREIGN_HOSTNAME


@step()
def ignored_path(site: Site, facts: Facts, path: str) -> Given:
    for rule in site.ignored_paths:
        if path == rule or (rule.endswith("*") and path.startswith(rule[:-1])):
            return DropReason.IGNORED_PATH
    return ()


@step("client", "household", "place")
def client_address(site: Site, facts: Facts, address: str | None) -> Given:
    """`household` is what of an address tells visitors apart."""
    return facts.client(address[:ADDRESS_TEXT_LENGTH]) if address else NO_CLIENT


@step()
def excluded_address(site: Site, facts: Facts, client: bytes | None) -> Given:
    if client is None or not site.excluded_addresses:
        return ()
    address = ip_address(client)
    excluded = any(address in network for network in facts.networks(site.excluded_addresses))
    return DropReason.EXCLUDED_IP if excluded else ()


@step("user_agent")
def readable_agent(site: Site, facts: Facts, user_agent: str | None) -> Given:
    return (clean_text(user_agent, AGENT_LENGTH),)


@step()
def robot(site: Site, facts: Facts, user_agent: str | None, trusted: bool) -> Given:  # noqa: FBT001
    return DropReason.ROBOT if facts.is_robot(user_agent, trusted) else ()


@step("referrer", "referrer_host")
def referring_page(site: Site, facts: Facts, referrer: str | None) -> Given:
    if not referrer:
        return None, None
    return facts.referrer(referrer[:ADDRESS_LENGTH], facts.own_hosts(site.domain, site.extra_hosts))


@step()
def spam_referrer(site: Site, facts: Facts, referrer_host: str | None) -> Given:
    return DropReason.SPAM_REFERRER if referrer_host and referrer_host in facts.spam_hosts else ()


@step("browser", "platform", "device")
def software(site: Site, facts: Facts, user_agent: str | None) -> Given:
    return facts.agent(user_agent)


@step("country", "region", "city")
def country(site: Site, facts: Facts, place: Place, country: str | None) -> Given:
    """Region and city of the address count only in the country that is told."""
    told = find_country(country) if country else None
    return place if told is None or told == place.country else (told, None, None)


@step("day", "hour")
def local_day(site: Site, facts: Facts, minute: int) -> Given:
    return day_and_hour(site.time_zone, minute)


def _visitors(site: Site, facts: Facts, columns: Sequence[Sequence[Any]]) -> Sequence[Any]:
    days = columns[0]
    if days.count(days[0]) == len(days):
        return _visitors_of_day(site, facts, columns)
    places: dict[int, list[int]] = {}
    for place, day in enumerate(days):
        places.setdefault(day, []).append(place)
    found: list[Any] = [None] * len(days)
    for of_day in places.values():
        visitors = _visitors_of_day(site, facts, [[column[place] for place in of_day] for column in columns])
        for place, one in zip(of_day, visitors, strict=True):
            found[place] = one
    return found


def _visitors_of_day(site: Site, facts: Facts, columns: Sequence[Sequence[Any]]) -> Sequence[Any]:
    days, households, user_agents, ids = columns
    visitors = Visitors(facts.salts.salt(as_date(days[0])), site.id)
    if all(ids):
        return visitors.of_ids(ids)
    if not any(ids):
        return visitors.of_agents((home or b"" for home in households), (agent or "" for agent in user_agents))
    return [visitor.work(site, facts, *row)[0] for row in zip(*columns, strict=True)]


@step("visitor", at_once=_visitors)
def visitor(
    site: Site, facts: Facts, day: int, household: bytes | None, user_agent: str | None, visitor_id: str | None
) -> Given:
    salt = facts.salts.salt(as_date(day))
    if visitor_id:
        return (visitor_of_id(salt, site.id, visitor_id),)
    return (visitor_of_agent(salt, site.id, household or b"", user_agent or ""),)


@step("language")
def language(site: Site, facts: Facts, language: str | None) -> Given:
    return (facts.language(language[:HEADER_LENGTH]) if language else None,)


@step("event")
def event_name(site: Site, facts: Facts, event: str | None) -> Given:
    return (clean_text(event, NAME_LENGTH),)


@step("event_value")
def event_value(site: Site, facts: Facts, event_value: str | None) -> Given:
    return (clean_text(event_value, VALUE_LENGTH),)


@step("props")
def properties(site: Site, facts: Facts, props: Mapping[str, Value] | None) -> Given:
    return (props_text(props),)


STEPS: tuple[Step, ...] = (
    known_site,
    active_site,
    page_address,
    own_hostname,
    ignored_path,
    client_address,
    excluded_address,
    readable_agent,
    robot,
    referring_page,
    spam_referrer,
    software,
    country,
    local_day,
    visitor,
    language,
    event_name,
    event_value,
    properties,
)
