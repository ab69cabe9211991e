"""The account and its sites, as the document has them and as later revisions of the service have them."""

import json
import os
import sys
import urllib.request
from typing import Any

API = os.environ.get("HOST", "https://tinylytics.app") + "/api/v1"


def get(path: str) -> Any:
    headers = {"Authorization": "Bearer " + os.environ["TINYLYTICS_KEY"]}
    with urllib.request.urlopen(urllib.request.Request(API + path, headers=headers)) as response:
        return json.load(response)


me, sites = get("/me"), get("/sites")
assert me["user"]["subscription_status"] == "active"
assert me["is_subscribed"] is True
assert me["user"]["email"] == me["email"]
assert me["api_key"]["access_type"] in ("read_only", "full_access"), me["api_key"]
lines = []
for row in sites["sites"]:
    details = get(f"/sites/{row['id']}")
    old, new = details["site"], details
    assert old["lifetime_unique_hits"] == new["lifetime_unique_hits"] <= old["lifetime_hits"]
    assert (old["is_public"], new["public"]) == (False, False)
    assert new["updated_at"] >= new["created_at"]
    lines.append([row["uid"], row["url"], row["label"], row["lifetime_hits"], row["lifetime_kudos"], row["active"]])
json.dump({"count": sites["total_count"], "sites": lines}, sys.stdout)
