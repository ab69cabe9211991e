"""A visitor's address and user agent are in no file, no log line and no answer."""

import signal
from pathlib import Path

import httpx
import pyarrow.parquet as pq

from tests.server.test_serving import make_site, serving

ADDRESS = "198.51.100.213"
ADDRESS_6 = "2001:db8:77aa:55bb::c0de"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; Zweihänderbrowser) Firefox/131.0 Sonderling/7.31"
TRACES = (ADDRESS, ADDRESS_6, "77aa:55bb", "Sonderling", "Zweih", "secret-token")


def test_address_and_agent_leave_no_trace(tmp_path: Path) -> None:
    uid, key = make_site(tmp_path)
    answers: list[httpx.Response] = []
    with serving(tmp_path) as (process, address), httpx.Client(base_url=address) as client:
        for forwarded in (ADDRESS, ADDRESS_6, f"[{ADDRESS_6}]:443", f"{ADDRESS} garbage"):
            headers = {b"X-Forwarded-For": forwarded.encode(), b"User-Agent": AGENT.encode()}
            answers += [
                client.post(f"/collector/{uid}?path=/a", headers=headers),
                client.post(f"/collector/{uid}?path=/a", headers=headers, content=b"{nope"),
                client.post("/collector/nobody?path=/a", headers=headers),
                client.get(f"/pixel/{uid}.gif?path=/a", headers=headers),
                client.get("/nowhere?token=secret-token", headers=headers),
                client.get("/api/v2/sites", headers=headers | {b"Authorization": f"Bearer {key}".encode()}),
            ]
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        assert process.stdout is not None
        printed = process.stdout.read()
    assert [answer.status_code for answer in answers[:6]] == [202, 400, 202, 200, 404, 200]
    assert _traces(printed.encode()) == []
    assert [answer.text for answer in answers if _traces(answer.content) or _traces(str(answer.headers).encode())] == []
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".parquet" for path in files)
    assert [path for path in files if _traces(path.read_bytes()) or _traces(_values(path))] == []


def _values(path: Path) -> bytes:
    """What a Parquet file says once it is unpacked."""
    return str(pq.read_table(path).to_pylist()).encode() if path.suffix == ".parquet" else b""


def _traces(content: bytes) -> list[str]:
    return [trace for trace in TRACES if trace.encode() in content]
