"""hitlake import: the logs of a web server."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schemas.errors import BadInputError, NotFoundError
from server.cli.finding import SITE_HELP, site_named
from server.cli.opening import opened_registry
from server.cli.options import DataOption, JsonOption, settings_of
from server.cli.printing import print_json

if TYPE_CHECKING:
    from engine.registry.registry import Registry
    from schemas.sites import Site
    from server.cli.import_run import ImportRun

STANDARD_INPUT = "-"
_LISTED_SITES = 20


def add_to(app: typer.Typer) -> None:
    app.command("import")(import_logs)


def import_logs(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Logs, folders of logs, or - for standard input.", show_default=False),
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
    again: Annotated[bool, typer.Option("--again", help="Import what was imported before, too.")] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Import the logs of a web server, plain or packed with gzip, zstd, bzip2 or xz.

    People's views of pages count; robots, errors, assets and downloads do not. What was imported before is known by its
    content: of a log that has grown, only the new lines are imported. Works beside a running server.
    """
    from server.cli.import_report import as_json, report
    from server.cli.import_run import ImportRun

    settings = settings_of(data)
    with opened_registry(settings.data) as registry:
        run = ImportRun(settings, registry, _site(registry, site), log_format, again=again)
        run.import_all(_logs(files))
        _close_days(run)
    if json:
        print_json(as_json(run))
    else:
        report(run)
    if run.failures:
        raise typer.Exit(2)


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
