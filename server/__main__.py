"""The command `hitlake`."""

import sys

from schemas.errors import HitlakeError


def main() -> None:
    """Ends the process: status 0, 2 for what the caller can mend (one line to stderr), 1 for a disk that fails."""
    from server.cli.app import command_line

    try:
        command_line()(prog_name="hitlake")
    except HitlakeError as error:
        _stop(str(error), 2)
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}" if error.filename else str(error), 1)


def _stop(text: str, status: int) -> None:
    for line in text.splitlines():
        print(f"hitlake: {line}", file=sys.stderr)  # noqa: T201
    sys.exit(status)


if __name__ == "__main__":
    main()
