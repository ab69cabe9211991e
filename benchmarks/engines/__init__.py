"""Hitlake and what its users could pick instead, each behind the same small contract."""

from benchmarks.engines.clickhouse import ClickHouseEngine, ClickHouseOnParquet
from benchmarks.engines.contract import Engine
from benchmarks.engines.duck import DuckEngine
from benchmarks.engines.hitlake import HitlakeEngine
from benchmarks.engines.hitlake_inside import HitlakeInside
from benchmarks.engines.polars_frames import PolarsEngine
from benchmarks.engines.postgres import PostgresEngine
from benchmarks.engines.sqlite import SqliteEngine

__all__ = ["ENGINES", "HITLAKE", "INSIDE", "PEERS", "Engine", "engine_named"]

HITLAKE: Engine = HitlakeEngine()
INSIDE: Engine = HitlakeInside()
PEERS: tuple[Engine, ...] = (
    DuckEngine(),
    ClickHouseEngine(),
    ClickHouseOnParquet(),
    PostgresEngine(),
    SqliteEngine(),
    PolarsEngine(),
)
ENGINES: tuple[Engine, ...] = (HITLAKE, INSIDE, *PEERS)


def engine_named(name: str) -> Engine:
    return next(engine for engine in ENGINES if engine.name == name)
