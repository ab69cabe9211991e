"""hitlake import: the logs of a web server, and the exports of other systems."""

import signal
import sys
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from schemas.errors import BadInputError, NotFoundError
from server.cli.finding import SITE_HELP, site_named
from server.cli.opening import opened_registry
from server.cli.options import DataOption, JsonOption, settings_of
from server.cli.printing import print_json, print_json_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.registry.registry import Registry
    from schemas.sites import Site
    from server.cli.import_run import ImportRun, Outcome

STANDARD_INPUT = "-"
FOLLOW_SECONDS = 60
"""Each time makes a file, and a day of many files is slower to ask."""

_LISTED_SITES = 20


def add_to(app: typer.Typer) -> None:
    app.command("import")(import_logs)


def import_logs(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Logs, exports of other systems, folders of them, or - for standard input.",
            show_default=False,
        ),
    ],
    site: Annotated[str, typer.Option("--site", metavar="SITE", help=SITE_HELP, show_default=False)],
    log_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="auto looks at the first lines. Or combined, common, vhost_combined, vhost_common, json, w3c, s3, "
            "alb, haproxy, or a pattern in the words of nginx or Apache: "
            "'$remote_addr [$time_local] \"$request\" $status'.",
        ),
    ] = "auto",
    follow: Annotated[
        bool, typer.Option("--follow", help="Then go on with the last FILE as it grows, also when logs are rotated.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Import what was imported before, too.")] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Import the logs of a web server, plain or packed with gzip, zstd, bzip2 or xz, or what another system exported.

    People's views of pages count; robots, errors, assets and downloads do not. What was imported before is known by its
    content: of a log that has grown, only the new lines are imported. Works beside a running server.
    """
    from server.cli.import_report import as_json, report
    from server.cli.import_run import ImportRun

    settings = settings_of(data)
    logs = _logs(files)
    if follow:
        _require_growing(logs[-1])
    with opened_registry(settings.data) as registry:
        run = ImportRun(settings, registry, _site(registry, site), log_format, again=again)
        run.import_all(logs)
        _close_days(run)
        if follow and not run.failures:
            _follow(run, logs[-1], json=json)
            return
    if json:
        print_json(as_json(run.done))
    else:
        report(run.done)
    if run.failures:
        raise typer.Exit(2)


def _require_growing(log: str) -> None:
    """Raises BadInputError, also where it cannot be read."""
    if log == STANDARD_INPUT:
        raise BadInputError("standard input (-) cannot be followed; name the log itself, also one that is rotated")
    from engine.imports.opening import open_source

    with closing(open_source(log)) as source:
        if source.is_packed:
            raise BadInputError(f"{log} is packed, so it does not grow; the last FILE is the one that is followed")


def _follow(run: "ImportRun", log: str, *, json: bool) -> None:
    """Until it is told to end; then what has come by then is stored."""
    from server.cli.import_report import as_json, report

    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())

    def tell(outcomes: "Sequence[Outcome]") -> None:
        for line in as_json(outcomes) if json else ():
            print_json_line(line)
        if not json:
            report(outcomes)

    rhythm = f"what is new is stored every {FOLLOW_SECONDS} seconds"
    print(f"hitlake: following {log}, {rhythm}; Ctrl+C ends", file=sys.stderr, flush=True)
    run.follow(log, tell, lambda: ended.wait(FOLLOW_SECONDS))


def _close_days(run: "ImportRun") -> None:
    try:
        run.close_days()
    except KeyboardInterrupt:
        print("hitlake: stopped; the hits are stored, and their days will be closed by the server", file=sys.stderr)
        raise typer.Exit(130) from None


def _site(registry: "Registry", text: str) -> "Site":
    try:
        return site_named(registry, text)
    except NotFoundError as error:
        sites = registry.sites.all()
        listed = "".join(f"\n  {site.uid}  {site.domain}" for site in sites[:_LISTED_SITES])
        more = f"\n  and {len(sites) - _LISTED_SITES} more" if len(sites) > _LISTED_SITES else ""
        raise NotFoundError(
            f"there is no site {text}; these are there:{listed}{more}" if sites else str(error)
        ) from error


def _logs(files: list[str]) -> list[str]:
    """Files in the place of folders, by name. Raises BadInputError for standard input twice."""
    if files.count(STANDARD_INPUT) > 1:
        raise BadInputError("standard input (-) can be read only once")
    logs: list[str] = []
    for name in files:
        path = Path(name)
        inside = path.is_dir() and name != STANDARD_INPUT
        logs += sorted(str(file) for file in path.iterdir() if _is_log(file)) if inside else [name]
    return logs


def _is_log(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")
