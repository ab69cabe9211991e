"""A scripted life of DATA: everything that can happen to hits, in phases."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from engine.storage.layout import Layout
from tests.scenarios.life import BEGIN, Life, until_done


def start(life: Life) -> None:
    life.start()


def commit(life: Life) -> None:
    life.send(0, 1)
    life.send(0, site_id=2)


def flush_and_close(life: Life) -> None:
    life.settle()


def fold_late_hits(life: Life) -> None:
    life.send(1, 40, late=True)
    life.settle()


def fold_into_a_packed_month(life: Life) -> None:
    life.send(41, late=True)
    life.settle()


def import_a_log(life: Life) -> None:
    life.import_log(0, 1, 41)


def close_the_days_of_the_log(life: Life) -> None:
    life.settle()


def close_the_last_day(life: Life) -> None:
    life.side.now = life.now = BEGIN + timedelta(days=1)
    life.settle()


def pack_the_month(life: Life) -> None:
    life.side.now = life.now = BEGIN + timedelta(days=3)
    life.settle()


def start_over_a_torn_journal(life: Life) -> None:
    life.send(-3)
    for path in Layout(life.root).journal.iterdir():
        until_done(partial(life.append, path, b"half a frame"))
    life.restart()
    life.send(-3)
    life.settle()


def erase_a_site(life: Life) -> None:
    life.settle()
    life.send(-3, site_id=2)
    life.erase(2)
    life.send(-3, site_id=2)
    life.settle()


def keep_three_days(life: Life) -> None:
    life.send(-3, 1, late=True)
    life.keep(1, days=3)
    life.settle()


Phase = Callable[[Life], None]

PHASES: tuple[Phase, ...] = (
    start,
    commit,
    flush_and_close,
    fold_late_hits,
    fold_into_a_packed_month,
    import_a_log,
    close_the_days_of_the_log,
    close_the_last_day,
    pack_the_month,
    start_over_a_torn_journal,
    erase_a_site,
    keep_three_days,
)
