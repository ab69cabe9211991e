import lzma
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path

import pytest

from engine.ingest.places import SHIPPED_NAME, Places, find_country, unpack_shipped
from schemas.errors import BadInputError
from tests.engine.ingest.arrivals import shared


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack_shipped(tmp_path_factory.mktemp("geo") / "new")


def test_the_shipped_database_is_unpacked_once_and_whole(shipped: Path) -> None:
    packed = files("engine.ingest") / "data" / f"{SHIPPED_NAME}.xz"
    before = shipped.stat()
    assert shipped.read_bytes() == lzma.decompress(packed.read_bytes())
    assert unpack_shipped(shipped.parent).stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in shipped.parent.iterdir()] == [SHIPPED_NAME]


def test_a_half_written_file_is_never_taken_for_the_database(shipped: Path, tmp_path: Path) -> None:
    (tmp_path / f"{SHIPPED_NAME}.1.tmp").write_bytes(b"half")
    assert unpack_shipped(tmp_path).read_bytes() == shipped.read_bytes()


def test_the_shipped_database_knows_countries_and_bears_its_source(shipped: Path) -> None:
    with Places(shipped) as places:
        assert places.kind == "country ipvAll"
        assert places.built_at > 1_700_000_000
        assert places.place(ip_address("193.0.6.139").packed) == ("NL", None, None)
    attribution = (files("engine.ingest") / "data" / "ATTRIBUTION.md").read_text("utf-8")
    assert "https://db-ip.com" in attribution
    assert "CC BY 4.0" in attribution


@pytest.mark.parametrize(
    "text", ["10.1.2.3", "127.0.0.1", "192.168.0.1", "169.254.1.1", "100.64.0.1", "::1", "fe80::1"]
)
def test_private_and_reserved_addresses_are_nowhere(shipped: Path, text: str) -> None:
    with Places(shipped) as places:
        assert places.place(ip_address(text).packed) == (None, None, None)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"none\.mmdb: the geo database cannot be opened: No such file"):
        Places(tmp_path / "none.mmdb")


def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "text.mmdb"
    path.write_text("not a database")
    with pytest.raises(BadInputError, match=r"text\.mmdb: not a usable MaxMind DB file"):
        Places(path)


def test_a_truncated_database_is_told(shipped: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.mmdb"
    path.write_bytes(shipped.read_bytes()[:-2_000_000])
    with pytest.raises(BadInputError, match=r"cut\.mmdb: not a usable MaxMind DB file"):
        Places(path)


def test_a_city_database_gives_region_and_city() -> None:
    path = shared("geo/GeoLite2-City-Test.mmdb")
    if not path.exists():
        pytest.skip("the shared data folder is not here")
    with Places(path) as places:
        assert places.place(ip_address("81.2.69.142").packed) == ("GB", "England", "London")


def test_a_broken_database_is_told() -> None:
    path = shared("geo/MaxMind-DB-test-broken-search-tree-24.mmdb")
    if not path.exists():
        pytest.skip("the shared data folder is not here")
    with pytest.raises(BadInputError, match="not a usable MaxMind DB file"):
        Places(path)


@pytest.mark.parametrize(
    ("code", "country"),
    [("DE", "DE"), ("de", "DE"), ("XX", None), ("T1", None), ("DEU", None), ("", None), (None, None), ("ÄÖ", None)],
)
def test_a_country_is_two_capitals(code: str | None, country: str | None) -> None:
    assert find_country(code) == country
