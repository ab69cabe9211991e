"""Bytes a hit, by layer: made-up hits, and real logs where they are at hand."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import filled, stored_elsewhere
from benchmarks.processes import HITLAKE, output_of
from benchmarks.report import Report, Table, Target, figure
from benchmarks.subject import Bench, Subject

HITS = 1_000_000
SHOWN_COLUMNS = 8
LAYERS = ("hits", "visits", "rollups", "recent")
# (file, the site's domain): four busy days of a site, and a small site's thirteen years
REAL_LOGS = (
    ("semicomplete-2015.log.gz", "semicomplete.com"),
    ("one-site-2005-2018.log.gz", "mountaintelephonelongdistance.com"),
)
WANTED_BYTES = 25.0
WANTED_BYTES_OF_A_TINY_SITE = 80.0


def run(bench: Bench) -> Report:
    rows: list[tuple[str | float, ...]] = []
    others = stored_elsewhere.present()
    elsewhere: list[tuple[str | float, ...]] = []
    targets = []
    folders = list(_folders(bench))
    for name, data, wanted in folders:
        hits, sizes = _sizes(data)
        together = sum(sizes.values()) / hits
        elsewhere.append((name, together, *stored_elsewhere.bytes_a_hit(data, bench.folder("others"), others)))
        rows.append((name, hits, *(sizes[layer] / hits for layer in LAYERS), sum(sizes.values()) / hits, _files(data)))
        targets.append(
            Target(
                f"{name}, all layers",
                f"at most {wanted:g} bytes",
                f"{sum(sizes.values()) / hits:.1f} bytes",
                sum(sizes.values()) / hits <= wanted,
                "a visitor's hash of 8 random bytes, and instants to the millisecond",
            )
        )
    return Report(
        "Storage, bytes a hit",
        (
            Table(("hits of", "hits", *LAYERS, "together", "files"), tuple(rows)),
            Table(("hits of", "Hitlake", *(other.name for other in others)), tuple(elsewhere), _ELSEWHERE),
            *(_columns(name, data) for name, data, _ in folders),
        ),
        tuple(targets),
        ("The database of accounts, sites and keys is not counted: its size does not grow with hits.",),
        (*(() if bench.shared else (_NO_LOGS,)), *stored_elsewhere.missing()),
        (f"Storage of real hits, everything derived included: {_real(elsewhere)}.",) if bench.shared else (),
    )


_ELSEWHERE = "The same hits in other databases, with the indexes that the comparison's questions want, bytes a hit:"

_NO_LOGS = "real logs: there is no shared folder beside the project"


def _real(elsewhere: list[tuple[str | float, ...]]) -> str:
    return ", ".join(f"{figure(float(row[1]))} bytes a hit ({row[0]})" for row in elsewhere[1:])


def _folders(bench: Bench) -> Iterator[tuple[str, Path, float]]:
    data = bench.folder("made-up")
    filled.make(data, bench.size(HITS), 90)
    yield "a made-up site, 90 days", data, WANTED_BYTES
    if bench.shared is None:
        return
    for name, domain in REAL_LOGS:
        data = bench.folder(name)
        site = filled.make(data, hits=0, days=1, domain=domain)
        log = bench.shared / "data" / "logs" / name
        output_of([*HITLAKE, "import", str(log), "--site", site.uid, "--data", str(data)])
        yield name.removesuffix(".log.gz"), data, WANTED_BYTES_OF_A_TINY_SITE


def _sizes(data: Path) -> tuple[int, dict[str, int]]:
    """Hits, and bytes of each layer."""
    hits = sum(
        pq.read_metadata(path).num_rows for layer in ("hits", "recent") for path in data.glob(f"{layer}/**/*.parquet")
    )
    return hits, {layer: sum(path.stat().st_size for path in (data / layer).rglob("*.parquet")) for layer in LAYERS}


def _columns(name: str, data: Path) -> Table:
    """Compressed bytes a hit of each column, the largest first."""
    hits, _ = _sizes(data)
    sizes: dict[tuple[str, str], int] = {}
    for layer in ("hits", "visits"):
        for path in (data / layer).rglob("*.parquet"):
            for column, size in _column_sizes(path):
                sizes[layer, column] = sizes.get((layer, column), 0) + size
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:SHOWN_COLUMNS]
    return Table((f"{name}: layer", "column", "bytes a hit"), tuple((*place, size / hits) for place, size in largest))


def _column_sizes(path: Path) -> Iterator[tuple[str, int]]:
    metadata = pq.read_metadata(path)
    for group in range(metadata.num_row_groups):
        for place in range(metadata.num_columns):
            column = metadata.row_group(group).column(place)
            yield column.path_in_schema, column.total_compressed_size


def _files(data: Path) -> int:
    return sum(path.is_file() for layer in LAYERS for path in (data / layer).rglob("*"))


SUBJECT = Subject("storage", "bytes a hit by layer, on made-up hits and real logs", run)
