"""One page about a site: leaderboard, journeys, kudos, groups; and a kudo given for a reader who wrote a letter."""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime
from typing import Any

API = os.environ.get("HOST", "https://tinylytics.app") + "/api/v1"


def call(method: str, path: str, body: object = None, /, **query: object) -> Any:
    request = urllib.request.Request(
        f"{API}{path}?{urllib.parse.urlencode(query)}",
        None if body is None else json.dumps(body).encode(),
        {"Authorization": "Bearer " + os.environ["TINYLYTICS_KEY"], "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request) as response:
        return json.load(response)


site = f"/sites/{sys.argv[1]}"
board = call("GET", site + "/leaderboard", path="POST", per_page=2)
expires, cached = (datetime.fromisoformat(board["cache_info"][name]) for name in ("expires_at", "cached_at"))
assert (expires - cached).total_seconds() == 3600
assert board["filters"] == {"path": "POST"}
journeys = call("GET", site + "/user_journeys")
summary = journeys["summary"]
assert summary["total_visitors"] == summary["multi_page_visitors"] + summary["single_page_visitors"]
assert journeys["pagination"]["total_count"] == summary["multi_page_visitors"]
assert all(len(row["pages"]) == row["page_count"] for row in journeys["user_journeys"])
browsers = call("GET", site + "/hits", grouped="true", group_by="browsername")["grouped_hits"]
assert browsers == call("GET", site + "/hits", grouped="true", group_by="browser_name")["grouped_hits"]
given = call("POST", site + "/kudos", {"path": "/post/1", "custom_uid": "letter-1"})
kudos = call("GET", site + "/kudos", path="/post/1")
call("DELETE", f"{site}/kudos/{given['kudo']['uid']}")
json.dump(
    {
        "top": [[row["path"], row["total_hits"], row["unique_hits"]] for row in board["leaderboard"]],
        "journey": [page["path"] for page in journeys["user_journeys"][0]["pages"]],
        "took": journeys["user_journeys"][0]["session_duration"],
        "bounce_rate": summary["bounce_rate"],
        "browsers": browsers,
        "kudos": [row["uid"] for row in kudos["kudos"]],
        "kudos_left": call("GET", site + "/kudos")["pagination"]["total_count"],
    },
    sys.stdout,
)
