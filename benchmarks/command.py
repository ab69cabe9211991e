"""hitlake bench: the benchmarks as a command."""

import typer


def add_to(app: typer.Typer) -> None:
    context = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
    app.command("bench", context_settings=context, add_help_option=False)(bench)


def bench(context: typer.Context) -> None:
    """Measure Hitlake on this machine, each figure beside its target; --help tells more."""
    from benchmarks.__main__ import main

    main(context.args)
