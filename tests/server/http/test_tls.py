"""HTTPS by the server itself, with real clients."""

import logging
import shutil
import socket
import ssl
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from schemas.errors import BadInputError
from server.http.tls import opened_tls
from tests.server.conftest import BROWSER, Clock, running_server
from tests.server.uptime.papers import NOW, Authority

AUTHORITY = Authority()


def _pem(folder: Path, name: str, days: int = 90) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    AUTHORITY.server_tls(folder, NOW + timedelta(days=days))
    return (folder / "server.pem").rename(folder / name)


def _shown(address: str) -> float:
    """When the certificate ends that the server shows, as seconds since 1970."""
    url = httpx.URL(address)
    with (
        socket.create_connection((url.host, url.port or 443), timeout=10) as connection,
        AUTHORITY.trust().wrap_socket(connection, server_hostname=url.host) as spoken,
    ):
        shown = spoken.getpeercert()
    assert shown is not None
    return ssl.cert_time_to_seconds(str(shown["notAfter"]))


def _wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in 20 seconds"


def test_hits_and_questions_go_over_https(tmp_path: Path) -> None:
    pem = _pem(tmp_path, "both.pem")
    with running_server(tmp_path / "data", Clock(), tls_certificate=pem, tls_key=pem) as (app, address):
        assert address.startswith("https://")
        site = app.registry.sites.add(app.registry.accounts.add("ada@example.com").id, "example.com")
        with httpx.Client(base_url=address, verify=AUTHORITY.trust(), headers={"User-Agent": BROWSER}) as client:
            for path in ("/", "/docs"):
                hit = {"url": f"https://example.com{path}", "path": path}
                assert client.post(f"/collector/{site.uid}", params=hit).status_code == 202
            assert client.get("/health/live").status_code == 200
    assert app.lake.current.read().hot or app.lake.current.read().recent


def test_a_renewed_certificate_is_shown_without_a_restart(tmp_path: Path) -> None:
    first, second = _pem(tmp_path, "first.pem", 30), _pem(tmp_path, "second.pem", 60)
    live = tmp_path / "live.pem"
    live.symlink_to(first)  # as certbot does it
    with running_server(tmp_path / "data", Clock(), tls_certificate=live, tls_key=live) as (_, address):
        assert _shown(address) == (NOW + timedelta(days=30)).timestamp()
        (tmp_path / "next").symlink_to(second)
        (tmp_path / "next").rename(live)
        _wait_for(lambda: _shown(address) == (NOW + timedelta(days=60)).timestamp())


def test_a_renewal_that_went_wrong_changes_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    live = _pem(tmp_path, "live.pem")
    with running_server(tmp_path / "data", Clock(), tls_certificate=live, tls_key=live) as (_, address):
        before = _shown(address)
        live.write_text("half of a fil")
        _wait_for(lambda: "HTTPS goes on with the certificate it has" in caplog.text)
        assert _shown(address) == before
    assert f"{live} holds no certificate in PEM" in caplog.text


def test_who_speaks_no_tls_is_turned_away_in_silence(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pem = _pem(tmp_path, "both.pem")
    with (
        caplog.at_level(logging.WARNING),
        running_server(tmp_path / "data", Clock(), tls_certificate=pem, tls_key=pem) as (_, address),
    ):
        url = httpx.URL(address)
        for words in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x00\x05hello", b""):
            with socket.create_connection((url.host, url.port or 443), timeout=10) as connection:
                connection.sendall(words)
                connection.shutdown(socket.SHUT_WR)
                try:
                    while connection.recv(65536):
                        pass
                except ConnectionResetError:
                    pass
        assert _shown(address)
    assert caplog.text == ""


def test_old_versions_of_tls_are_not_spoken(tmp_path: Path) -> None:
    pem = _pem(tmp_path, "both.pem")
    old = ssl.create_default_context()
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSVersion"):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with running_server(tmp_path / "data", Clock(), tls_certificate=pem, tls_key=pem) as (_, address):
        url = httpx.URL(address)
        with (
            socket.create_connection((url.host, url.port or 443), timeout=10) as connection,
            pytest.raises(OSError),  # noqa: PT011 - an alert of TLS, or the end of the connection
        ):
            old.wrap_socket(connection)


def test_files_that_cannot_be_used_are_told_apart(tmp_path: Path) -> None:
    pem, other = _pem(tmp_path, "one.pem"), _pem(tmp_path, "other.pem")
    certificate = tmp_path / "certificate.pem"
    certificate.write_text("-----BEGIN CERTIFICATE-----" + pem.read_text().split("-----BEGIN CERTIFICATE-----")[1])
    key = tmp_path / "key.pem"
    key.write_text(other.read_text().split("-----BEGIN CERTIFICATE-----")[0])
    text = tmp_path / "text"
    shutil.copy(__file__, text)
    text.write_text("nothing of the kind")
    assert opened_tls(None, None) is None
    for given, message in (
        ((certificate, None), "tls_certificate needs tls_key too"),
        ((None, key), "tls_key needs tls_certificate too"),
        ((tmp_path / "gone", key), f"{tmp_path / 'gone'} cannot be read: No such file or directory"),
        ((certificate, key), f"the key in {key} is not that of the certificate in {certificate}"),
        ((text, key), f"{text} holds no certificate in PEM"),
        ((certificate, text), f"{text} holds no private key in PEM"),
    ):
        with pytest.raises(BadInputError) as refused:
            opened_tls(*given)
        assert str(refused.value).startswith(message)
