import json
import os
from pathlib import Path

import pytest

from engine.registry.registry import open_registry
from schemas.sites import AccessType
from tests.server.cli.conftest import Hitlake


@pytest.fixture(autouse=True)
def user(hitlake: Hitlake) -> None:
    hitlake("user", "add", "ada@example.com")


def test_a_key_is_shown_once_and_works(hitlake: Hitlake, data: Path) -> None:
    created = hitlake("key", "create", "--name", "laptop")
    secret = created.out.strip()
    assert created.err == (
        "\nThis key may read what belongs to ada@example.com. It is shown this once: keep it now.\n"
        f'Try it: curl -H "Authorization: Bearer {secret}" http://127.0.0.1:8899/api/v2/sites\n'
    )
    registry = open_registry(data / "hitlake.db", lambda: 0, os.urandom)
    key = registry.keys.find(secret)
    registry.close()
    assert key is not None
    assert (key.name, key.access) == ("laptop", AccessType.READ_ONLY)
    listed = hitlake("key", "list").out
    assert secret not in listed
    assert listed.splitlines()[1].split()[:6] == ["1", f"...{secret[-4:]}", "laptop", "read", "only", "ada@example.com"]
    assert listed.split()[-2:] == ["never", "valid"]


def test_a_key_with_full_access_says_so(hitlake: Hitlake) -> None:
    created = hitlake("key", "create", "--full-access")
    assert created.out.startswith("tly-fa-")
    assert "This key may read and write" in created.err


def test_a_key_is_printed_as_json(hitlake: Hitlake) -> None:
    created = json.loads(hitlake("key", "create", "--json").out)
    secret = created.pop("key")
    assert secret.endswith(created["hint"])
    assert json.loads(hitlake("key", "list", "--json").out) == [created]
    assert json.loads(hitlake("key", "list", "--user", "ada@example.com", "--json").out) == [created]


def test_without_a_key_the_list_says_how_to_make_one(hitlake: Hitlake) -> None:
    assert hitlake("key", "list").out == "There is no key yet: make one with `hitlake key create`.\n"
    assert hitlake("key", "list", "--json").out == "[]\n"


def test_a_key_is_revoked(hitlake: Hitlake) -> None:
    secret = hitlake("key", "create").out.strip()
    assert hitlake("key", "revoke", "1").out == f"Revoked the key 1 that ends in {secret[-4:]}.\n"
    assert hitlake("key", "list").out.split()[-1] == "revoked"
    answer = hitlake("key", "revoke", "2")
    assert (answer.status, answer.err) == (2, "hitlake: there is no key 2\n")
