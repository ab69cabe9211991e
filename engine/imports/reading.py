"""The lines of one log become stamped hits, a block at a time; every other line is counted."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING

from engine.imports.lines import line_column
from engine.imports.masking import masked
from engine.imports.pages import not_page
from engine.imports.requests import LogFormat, Problem
from engine.imports.staging import Staging
from engine.imports.summary import Summary, Unparsed
from engine.ingest.behaviour import Behaviour
from engine.ingest.facts import Facts
from engine.ingest.frames import Stamped, stamp_rows
from schemas.errors import BadInputError
from schemas.sites import Site

if TYPE_CHECKING:
    import polars as pl

AHEAD_MS = 86_400_000
"""A clock may be wrong and a zone mistaken; what lies a day ahead is no time of a request."""


class Reading:
    """`chosen` says the log's format, once its beginning was read.

    `worker` has one thread, which stamps the hits of a block while the next one is parsed.
    """

    def __init__(
        self,
        name: str,
        chosen: Callable[[], LogFormat],
        site: Site,
        facts: Facts,
        staging: Staging,
        worker: Executor,
        now_ms: int,
    ) -> None:
        self._chosen, self._worker = chosen, worker
        self._stamping: Future[tuple[Stamped, pl.Series]] | None = None
        self._site, self._facts, self._staging = site, facts, staging
        self._latest_ms = now_ms + AHEAD_MS
        self._format: LogFormat | None = None
        self._begin(name, known_lines=0)

    def forget(self, known_lines: int) -> None:
        """Everything up to here is known, so many lines: what comes now is what counts."""
        self.settle()
        self._staging.forget()
        self._begin(self.summary.log, known_lines)

    def take(self, block: bytes) -> None:
        """Whole lines, or alone the last one, which may lack its end."""
        import polars as pl

        lines = line_column(block)
        requests = self._requests(lines)
        if not block.endswith(b"\n") and requests["problem"][0] is not None:
            requests = requests.with_columns(problem=pl.lit(Problem.CUT_OFF.value))
        self._note_problems(lines, requests["problem"])
        self.summary.lines += len(lines)
        requests = requests.filter(pl.col("problem").is_null())
        clients = self.behaviour.add(requests.select("address", "user_agent", "status", path="target"))
        reasons = not_page(requests)
        for reason, count in reasons.drop_nulls().value_counts().iter_rows():
            self.summary.drop(reason, count)
        views = requests.with_columns(client=clients).filter(reasons.is_null())
        self.settle()
        self._stamping = self._worker.submit(self._stamped, views)

    def settle(self) -> None:
        """The hits of all that was taken are staged."""
        if self._stamping is None:
            return
        stamped, clients = self._stamping.result()
        self._stamping = None
        for reason, count in stamped.drops.items():
            self.summary.drop(reason.value, count)
        self.summary.hits += stamped.table.num_rows
        self._staging.add(stamped.table, clients)

    @property
    def cut_off(self) -> bool:
        """Whether the last line is not whole: it may be when the log has grown."""
        return Problem.CUT_OFF.value in self.summary.unparsed

    @property
    def settled_lines(self) -> int:
        """The lines of the log that need not come again, known ones included."""
        return self.summary.known_lines + self.summary.lines - self.cut_off

    def require_format(self) -> None:
        """BadInputError where not one line is in the format, so that it must be the wrong one."""
        summary = self.summary
        parsed = summary.lines - sum(kind.lines for kind in summary.unparsed.values())
        if parsed or summary.known_lines or not summary.lines:
            return
        kind, first = next(iter(summary.unparsed.items()))
        raise BadInputError(
            f"{summary.log}: no line is in the format {summary.format}; "
            f"line {first.first_line}, {kind}: {first.example}"
        )

    def _begin(self, name: str, known_lines: int) -> None:
        known = self._format.name if self._format else ""
        self.summary = Summary(log=name, format=known, known_lines=known_lines, dropped={}, unparsed={})
        self.behaviour = Behaviour()

    def _requests(self, lines: "pl.Series") -> "pl.DataFrame":
        import polars as pl

        if self._format is None:
            self._format = self._chosen()
            self.summary.format = self._format.name
        late = pl.when(pl.col("created_at_ms") > self._latest_ms).then(pl.lit(Problem.FUTURE.value))
        return self._format.requests(lines).with_columns(problem=pl.coalesce("problem", late))

    def _note_problems(self, lines: "pl.Series", problems: "pl.Series") -> None:
        import polars as pl

        found = problems.to_frame("kind").with_row_index("row").filter(pl.col("kind").is_not_null())
        for kind, count, row in found.group_by("kind").agg(pl.len(), pl.col("row").first()).iter_rows():
            number = self.summary.known_lines + self.summary.lines + row + 1
            first = Unparsed(lines=0, first_line=number, example=masked(lines[row]))
            self.summary.unparsed.setdefault(kind, first).lines += count

    def _stamped(self, views: "pl.DataFrame") -> "tuple[Stamped, pl.Series]":
        import polars as pl

        assert self._format is not None
        arrivals = views.select(
            "created_at_ms",
            "address",
            "referrer",
            "user_agent",
            path="target",
            trusted=not self._format.names_agent,
            visitor_id=_named_client(),
        )
        stamped = stamp_rows(arrivals, self._site, self._facts)
        return stamped, pl.Series("client", views["client"].to_arrow().take(stamped.rows))


def _named_client() -> "pl.Expr":
    """Servers that look up names log these for addresses; then the name is all that tells visitors apart."""
    import polars as pl

    name = ~pl.col("address").str.contains(r"^[0-9a-fA-F:.]*$")
    return pl.when(name).then(pl.concat_str("address", "user_agent", separator="\0", ignore_nulls=True))
