"""Numbers beside a database that is older than the files."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.engine.storage.lakeside import CountedNumbers, Lakeside, hit

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def test_with_a_new_database_hits_are_numbered_above_those_in_the_journal(lakeside: Lakeside) -> None:
    lakeside.store(hit(NOW), hit(NOW))
    lakeside.numbers = CountedNumbers()

    lakeside.reopen()

    assert lakeside.store(hit(NOW)) == 3


def test_a_new_segment_never_bears_the_name_of_a_flushed_one(lakeside: Lakeside) -> None:
    lakeside.store(hit(NOW))
    lakeside.settle()
    lakeside.numbers = CountedNumbers()

    lakeside.reopen()
    lakeside.store(hit(NOW, path="/after"))
    lakeside.reopen()

    assert sum(segment.rows for segment in lakeside.lake.current.read().segments()) == 2


def test_with_an_old_database_hits_are_numbered_above_the_filed_ones(
    lakeside: Lakeside, caplog: pytest.LogCaptureFixture
) -> None:
    lakeside.store(*(hit(NOW - timedelta(days=day)) for day in range(1, 20)))
    lakeside.settle()
    lakeside.numbers = CountedNumbers()
    lakeside.numbers.reserve("hit", 5)

    lakeside.reopen()

    assert lakeside.store(hit(NOW)) == 20
    assert "the database is older than the files" in caplog.text
