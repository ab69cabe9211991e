import json
from pathlib import Path

import pytest

from tests.server.cli.conftest import Hitlake


@pytest.fixture(autouse=True)
def user(hitlake: Hitlake) -> None:
    hitlake("user", "add", "ada@example.com", "--timezone", "America/New_York")


def test_a_new_site_shows_what_to_paste(hitlake: Hitlake, data: Path) -> None:
    shown = hitlake("site", "add", "https://www.Example.com/").out
    (site,) = json.loads(hitlake("site", "list", "--json").out)
    assert shown == (
        "Added the site example.com. Its days begin at midnight in America/New_York.\n"
        "\n"
        f"  uid     {site['uid']}   (in addresses, and for --site)\n"
        "  id      1   (in API v1)\n"
        f"  siteId  {site['hex_id']}   (in API v2)\n"
        "\n"
        "Paste this into its pages, before </head>:\n"
        "\n"
        f'  <script src="http://127.0.0.1:8899/embed/{site["uid"]}.js" defer></script>\n'
        "\n"
        "http://127.0.0.1:8899 is an address of this machine. Where visitors reach the server under another,\n"
        f'say so in {data / "hitlake.toml"}: base_url = "https://stats.example.com"\n'
    )


def test_the_snippet_has_the_address_of_the_settings(hitlake: Hitlake, data: Path) -> None:
    (data / "hitlake.toml").write_text('base_url = "https://stats.example.com"\n')
    shown = hitlake("site", "add", "example.com").out
    assert '<script src="https://stats.example.com/embed/' in shown
    assert shown.endswith("defer></script>\n")


def test_sites_are_listed_by_user(hitlake: Hitlake) -> None:
    hitlake("user", "add", "bob@example.com")
    hitlake("site", "add", "one.example.com", "--user", "ada@example.com", "--label", "[b]First[/b]")
    hitlake("site", "add", "two.example.com", "--user", "bob@example.com", "--timezone", "Asia/Kathmandu")
    _, one, two = hitlake("site", "list").out.splitlines()
    assert one.split()[2:] == ["one.example.com", "[b]First[/b]", "America/New_York", "active", "ada@example.com"]
    assert two.split()[2:] == ["two.example.com", "two.example.com", "Asia/Kathmandu", "active", "bob@example.com"]
    assert json.loads(hitlake("site", "list", "--user", "bob@example.com", "--json").out)[0]["id"] == 2


@pytest.mark.parametrize("name", ["uid", "id", "hex_id", "domain"])
def test_a_site_is_changed_by_any_of_its_names(hitlake: Hitlake, name: str) -> None:
    site = json.loads(hitlake("site", "add", "example.com", "--json").out)
    changed = hitlake(
        *(
            "site",
            "set",
            str(site[name]),
            "--label",
            "Blog",
            "--inactive",
            "--ignore-path",
            "/a",
            "--ignore-path",
            "/b*",
        ),
        *("--exclude-address", "192.0.2.7", "--extra-host", "shop.example.org", "--retention-days", "30", "--public"),
    )
    assert changed.out == f"Changed example.com ({site['uid']}).\n"
    (after,) = json.loads(hitlake("site", "list", "--json").out)
    assert {key: value for key, value in after.items() if value != site[key] and key != "updated_at"} == {
        "label": "Blog",
        "active": False,
        "public": True,
        "ignored_paths": ["/a", "/b*"],
        "excluded_addresses": ["192.0.2.7"],
        "extra_hosts": ["shop.example.org"],
        "retention_days": 30,
    }


def test_none_clears_a_list_and_the_retention(hitlake: Hitlake) -> None:
    hitlake("site", "add", "example.com")
    hitlake("site", "set", "example.com", "--ignore-path", "/a", "--retention-days", "30")
    hitlake("site", "set", "example.com", "--ignore-path", "none", "--retention-days", "none")
    (site,) = json.loads(hitlake("site", "list", "--json").out)
    assert (site["ignored_paths"], site["retention_days"]) == ([], None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "add my$blog",
            "'my$blog' is not a domain: a domain looks like example.com, blog.example.com or localhost:3000",
        ),
        ("add www.example.com", "this user has a site for example.com already, with the uid UID"),
        ("add b.example --user eve@b.example", "there is no user eve@b.example: `hitlake user list` shows all"),
        ("set example.com", "nothing to change: `hitlake site set --help` shows what can be"),
        ("set other.example --public", "there is no site other.example: `hitlake site list` shows all"),
        ("set UID --retention-days -1", "--retention-days '-1': a whole number of days, or none, is allowed"),
    ],
)
def test_mistakes_are_named(hitlake: Hitlake, line: str, message: str) -> None:
    uid = json.loads(hitlake("site", "add", "example.com", "--json").out)["uid"]
    answer = hitlake("site", *line.replace("UID", uid).split())
    assert (answer.status, answer.out, answer.err) == (2, "", f"hitlake: {message.replace('UID', uid)}\n")


def test_with_several_users_one_must_be_named(hitlake: Hitlake) -> None:
    hitlake("user", "add", "bob@example.com")
    answer = hitlake("site", "add", "example.com")
    assert (answer.status, answer.err) == (
        2,
        "hitlake: there are 2 users: say which with --user EMAIL (`hitlake user list` shows them)\n",
    )


def test_a_domain_of_two_sites_names_neither(hitlake: Hitlake) -> None:
    hitlake("user", "add", "bob@example.com")
    uids = [
        json.loads(hitlake("site", "add", "example.com", "--user", user, "--json").out)["uid"]
        for user in ("ada@example.com", "bob@example.com")
    ]
    answer = hitlake("site", "set", "example.com", "--public")
    assert answer.err == f"hitlake: 2 sites have the domain example.com: name one by its uid ({', '.join(uids)})\n"
