"""A question is asked again where files were replaced while it was read."""

import duckdb
import pytest

from engine.reports.moment import Moment
from schemas.errors import BusyError
from tests.engine.reports.layers import NOW, layers, site_in
from tests.engine.storage.lakeside import hit

SITE = site_in("UTC")


@pytest.mark.parametrize(
    "error", [duckdb.IOException("no such file"), duckdb.Error("TProtocolException: Invalid data")]
)
def test_what_a_replaced_file_leads_to_is_asked_again_and_at_last_told_as_busy(error: duckdb.Error) -> None:
    asked = 0

    def question(_: Moment) -> str:
        nonlocal asked
        asked += 1
        if asked != 2:
            raise error
        return "answer"

    with layers(SITE, [hit(NOW)], []) as found:
        assert found.sources.ask(question) == "answer"
        with pytest.raises(BusyError, match="are being moved"):
            found.sources.ask(question)


def test_a_statement_that_is_wrong_is_not_asked_again() -> None:
    asked = 0

    def question(_: Moment) -> str:
        nonlocal asked
        asked += 1
        raise duckdb.BinderException("no such column")

    with layers(SITE, [hit(NOW)], []) as found, pytest.raises(duckdb.BinderException):
        found.sources.ask(question)
    assert asked == 1
