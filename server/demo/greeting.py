"""What the demo prints: where it is, its keys, and lines to paste into another terminal."""

import shlex
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from schemas.sites import Site
from server.demo.clock import today_in
from server.demo.household import Household
from server.demo.memory import DAYS, FILE_NAME, Memory

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
LATEST_SQL = "select created_at, path, referrer_host, country, browser from hits order by created_at desc limit 5"
_TRIPLE = "'''"
PAGES_SQL = "select path, count(*) as views from {source} where event is null group by path order by views desc limit 5"


def greeting(household: Household, memory: Memory, data: Path, address: str) -> Iterator[tuple[str, str]]:
    """Lines with their style: "title", "note", "command" or "" (plain). A command is one line, however long."""
    site = household.site
    today = today_in(site.time_zone, memory.filled_until_ms)
    yield "title", f"Hitlake's demo is at {address}"
    yield "", ""
    yield "", f"  Site         {site.domain}, made up, as are its visitors; its days are those of {site.time_zone}"
    yield "", f"  Hits         {today - timedelta(days=DAYS - 1)} to {today}, until this moment"
    yield "", f"  Data         {data}, kept when you stop it; delete the folder to begin anew"
    yield "", f"  Sign in as   {household.account.email}"
    yield "", f"  Password     {memory.password}"
    yield "", f"  Key to read  {memory.read_only_key}"
    yield "", f"  Full access  {memory.full_access_key}"
    yield "", ""
    yield (
        "note",
        f"The keys are kept in {data / FILE_NAME}, since they open made-up data. A real server shows a key once.",
    )
    yield "", ""
    yield "title", "Try these in another terminal:"
    for note, command in _commands(household.site, memory.read_only_key, data, address):
        yield "", ""
        yield "note", f"# {note}"
        yield "command", command
    yield "", ""
    yield "title", "Ctrl-C stops the demo."


def _commands(site: Site, key: str, data: Path, address: str) -> Iterator[tuple[str, str]]:
    api = f"{address}/api/v2/sites"
    yield "The sites that the key may see", _get(key, api)
    yield "The last 30 days in numbers", _get(key, f"{api}/{site.hex_id}/stats?range=30d")
    yield "Who is there now", _get(key, f"{api}/{site.hex_id}/realtime")
    yield "One page, day by day", _get(key, f"{api}/{site.hex_id}/pageviews?range=7d&pathname=/pricing")
    yield "Send a hit as a browser does (202), then ask who is there now once more", _send(site.uid, site.url, address)
    yield "Ask in SQL, today's hits too", _sql(data)
    yield "Ask the Parquet files themselves, with DuckDB: closed days, no server needed", _duckdb(data)


def _get(key: str, url: str) -> str:
    return f'curl -H "Authorization: Bearer {key}" "{url}"'


def _send(uid: str, url: str, address: str) -> str:
    query = f"url={url}/pricing&path=/pricing&referrer=https://news.ycombinator.com/"
    return f'curl -i -X POST -A "{BROWSER}" "{address}/collector/{uid}?{query}"'


def _program() -> str:
    """How this program can be called from any folder."""
    script = Path(sys.argv[0]).resolve()
    if script.name != "hitlake":
        return f"{shlex.quote(sys.executable)} -m server"
    found = shutil.which("hitlake")
    return "hitlake" if found and Path(found).resolve() == script else shlex.quote(str(script))


def _sql(data: Path) -> str:
    return f"{_program()} sql --data {shlex.quote(str(data.resolve()))} {_quoted(LATEST_SQL)}"


def _duckdb(data: Path) -> str:
    """With DuckDB's own command line where it is installed, else with the one that comes with this program."""
    files = str(data.resolve() / "hits/*/*/*.parquet").replace("'", "''")
    sql = PAGES_SQL.format(source=f"read_parquet('{files}', hive_partitioning = true)")
    if shutil.which("duckdb") or getattr(sys, "frozen", False):
        return f"duckdb -c {_quoted(sql)}"
    code = f"import duckdb; duckdb.sql({_TRIPLE}{sql}{_TRIPLE}).show()"
    return f"{shlex.quote(sys.executable)} -c {_quoted(code)}"


def _quoted(text: str) -> str:
    """For a shell; with plain double quotes where nothing in the text means something to it."""
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'
