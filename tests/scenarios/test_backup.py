"""A backup while a real server takes hits, flushes and closes days: restored, it has all that was acknowledged."""

import http.client
import json
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.processes import HITLAKE, hitlake, output_of

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
OPTIONS = ("--flush-rows", "40", "--flush-seconds", "1")
CLIENTS = 3
BACKUPS = 2


def _run(data: Path, *words: str) -> str:
    return output_of((*HITLAKE, *words, "--data", str(data)))


def _send(port: int, uid: str, client: int, acknowledged: list[str], stop: threading.Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    number = 0
    while not stop.is_set():
        path = f"/{client}/{number}"
        connection.request("POST", f"/collector/{uid}?path={path}", headers={"User-Agent": AGENT})
        answer = connection.getresponse()
        answer.read()
        if answer.status == 202:
            acknowledged.append(path)
        number += 1
    connection.close()


def _log(folder: Path, number: int) -> tuple[Path, list[str]]:
    """Hits of the last weeks: their days are closed, and folded again, beside the backups."""
    paths = [f"/log/{number}/{line}" for line in range(60)]
    path = folder / f"{number}.log"
    with path.open("w") as log:
        for line, shown in enumerate(paths):
            at = datetime.now(UTC).replace(hour=12) - timedelta(days=1 + line % 40)
            log.write(f'198.51.100.7 - - [{at:%d/%b/%Y:%H:%M:%S +0000}] "GET {shown} HTTP/1.1" 200 9 "-" "{AGENT}"\n')
    return path, paths


def test_a_backup_under_load_holds_every_hit_acknowledged_before_exactly_once(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    _run(data, "user", "add", "ada@example.com")
    uid = json.loads(_run(data, "site", "add", "example.com", "--json"))["uid"]
    acknowledged: list[str] = []
    stop = threading.Event()
    with hitlake(data, *OPTIONS) as process:
        clients = [
            threading.Thread(target=_send, args=(process.port, uid, client, acknowledged, stop))
            for client in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        try:
            for number in range(BACKUPS):
                log, paths = _log(tmp_path, number)
                _run(data, "import", str(log), "--site", uid)
                acknowledged += paths
                before = set(acknowledged)
                _run(data, "backup", str(backup))
        finally:
            stop.set()
            for client in clients:
                client.join()
    restored = tmp_path / "restored"
    assert json.loads(_run(restored, "restore", str(backup), "--json"))["ok"]

    lines = _run(restored, "sql", "select path, count(*) from hits group by all", "--json").splitlines()
    counted = Counter(dict(tuple(json.loads(line).values()) for line in lines))
    assert len(before) > BACKUPS * 60
    assert before - counted.keys() == set()
    assert set(counted.values()) == {1}
