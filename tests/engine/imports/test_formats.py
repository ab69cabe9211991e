"""Which format a log is in."""

import polars as pl
import pytest

from engine.imports.formats import FORMATS, choose_format
from schemas.errors import BadInputError
from tests.engine.imports.loglines import combined, common
from tests.engine.ingest.arrivals import shared


def test_the_format_is_recognised_by_the_first_lines() -> None:
    assert choose_format("auto", pl.Series(["rubbish", "", combined()])).name == "combined"
    assert choose_format("auto", pl.Series(["rubbish", common()])).name == "common"
    assert choose_format("auto", pl.Series([common(), combined()])).name == "combined"


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_named_format_is_taken_whatever_the_lines_look_like(name: str) -> None:
    assert choose_format(name, pl.Series(dtype=pl.String)).name == name
    assert choose_format(name, pl.Series(["rubbish"])).requests(pl.Series(["rubbish"]))["problem"][0] == "wrong fields"


def test_an_unknown_format_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(BadInputError, match="format 'nginx' is not one of auto, combined, common, vhost_combined"):
        choose_format("nginx", pl.Series(dtype=pl.String))
    with pytest.raises(
        BadInputError, match=r"none of the first 2 lines is in a known format \(combined, common, vhost"
    ):
        choose_format("auto", pl.Series(["{}", "192.0.2.1 - - /"]))


@pytest.mark.parametrize(
    ("log", "name"),
    [
        ("alb.log", "alb"),
        ("amazon_cloudfront_web.log", "w3c"),
        ("caddy_json.log", "json"),
        ("combined-with-errors.log", "combined"),
        ("common.log", "common"),
        ("common_vhost.log", "vhost_common"),
        ("haproxy.log", "haproxy"),
        ("iis.log", "w3c"),
        ("ncsa_extended.log", "combined"),
        ("nginx_json.log", "json"),
        ("s3.log", "s3"),
        ("traefik_json.log", "json"),
    ],
)
def test_real_lines_are_recognised_and_parse(log: str, name: str) -> None:
    path = shared(f"logs/formats/{log}")
    if not path.exists():
        pytest.skip("needs ../shared/data, or HITLAKE_SHARED")
    lines = pl.Series(path.read_text("utf-8").splitlines())
    chosen = choose_format("auto", lines.head(100))
    requests = chosen.requests(lines)
    parsed = requests.filter(pl.col("problem").is_null())
    assert chosen.name == name
    assert set(requests["problem"].drop_nulls()) <= {"comment", "wrong fields"}
    assert parsed.height >= 1
    assert parsed.select("created_at_ms", "method", "target", "status", "address").null_count().sum_horizontal()[0] == 0
