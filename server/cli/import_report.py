"""What an import tells at its end."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from engine.imports.pages import SENTENCES as PAGE_SENTENCES
from engine.imports.summary import Summary
from schemas.drops import SENTENCES as DROP_SENTENCES
from server.cli.import_run import Outcome

_SENTENCES: dict[str, str] = {
    **{reason.value: sentence for reason, sentence in PAGE_SENTENCES.items()},
    **{reason.value: sentence for reason, sentence in DROP_SENTENCES.items()},
}


def report(outcomes: Sequence[Outcome]) -> None:
    """The logs' summaries to standard output, and to standard error why there is none."""
    for outcome in outcomes:
        if outcome.failure is not None:
            print(f"hitlake: {outcome.failure}", file=sys.stderr)
        elif outcome.summary is not None:
            print("\n".join(_lines(outcome.summary, outcome.seconds)), flush=True)


def as_json(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """One object a log; `error` is null where it was imported."""
    return [
        {
            **(msgspec.structs.asdict(outcome.summary) if outcome.summary else {"log": outcome.log}),
            "seconds": round(outcome.seconds, 3),
            "error": outcome.failure,
        }
        for outcome in outcomes
    ]


def _lines(summary: Summary, seconds: float) -> Iterator[str]:
    if not summary.lines:
        known = "every line was imported before (--again imports them once more)" if summary.known_lines else "no lines"
        yield f"{summary.log}: nothing to import, {known}"
        return
    speed = summary.lines / max(seconds, 0.001)
    yield f"{summary.log} ({summary.format}): {summary.lines:,} lines in {seconds:.1f} s, {speed:,.0f} a second"
    if summary.known_lines:
        yield _row(summary.known_lines, "more lines were imported before")
    if summary.counts:
        yield _row(summary.counts, f"counts stored{_days(summary)}, shown for days without hits")
    else:
        yield _row(summary.hits, f"hits stored{_days(summary)}")
    for reason, count in sorted(summary.dropped.items(), key=lambda item: -item[1]):
        yield _row(count, f"dropped: {_SENTENCES[reason]}")
    for kind, unparsed in summary.unparsed.items():
        yield _row(unparsed.lines, f"not parsed: {kind}, first in line {unparsed.first_line:,}: {unparsed.example}")


def _days(summary: Summary) -> str:
    if summary.first_day is None:
        return ""
    plural = "" if summary.days == 1 else "s"
    return f" on {summary.days:,} day{plural}, {summary.first_day} to {summary.last_day}"


def _row(count: int, text: str) -> str:
    return f"  {count:>11,}  {text}"
