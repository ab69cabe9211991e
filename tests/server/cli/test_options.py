import pytest
import typer
from typer.testing import CliRunner

from schemas.errors import BadInputError
from server.cli.options import takes_settings
from server.settings import SETTINGS, Settings
from tests.server.cli.conftest import Hitlake


@takes_settings
def _serve(settings: Settings, quiet: bool = False) -> None:
    """Serve."""
    typer.echo(f"{settings.port} {settings.threads} {quiet}")


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer(rich_markup_mode=None)
    app.command()(_serve)
    return app


def test_a_command_takes_every_setting_beside_options_of_its_own(
    app: typer.Typer, hitlake: Hitlake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HITLAKE_PORT", "81")
    monkeypatch.setenv("HITLAKE_THREADS", "3")
    answer = CliRunner().invoke(app, ["--port", "80", "--quiet"])
    assert answer.output == "80 3 True\n"


def test_every_setting_is_in_the_help(app: typer.Typer) -> None:
    shown = " ".join(CliRunner().invoke(app, ["--help"]).output.split())
    assert [row.flag for row in SETTINGS if f" {row.flag} VALUE " not in shown] == []


def test_a_bad_value_is_an_error_of_ours(app: typer.Typer, hitlake: Hitlake) -> None:
    answer = CliRunner().invoke(app, ["--port", "x"])
    assert isinstance(answer.exception, BadInputError)
    assert str(answer.exception) == "port is 'x' (from --port): it must be a whole number from 0 to 65535"
