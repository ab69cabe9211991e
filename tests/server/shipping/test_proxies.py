"""Hitlake behind the proxies of the examples: real ones, with a certificate of their own."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from server import shipping
from tests.server.conftest import BROWSER
from tests.server.ports import free_port
from tests.server.test_serving import hitlake, make_site, serving

EXAMPLES = Path(shipping.__file__).parent / "proxies"
VISITOR = "127.0.0.5"
CLAIMED = "203.0.113.9"
SECONDS = 30


def nginx(folder: Path, upstream: str, port: int) -> list[str]:
    certificate(folder)
    example = (EXAMPLES / "nginx.conf").read_text("utf-8")
    for text, here in {
        "http://127.0.0.1:8899": upstream,
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen [::]:443 ssl;": "",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen [::]:80;": "",
        "/etc/letsencrypt/live/stats.example.com/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/letsencrypt/live/stats.example.com/privkey.pem": f"{folder}/key.pem",
    }.items():
        assert text in example
        example = example.replace(text, here)
    folders = "\n".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\n{folders}\n{example}\n}}\n"
    )
    return ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(path)]


def caddy(folder: Path, upstream: str, port: int) -> list[str]:
    example = (EXAMPLES / "Caddyfile").read_text("utf-8").replace("127.0.0.1:8899", upstream.removeprefix("http://"))
    own = f"https://localhost:{port} {{\n\ttls internal\n\tbind 127.0.0.1"
    path = folder / "Caddyfile"
    options = "{\n\tskip_install_trust\n\tadmin off\n\tauto_https disable_redirects\n"
    path.write_text(
        f"{options}\tstorage file_system {folder}/storage\n}}\n" + example.replace("stats.example.com {", own)
    )
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(path)]


def certificate(folder: Path) -> None:
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subject = ["-subj", "/CN=stats.example.com", "-days", "1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *subject]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    with (folder / "output").open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            deadline = time.monotonic() + SECONDS
            while not answers(port):
                assert process.poll() is None, (folder / "output").read_text()
                assert time.monotonic() < deadline, (folder / "output").read_text()
            yield
        finally:
            process.terminate()


def answers(port: int) -> bool:
    try:
        with httpx.Client(verify=False, trust_env=False) as client:
            return client.get(f"https://localhost:{port}/health/live").status_code == 200
    except httpx.TransportError:
        time.sleep(0.05)
        return False


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_the_address_behind_a_proxy_is_the_visitors_and_not_what_he_claims(
    tmp_path: Path, proxy: Callable[[Path, str, int], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which(proxy.__name__) is None:
        pytest.skip(f"needs {proxy.__name__}")
    data, folder, port = tmp_path / "data", tmp_path / "proxy", free_port()
    folder.mkdir()
    uid, _ = make_site(data)
    monkeypatch.setenv("HITLAKE_TRUSTED_PROXIES", "127.0.0.1/32")
    with (
        serving(data) as (_, address),
        running(proxy(folder, address, port), port, folder),
        httpx.Client(verify=False, trust_env=False, transport=transport()) as visitor,
    ):
        collector = f"https://localhost:{port}/collector/{uid}?url=https://example.com/"
        headers = {"user-agent": BROWSER, "x-forwarded-for": CLAIMED}
        hitlake("site", "set", uid, "--exclude-address", CLAIMED, "--data", str(data))
        assert visitor.post(collector, headers=headers).headers.get("x-hitlake-dropped") is None
        hitlake("site", "set", uid, "--exclude-address", VISITOR, "--data", str(data))
        deadline = time.monotonic() + SECONDS
        while visitor.post(collector, headers=headers).headers.get("x-hitlake-dropped") != "excluded_ip":
            assert time.monotonic() < deadline, "the visitor's own address did not come to be excluded"


def transport() -> httpx.HTTPTransport:
    """From another address of this machine than the proxy's own."""
    return httpx.HTTPTransport(verify=False, local_address=VISITOR)
