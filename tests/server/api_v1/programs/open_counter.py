"""How often an e-mail was opened: its picture is a pixel with a path of its own; one row tells the number of all."""

import json
import os
import sys
import urllib.parse
import urllib.request

API = os.environ.get("HOST", "https://tinylytics.app") + "/api/v1"

site, letter = sys.argv[1:]
request = urllib.request.Request(
    f"{API}/sites/{site}/hits?path={urllib.parse.quote(letter, safe='')}&per_page=1",
    headers={"Authorization": "Bearer " + os.environ["TINYLYTICS_KEY"]},
)
with urllib.request.urlopen(request) as response:
    answer = json.load(response)
json.dump({"opens": answer["pagination"]["total_count"], "rows": len(answer["hits"])}, sys.stdout)
