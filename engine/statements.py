"""The SQL files, and how their slots are filled.

A slot is `__NAME__`. Only texts of this program go into slots; values are parameters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from engine.relations import make_empty_table
from schemas.dimensions import DIMENSIONS, Dimension, Level
from schemas.hits import HIT_SCHEMA
from schemas.rollups import IMPORTED_SCHEMA, ROLLUP_SCHEMA
from schemas.visits import VISIT_SCHEMA

_SLOT = re.compile(r"__([A-Z_]+)__")
_PARAMETER = re.compile(r"\$([a-z_]+)")
_READ_FILES = re.compile(r"read_parquet\(\$([a-z_]+), hive_partitioning = false\)")
_CREATE = re.compile(r"create or replace temp (table|view) \w+ as")
_FOLDER = Path(__file__).parent / "sql"

_EMPTY = {
    **dict.fromkeys(("hits", "no_hits", "hot", "_hot", "_recent", "_closed_hits", "_open_hits"), HIT_SCHEMA),
    **dict.fromkeys(("visits", "_closed_visits"), VISIT_SCHEMA),
    **dict.fromkeys(("rows", "rollup"), ROLLUP_SCHEMA),
    **dict.fromkeys(("imported_rows", "new_rows"), IMPORTED_SCHEMA),
    "_rollups": pa.schema([("site_id", pa.int32()), *ROLLUP_SCHEMA]),
    "_imported": pa.schema([("site_id", pa.int32()), *IMPORTED_SCHEMA]),
    "rollups": pa.schema([("site_id", pa.int32()), *ROLLUP_SCHEMA]),
    "_closed_days": pa.schema([("site_id", pa.int32()), ("day", pa.date32())]),
    "numbered_visits": VISIT_SCHEMA.append(pa.field("again_number", pa.int64())),
    "_closed_months": pa.schema([("site_id", pa.int32()), ("month", pa.string())]),
}
"""The relations that statements name, for binding them to nothing."""

_FILES = {
    "rollups": "rows",
    "old": "rows",
    "imported": "imported_rows",
    "stale_rollups": "(select '' as filename, * from rows)",
    "closed_visits": "_closed_visits",
}
"""The relations that stand for files, by parameter; hits for all others."""

_ROLLUP_FILES = {
    Level.ALL: "rollup_attribute",
    Level.ATTRIBUTE: "rollup_attribute",
    Level.HIT: "rollup_hit",
    Level.VISIT: "rollup_visit",
}


FEW_HITS = 20_000
"""Fewer hits are counted by all dimensions in one pass, an eighth of the time: of 200 hits 15 ms against 120.

Of 200,000 it would be 566 ms against 341.
"""

_OF_HITS = (Level.ALL, Level.ATTRIBUTE, Level.HIT)
_OF_VISITS = (Level.ALL, Level.ATTRIBUTE, Level.VISIT)
_MAY_LACK = (Level.HIT, Level.VISIT)
"""Where a hit or visit without a value counts for none."""


def _listed(dimensions: Iterable[Dimension]) -> dict[str, str]:
    """The slots of what lists the dimensions' names and values: two lists take half the planning of one of both."""
    listed = list(dimensions)
    return {
        "names": _names(listed),
        "values": ", ".join(one.column for one in listed),
        "borne": f"value is not null or dimension not in ({_names(one for one in listed if one.level in _MAY_LACK)})",
        "alone": f"dimension in ({_names(one for one in listed if one.level is Level.VISIT)})",
    }


def _names(dimensions: Iterable[Dimension]) -> str:
    """As SQL; the empty text is no dimension's name."""
    return ", ".join(f"'{one.name}'" for one in dimensions) or "''"


class Statements:
    """All SQL texts, read once."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.sql"))}

    def names(self) -> list[str]:
        return list(self._texts)

    def text(self, statement: str, **slots: str) -> str:
        """The statement of the file `statement`.sql with its slots filled.

        A slot that is not given is filled with the file of its name; KeyError where there is none.
        """

        def fill(match: re.Match[str]) -> str:
            name = match[1].lower()
            return slots[name] if name in slots else self.text(name, **slots)

        return _SLOT.sub(fill, self._texts[statement])

    def rollup(self, dimensions: Iterable[Dimension] = DIMENSIONS, *, hits: int | None = None) -> str:
        """Rows of ROLLUP_SCHEMA for the dimensions, from relations called hits, visit_hits and visits.

        `hits`: at most how many there are, where that is known.
        """
        named = list(dimensions)
        if hits is not None and hits < FEW_HITS and named:
            return self.text("rollup_few", parts="\nunion all\n".join(self._few(named)))
        return "\nunion all\n".join(
            self.text(_ROLLUP_FILES[one.level], name=one.name, column=one.column) for one in named
        )

    def _few(self, dimensions: Sequence[Dimension]) -> Iterator[str]:
        parts = {"few_of_hits": _OF_HITS, "few_of_visits": _OF_VISITS, "few_of_values": (Level.HIT,)}
        for name, levels in parts.items():
            borne = [one for one in dimensions if one.level in levels]
            if borne:
                yield self.text(name, **_listed(borne))

    def narrowed(self, dimensions: Iterable[Dimension], *, of_day: bool, **slots: str) -> str:
        """The same from a relation called numbered_visits; without `of_day` over all days at once, their day is null.

        `slots` are those of the events' rows.
        """
        return "\nunion all\n".join(
            self.text(
                f"narrowed_{dimension.name}" if dimension.level is Level.HIT else "narrowed_attribute",
                of_day="day" if of_day else "null::date",
                **slots,
                **_narrowed_slots(dimension),
            )
            for dimension in dimensions
        )

    def check(self) -> None:
        """Binds every statement to empty relations. Raises duckdb.Error for one that cannot work."""
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            for name, schema in _EMPTY.items():
                make_empty_table(connection, name, schema)
            connection.execute("create temp table visit_hits as " + self.text("visit_hits"))
            for name in self._texts:
                self._check(connection, name)

    def _check(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        total = DIMENSIONS[0]
        text = self.text(
            name,
            hits="select * from no_hits",
            rows="select * from rows",
            filed="select * from no_hits",
            waiting="select * from no_hits",
            columns=", ".join(HIT_SCHEMA.names),
            relation="hits",
            source="_closed_visits" if name == "exported_visits" else "hits",
            counts="imported_rows",
            dimension="dimension",
            value="value",
            metrics="pageviews",
            origin="'hitlake'",
            whole="true",
            hits_of_visit="[{'after_ms': 0, 'path': entry}]",
            by="day",
            dimensions="'total'",
            closed="true",
            hit_columns=", ".join(HIT_SCHEMA.names),
            open_hits="select * from no_hits",
            days_visits="select * from _closed_visits",
            visit_columns=", ".join(name for name in VISIT_SCHEMA.names if name != "site_id"),
            same_visit="true",
            conditions="true",
            condition="true",
            files="recent",
            fresh="select * from no_hits",
            counted="select * from no_hits",
            bears="true",
            of_day="day",
            narrowed=self.narrowed([total], of_day=True),
            narrowed_columns="pageviews",
            order="visitors",
            rollup_columns=", ".join(["site_id", *ROLLUP_SCHEMA.names]),
            imported_columns=", ".join(["site_id", *IMPORTED_SCHEMA.names]),
            rollup_values=", ".join(ROLLUP_SCHEMA.names),
            name=total.name,
            column=total.column,
            parts=self.text("few_of_hits", **_listed([total])),
            **_listed([total]),
            rollup=self.rollup([total]),
            where="true",
            visitor="visitor",
        )
        bound = _READ_FILES.sub(lambda match: _FILES.get(match[1], "no_hits"), text)
        values = dict.fromkeys(_PARAMETER.findall(bound))
        connection.execute("explain " + _CREATE.sub("", bound), values)


def _narrowed_slots(dimension: Dimension) -> dict[str, str]:
    if dimension.level is Level.HIT:
        return {}
    column = dimension.column if dimension.level is Level.ALL else f"of_{dimension.name}"
    bears = f"{column} is not null" if dimension.level is Level.VISIT else "true"
    return {"name": dimension.name, "column": column, "bears": bears}
