"""Writes a site's most viewed posts: all pages of grouped hits, a thousand rows each."""

import json
import os
import sys
import urllib.parse
import urllib.request
from typing import Any

API = os.environ.get("HOST", "https://tinylytics.app") + "/api/v1"


def get(path: str, **query: object) -> Any:
    request = urllib.request.Request(f"{API}{path}?{urllib.parse.urlencode(query)}")
    request.add_header("Authorization", "Bearer " + os.environ["TINYLYTICS_KEY"])
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def main(site: str) -> None:
    views: dict[str, int] = {}
    page, pages = 1, 1
    while page <= pages:
        found = get(f"/sites/{site}/hits", grouped="true", group_by="path", page=page, per_page=1000)
        for row in found["grouped_hits"]:
            if row["path"].startswith("/post/"):
                # Later revisions of the service named it so, and old ones had the other name alone.
                views[row["path"]] = row.get("views", row["hit_count"])
        pages = found["pagination"]["total_pages"]
        page += 1
    popular = sorted(views.items(), key=lambda row: (-row[1], row[0]))
    json.dump({"pages": pages, "posts": len(views), "popular": popular[:3]}, sys.stdout)


main(sys.argv[1])
