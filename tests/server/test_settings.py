from ipaddress import ip_network
from pathlib import Path

import pytest

from schemas.errors import BadInputError
from server.settings import SETTINGS, Setting, Settings, settings_table
from server.settings_sources import find_settings

README = Path(__file__).parents[2] / "README.md"


def _data(tmp_path: Path, toml: str) -> dict[str, str | None]:
    (tmp_path / "hitlake.toml").write_text(toml)
    return {"data": str(tmp_path)}


def test_without_anything_given_the_defaults_hold(tmp_path: Path) -> None:
    found = find_settings({"data": str(tmp_path)}, {})
    assert found.settings == Settings(data=tmp_path)
    assert (found.settings.host, found.settings.port, found.settings.base_url) == ("127.0.0.1", 8899, None)
    assert found.settings.trusted_proxies == (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    assert list(found.given) == ["data"]
    assert Settings().data == Path("data")


def test_the_command_line_beats_the_environment_beats_the_file_beats_the_default(tmp_path: Path) -> None:
    command_line = _data(tmp_path, "port = 1\nthreads = 1\nquery_concurrency = 1\n") | {"port": "3", "host": None}
    environment = {"HITLAKE_PORT": "2", "HITLAKE_THREADS": "2", "HITLAKE_HOST": " ", "PATH": "/bin"}
    found = find_settings(command_line, environment)
    assert (found.settings.port, found.settings.threads, found.settings.query_concurrency) == (3, 2, 1)
    assert (found.settings.host, found.settings.flush_rows) == ("127.0.0.1", 100_000)
    assert {name: given.origin for name, given in found.given.items()} == {
        "data": "--data",
        "port": "--port",
        "threads": "HITLAKE_THREADS",
        "query_concurrency": str(tmp_path / "hitlake.toml"),
    }


def test_the_data_folder_of_the_environment_has_the_file(tmp_path: Path) -> None:
    _data(tmp_path, "port = 80")
    assert find_settings({}, {"HITLAKE_DATA": str(tmp_path)}).settings.port == 80


def test_values_of_the_file_are_written_as_toml_has_them(tmp_path: Path) -> None:
    toml = (
        'trusted_proxies = ["10.0.0.0/8", "192.0.2.1"]\nbase_url = "https://stats.example.com/"\n'
        'memory_limit = "1.5 gib"\ngeo_database = "/geo/city.mmdb"\nlog_level = "Debug"\n'
    )
    settings = find_settings(_data(tmp_path, toml), {}).settings
    assert settings.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("192.0.2.1"))
    assert settings.base_url == settings.address == "https://stats.example.com"
    assert (settings.memory_limit, settings.geo_database) == ("1.5GiB", Path("/geo/city.mmdb"))
    assert settings.log_level == "debug"


@pytest.mark.parametrize("toml", ["trusted_proxies = []", 'trusted_proxies = "none"'])
def test_no_proxy_need_be_trusted(tmp_path: Path, toml: str) -> None:
    assert find_settings(_data(tmp_path, toml), {}).settings.trusted_proxies == ()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8899"),
        ("0.0.0.0", "http://127.0.0.1:8899"),
        ("::", "http://[::1]:8899"),
        ("2001:db8::1", "http://[2001:db8::1]:8899"),
        ("stats.example.com", "http://stats.example.com:8899"),
    ],
)
def test_the_address_follows_from_host_and_port(host: str, address: str) -> None:
    assert Settings(host=host).address == address


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data", "\0"),
        ("host", "two words"),
        ("port", "65536"),
        ("port", "-1"),
        ("port", "http"),
        ("base_url", "stats.example.com"),
        ("base_url", "https://stats.example.com/?a=1"),
        ("trusted_proxies", "10.0.0.0/8,proxy"),
        ("geo_database", "\0"),
        ("memory_limit", "512"),
        ("memory_limit", "0MB"),
        ("memory_limit", "much"),
        ("threads", "0"),
        ("query_timeout_seconds", "1.5"),
        ("query_concurrency", "65"),
        ("queue_hits", "0"),
        ("flush_rows", ""),
        ("flush_bytes", "32MB"),
        ("flush_seconds", "0"),
        ("close_after_minutes", "721"),
        ("max_body_bytes", "0"),
        ("max_batch_bytes", "0"),
        ("v2_requests_per_minute", "0"),
        ("v1_requests_per_hour", "0"),
        ("monitor_timeout_seconds", "0"),
        ("monitor_concurrency", "0"),
        ("monitor_private_hosts", "two words"),
        ("rdap_bootstrap", "data.iana.org"),
        ("whois_server", "two words"),
        ("smtp_host", "two words"),
        ("smtp_port", "0"),
        ("smtp_security", "ssl"),
        ("webhook_url", "ftp://example.com"),
        ("log_level", "loud"),
    ],
)
def test_a_bad_value_is_named_with_its_origin_and_what_is_allowed(tmp_path: Path, name: str, text: str) -> None:
    row = next(row for row in SETTINGS if row.name == name)
    with pytest.raises(BadInputError) as caught:
        find_settings({"data": str(tmp_path)} | {name: text}, {})
    assert str(caught.value) == f"{name} is {text!r} (from {row.flag}): it must be {row.kind.allowed}"


def test_all_bad_values_are_named_at_once(tmp_path: Path) -> None:
    command_line = _data(tmp_path, "threads = true\nprot = 1\ndata = 'here'\n[log]\nlevel = 1\n")
    with pytest.raises(BadInputError) as caught:
        find_settings(command_line, {"HITLAKE_PORT": "x", "HITLAKE_TRUSTED_PROXY": "10.0.0.0/8", "HITLAKE_X": ""})
    toml = tmp_path / "hitlake.toml"
    assert str(caught.value).splitlines() == [
        "HITLAKE_TRUSTED_PROXY is no setting: did you mean HITLAKE_TRUSTED_PROXIES?",
        "HITLAKE_X is no setting: `hitlake settings` lists them all",
        f"prot in {toml} is no setting: did you mean port?",
        f"data cannot be set in {toml}, which is found through it: use --data or HITLAKE_DATA",
        f"log in {toml} is no setting: `hitlake settings` lists them all",
        "port is 'x' (from HITLAKE_PORT): it must be a whole number from 0 to 65535",
        f"threads is 'True' (from {toml}): it must be a whole number from 1 to 256, or auto",
    ]


@pytest.mark.parametrize("content", [b"port = ", b"port = 1\nport = 2\n", b"\xff"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "hitlake.toml").write_bytes(content)
    with pytest.raises(BadInputError, match=r"hitlake\.toml cannot be read: "):
        find_settings({"data": str(tmp_path)}, {})


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_every_setting_has_help_and_three_spellings(row: Setting) -> None:
    assert row.help.endswith(".")
    assert row.flag == "--" + row.name.replace("_", "-")
    assert row.variable == "HITLAKE_" + row.name.upper()
    assert f"| `{row.name}` |" in settings_table()


@pytest.mark.skipif(not README.exists(), reason="README.md is not there yet")
@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_the_readme_says_of_every_setting_what_the_table_says(row: Setting) -> None:
    line = next(line for line in settings_table().splitlines() if line.startswith(f"| `{row.name}` |"))
    assert line in README.read_text()


def test_monitoring_is_set_up_by_names_and_may_do_without_registries(tmp_path: Path) -> None:
    command_line: dict[str, str | None] = {"monitor_private_hosts": "Intranet, 10.0.0.1:8080", "rdap_bootstrap": ""}
    settings = find_settings({"data": str(tmp_path)} | command_line, {}).settings
    assert settings.monitor_private_hosts == ("intranet", "10.0.0.1:8080")
    assert (settings.rdap_bootstrap, settings.whois_server) == (None, "whois.iana.org")
    assert Settings().monitor_private_hosts == ()


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    assert [row.name for row in SETTINGS if row.secret] == [
        "smtp_password",
        "webhook_secret",
        "metrics_key",
        "insight_model_key",
    ]
    settings = find_settings({"data": str(tmp_path), "smtp_password": "open sesame"}, {}).settings
    assert settings.smtp_password == "open sesame"
    assert "sesame" not in repr(settings)
