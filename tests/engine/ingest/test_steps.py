from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.ingest.facts import Facts, build_facts
from engine.ingest.places import Places
from engine.ingest.stamp import ARRIVAL_NAMES, stamp
from engine.ingest.steps import STEPS
from schemas.drops import DropReason
from schemas.hits import HIT_NAMES, HIT_SCHEMA, Arrival
from tests.engine.ingest.arrivals import CHROME, IPHONE, NOON, DaySalts, arrival, named, shared, site


def test_every_need_is_given_by_then_and_every_column_in_the_end() -> None:
    known = {"minute", *ARRIVAL_NAMES}
    for step in STEPS:
        assert set(step.needs) <= known, step.name
        known |= set(step.gives)
    assert set(HIT_NAMES) - {"hit_id", "site_id", "created_at"} <= known
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_a_hit_becomes_a_whole_row(facts: Facts) -> None:
    hit = arrival(
        url="https://example.com/a?ref=news&utm_medium=mail#top",
        path="/a",
        referrer="https://www.other.test/b",
        address="198.51.100.7",
        language="de-AT,de;q=0.9",
        country="at",
        event="cart.add",
        event_value="shoes",
        props={"size": 42, "colour": "red"},
    )
    row = named(stamp(hit, site(time_zone="Asia/Kathmandu"), facts))
    assert row.pop("visitor") > 0
    assert row == {
        "hit_id": 0,
        "site_id": 7,
        "day": 20774,
        "hour": 17,
        "created_at": NOON,
        "event": "cart.add",
        "event_value": "shoes",
        "props": '{"colour":"red","size":42}',
        "path": "/a",
        "url": "https://example.com/a?ref=news&utm_medium=mail",
        "referrer": "https://www.other.test/b",
        "referrer_host": "other.test",
        "source": "news",
        "utm_medium": "mail",
        "utm_campaign": None,
        "utm_content": None,
        "utm_term": None,
        "country": "AT",
        "region": None,
        "city": None,
        "browser": "Chrome",
        "platform": "Windows",
        "device": "desktop",
        "language": "de",
    }


def test_a_hit_without_a_site_has_none(facts: Facts) -> None:
    assert stamp(arrival(), None, facts) is DropReason.UNKNOWN_SITE


RULES: dict[str, Any] = {
    "ignored_paths": ("/admin", "/drafts/*"),
    "excluded_addresses": ("192.0.2.0/24", "2001:db8::/32"),
    "extra_hosts": ("localhost",),
}


@pytest.mark.parametrize(
    ("hit", "reason"),
    [
        ({"url": "http://[::1"}, DropReason.BAD_ADDRESS),
        ({"url": "https://elsewhere.test/"}, DropReason.FOREIGN_HOSTNAME),
        ({"url": "http://127.0.0.1/"}, DropReason.FOREIGN_HOSTNAME),
        ({"url": "https://example.com/admin?x=1"}, DropReason.IGNORED_PATH),
        ({"url": None, "path": "/drafts/new"}, DropReason.IGNORED_PATH),
        ({"address": "192.0.2.9"}, DropReason.EXCLUDED_IP),
        ({"address": "::ffff:192.0.2.9"}, DropReason.EXCLUDED_IP),
        ({"address": "2001:db8:1::1"}, DropReason.EXCLUDED_IP),
        ({"user_agent": None}, DropReason.ROBOT),
        ({"user_agent": "curl/8.5.0", "trusted": True}, DropReason.ROBOT),
        ({"referrer": "https://forum.semalt.com/"}, DropReason.SPAM_REFERRER),
    ],
)
def test_a_dropped_hit_has_its_reason(facts: Facts, hit: dict[str, Any], reason: DropReason) -> None:
    assert stamp(arrival(**hit), site(**RULES), facts) is reason


@pytest.mark.parametrize(
    "hit",
    [
        {"url": "http://localhost:3000/"},
        {"url": "https://www.example.com/"},
        {"url": None, "path": "/administration"},
        {"url": "file:///home/me/index.html"},
        {"address": "192.0.3.9"},
        {"address": "no address"},
        {"user_agent": None, "trusted": True},
        {"user_agent": f"{CHROME} \ud800"},
        {"referrer": "https://example.com/other"},
    ],
)
def test_a_hit_that_no_rule_is_against_is_kept(facts: Facts, hit: dict[str, Any]) -> None:
    assert isinstance(stamp(arrival(**hit), site(**RULES), facts), tuple)


def test_a_switched_off_site_keeps_nothing(facts: Facts) -> None:
    assert stamp(arrival(), site(active=False), facts) is DropReason.INACTIVE_SITE


def visitor(facts: Facts, changes: dict[str, Any] | None = None, **hit: Any) -> object:
    return named(stamp(arrival(**hit), site(**(changes or {})), facts))["visitor"]


def test_a_visitor_is_one_all_day_and_another_one_the_next(facts: Facts) -> None:
    late, next_day = NOON + 11 * 3_600_000, NOON + 12 * 3_600_000
    assert visitor(facts, address="192.0.2.7") == visitor(facts, address="192.0.2.7", created_at_ms=late, url=None)
    assert visitor(facts, address="192.0.2.7") != visitor(facts, address="192.0.2.7", created_at_ms=next_day)


def test_the_visitor_s_day_is_the_site_s(facts: Facts) -> None:
    zone = {"time_zone": "Pacific/Kiritimati"}
    assert visitor(facts, zone, created_at_ms=NOON) == visitor(facts, zone, created_at_ms=NOON + 12 * 3_600_000)
    assert visitor(facts, zone, created_at_ms=NOON) != visitor(facts, zone, created_at_ms=NOON - 3 * 3_600_000)


def test_a_visitor_of_two_sites_is_two(facts: Facts) -> None:
    assert visitor(facts, {"id": 7}) != visitor(facts, {"id": 8})


def test_visitors_differ_by_address_and_agent_and_share_a_home_net(facts: Facts) -> None:
    assert visitor(facts, address="192.0.2.7") != visitor(facts, address="192.0.2.8")
    assert visitor(facts, user_agent=CHROME) != visitor(facts, user_agent=IPHONE)
    assert visitor(facts, address="2001:db8::1") == visitor(facts, address="2001:db8::2")
    assert visitor(facts, address="192.0.2.7") == visitor(facts, address="::ffff:192.0.2.7")


def test_a_visitor_id_counts_instead_of_address_and_agent(facts: Facts) -> None:
    known = visitor(facts, visitor_id="anna", address="192.0.2.7")
    assert known == visitor(facts, visitor_id="anna", address="192.0.2.8", user_agent=IPHONE)
    assert known != visitor(facts, visitor_id="bert", address="192.0.2.7")


def test_the_told_country_wins_and_takes_region_and_city_only_where_they_fit() -> None:
    path = shared("geo/GeoLite2-City-Test.mmdb")
    if not path.exists():
        pytest.skip("the shared data folder is not here")
    facts = build_facts(Places(path), DaySalts())

    def place(country: str | None) -> tuple[Any, Any, Any]:
        row = named(stamp(arrival(address="::ffff:81.2.69.142", country=country), site(), facts))
        return row["country"], row["region"], row["city"]

    assert place(None) == ("GB", "England", "London")
    assert place("gb") == ("GB", "England", "London")
    assert place("FR") == ("FR", None, None)
    assert place("XX") == ("GB", "England", "London")


def test_neither_address_nor_agent_is_in_the_row(facts: Facts) -> None:
    hit = arrival(address="198.51.100.77", user_agent=CHROME + " oddity/77", visitor_id="anna-the-odd")
    text = repr(stamp(hit, site(), facts))
    assert not [odd for odd in ("198.51", "oddity", "anna", "Mozilla") if odd in text]


def test_long_texts_are_cut(facts: Facts) -> None:
    hit = arrival(
        event="e" * 300, event_value="v" * 900, url="https://example.com/" + "p" * 3000 + "?q=1", source="s" * 900
    )
    row = named(stamp(hit, site(), facts))
    lengths = {name: len(row[name]) for name in ("event", "event_value", "path", "url", "source")}
    assert lengths == {"event": 200, "event_value": 500, "path": 2000, "url": 2000, "source": 500}


texts = st.none() | st.text(st.characters(), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.builds(
        Arrival,
        created_at_ms=st.integers(0, 4_102_444_800_000),
        url=texts.map(lambda text: f"https://example.com/{text}"),
        path=texts,
        referrer=texts | texts.map(lambda text: f"https://{text}"),
        event=texts,
        event_value=texts,
        address=texts,
        user_agent=texts,
        language=texts,
        country=texts,
        visitor_id=texts,
        source=texts,
        trusted=st.just(value=True),
    )
)
def test_no_arrival_breaks_a_step_and_every_row_can_be_stored(facts: Facts, hit: Arrival) -> None:
    result = stamp(hit, site(), facts)
    if not isinstance(result, DropReason):
        columns = [pa.array([value], field.type) for value, field in zip(result, HIT_SCHEMA, strict=True)]
        pa.table(columns, schema=HIT_SCHEMA).validate(full=True)
