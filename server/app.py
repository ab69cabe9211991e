"""Where everything is put together: what handlers get, opened and closed in one place."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from engine.answering import open_sources
from engine.duck import DuckLimits
from engine.imports.delivery import Delivery
from engine.ingest.facts import Facts, build_facts
from engine.ingest.places import Places
from engine.ingest.stamper import Stamper
from engine.ingest.visitors import Salts
from engine.registry.registry import Registry, open_registry
from engine.reports.leaderboards import Leaderboards
from engine.reports.lifetimes import Lifetimes
from engine.reports.sources import Sources
from engine.statements import Statements
from engine.storage.files import Files
from engine.storage.lake import Lake
from engine.storage.layout import Layout
from engine.storage.reserve import Reserve
from schemas.errors import BusyError
from server.api_v1.writes.under_way import UnderWay
from server.asking import Asking
from server.dashboard.state import Dashboard, open_dashboard
from server.foundations import geo_database, opened_lake
from server.health.watch import Watch
from server.http.bodies import LargeBodies
from server.http.client_address import Proxies
from server.http.limits import Limit, Limiter
from server.insights.building import build_scheduler
from server.kudos.limits import KudosLimits
from server.settings import Settings
from server.threads import started_pool
from server.tracking.gathering import Gathering
from server.tracking.one_address import OneAddress
from server.upkeep import Refreshing, Upkeep
from server.uptime.building import notice_channels
from server.uptime.process import MonitoringProcess

P = ParamSpec("P")
T = TypeVar("T")

WRITING_THREADS = 2
"""Batches that are read and stamped at a time: more would wait for each other, as they compute."""


@dataclass(frozen=True, slots=True)
class App:
    """What there is one of in a server."""

    settings: Settings
    now_ms: Callable[[], int]
    registry: Registry
    facts: Facts
    stamper: Stamper
    lake: Lake
    sources: Sources
    """What reports are made from."""
    lifetimes: Lifetimes
    leaderboards: Leaderboards
    gathering: Gathering
    one_address: OneAddress
    proxies: Proxies
    watch: Watch
    limiters: Mapping[Limit, Limiter]
    batches: LargeBodies
    kudos_limits: KudosLimits
    under_way: UnderWay
    """What is being written, by name."""
    asking: Asking
    dashboard: Dashboard
    writers: ThreadPoolExecutor

    async def ask(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of a question that takes its time, found off the event loop."""
        return await self.asking.ask(question, *args, **kwargs)


@contextmanager
def opened_app(
    settings: Settings,
    now_ms: Callable[[], int],
    random_bytes: Callable[[int], bytes],
    facts_of: Callable[[Places, Salts], Facts] = build_facts,
) -> Iterator[App]:
    """Everything over DATA, which is made where it is missing; at the end, what came is kept and all is closed.

    Raises ConflictError where another process serves DATA, BadInputError for what the settings name, OSError.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    duck, statements = DuckLimits(settings.memory_limit, settings.threads), Statements()
    with ExitStack() as stack:
        reserve = Reserve(Layout(settings.data), Files())
        registry = _opened_registry(settings, now_ms, random_bytes, reserve)
        stack.callback(registry.close)
        places = stack.enter_context(Places(geo_database(settings)))
        Delivery(Layout(settings.data), Files(), registry.imports).resume()
        lake = stack.enter_context(opened_lake(settings, registry, now_ms, statements))
        sources, queries = open_sources(
            lake,
            statements,
            duck,
            concurrency=settings.query_concurrency,
            timeout_seconds=settings.query_timeout_seconds,
        )
        stack.callback(queries.close)
        asking = stack.enter_context(Asking())
        stack.enter_context(Upkeep(registry, reserve))
        stack.enter_context(Refreshing(registry))
        stack.enter_context(MonitoringProcess(registry, settings, now_ms))
        stack.enter_context(build_scheduler(registry, sources, settings, now_ms, random_bytes))
        lake.start()
        facts = facts_of(places, registry.salts)
        yield App(
            settings=settings,
            now_ms=now_ms,
            registry=registry,
            facts=facts,
            stamper=Stamper(facts),
            lake=lake,
            sources=sources,
            lifetimes=Lifetimes(sources),
            leaderboards=Leaderboards(sources, now_ms),
            gathering=Gathering(lake.intake.submit),
            one_address=OneAddress(),
            proxies=Proxies(settings.trusted_proxies),
            watch=Watch(),
            limiters=_limiters(settings),
            batches=LargeBodies(2 * settings.max_batch_bytes),
            kudos_limits=KudosLimits(),
            under_way=UnderWay(),
            asking=asking,
            dashboard=open_dashboard(registry, now_ms, random_bytes),
            writers=stack.enter_context(started_pool(WRITING_THREADS, "hitlake-write")),
        )


def _opened_registry(
    settings: Settings, now_ms: Callable[[], int], random_bytes: Callable[[int], bytes], reserve: Reserve
) -> Registry:
    path, channels = Layout(settings.data).database, notice_channels(settings)
    try:
        return open_registry(path, now_ms, random_bytes, channels)
    except BusyError:
        if not reserve.give_up():
            raise
        return open_registry(path, now_ms, random_bytes, channels)


def _limiters(settings: Settings) -> Mapping[Limit, Limiter]:
    limits = {Limit.PER_MINUTE: settings.v2_requests_per_minute, Limit.PER_HOUR: settings.v1_requests_per_hour}
    return {limit: Limiter(most, limit.value) for limit, most in limits.items()}
