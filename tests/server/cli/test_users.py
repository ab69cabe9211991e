import json
from pathlib import Path

from tests.server.cli.conftest import Hitlake


def test_a_user_is_added_and_listed(hitlake: Hitlake, data: Path) -> None:
    added = hitlake("user", "add", "Ada@Example.com", "--name", "Ada L.", "--timezone", "Asia/Kathmandu")
    assert added.out == (
        f"Added the user ada@example.com in {data}; the time zone of new sites is Asia/Kathmandu.\n"
        "Next: hitlake site add DOMAIN\n"
    )
    hitlake("user", "add", "bob@example.com")
    headings, ada, bob = hitlake("user", "list").out.splitlines()
    assert headings.split() == ["email", "name", "subscription", "time", "zone", "sites", "since"]
    assert ada.split()[:6] == ["ada@example.com", "Ada", "L.", "active", "Asia/Kathmandu", "0"]
    assert bob.split()[:5] == ["bob@example.com", "bob", "active", "UTC", "0"]


def test_users_are_listed_as_json(hitlake: Hitlake) -> None:
    added = json.loads(hitlake("user", "add", "ada@example.com", "--json").out)
    assert added["email"] == "ada@example.com"
    assert json.loads(hitlake("user", "list", "--json").out) == [added]


def test_a_subscription_is_changed(hitlake: Hitlake) -> None:
    hitlake("user", "add", "ada@example.com")
    changed = hitlake("user", "set", "ADA@example.com", "--subscription", "inactive")
    assert changed.out == "The subscription of ada@example.com is inactive.\n"
    assert json.loads(hitlake("user", "list", "--json").out)[0]["subscription"] == "inactive"


def test_a_password_comes_from_standard_input_and_is_not_shown(hitlake: Hitlake, data: Path) -> None:
    added = hitlake("user", "add", "ada@example.com", "--password-stdin", stdin="correct horse\n")
    assert added.status == 0
    changed = hitlake("user", "set", "ada@example.com", "--password-stdin", stdin="battery staple\r\n")
    assert changed.out == "ada@example.com has a new password.\n"
    assert "horse" not in added.out + added.err
    assert not any(b"staple" in path.read_bytes() for path in data.iterdir())


def test_a_short_password_adds_nobody(hitlake: Hitlake) -> None:
    added = hitlake("user", "add", "ada@example.com", "--password-stdin", stdin="short")
    assert (added.status, added.err) == (2, "hitlake: the password has 5 characters: 8 or more are needed\n")
    assert hitlake("user", "list", "--json").out == "[]\n"


def test_mistakes_are_named(hitlake: Hitlake) -> None:
    hitlake("user", "add", "ada@example.com")
    for arguments, message in [
        (("add", "ada@example.com"), "there is already a user ada@example.com"),
        (("add", "ada"), "'ada' is not an email address: it looks like name@example.com"),
        (("add", "b@example.com", "--timezone", "Berlin"), "unknown time zone 'Berlin': did you mean Europe/Berlin?"),
        (("set", "ada@example.com"), "nothing to change: give --subscription or --password-stdin"),
        (
            ("set", "eve@example.com", "--subscription", "active"),
            "there is no user eve@example.com: `hitlake user list` shows all",
        ),
    ]:
        answer = hitlake("user", *arguments)
        assert (answer.status, answer.out, answer.err) == (2, "", f"hitlake: {message}\n")
