from datetime import UTC, date, datetime

import pyarrow as pa

from schemas.api_v1.account import KeyShown, Me, User
from schemas.api_v1.hits import GroupedHits, GroupRow, HitsAsked
from schemas.api_v1.journeys import DaysAsked, Journey, JourneyInsights, JourneyPage, Journeys, JourneySummary
from schemas.api_v1.pagination import Pagination
from schemas.api_v2 import BrowserCount, DayCount, Pageviews, SiteRow, Sites, Stats, TopPage
from schemas.questions import Group, TimeZone
from schemas.sites import AccessType, Subscription
from server.http.tabular import arrow_of, csv_of

STATS = Stats(3, 5, 50, 12, [TopPage("/a,b", 4), TopPage('/"quoted"', 1)], [], [BrowserCount("Firefox", 3)], [])


def _read(stream: bytes) -> pa.Table:
    return pa.ipc.open_stream(stream).read_all()


def test_one_list_gives_its_rows() -> None:
    answer = Pageviews(7, 4, [DayCount(date(2026, 11, 1), 3), DayCount(date(2026, 11, 2), 4)])
    assert csv_of(answer) == b"date,count\r\n2026-11-01,3\r\n2026-11-02,4\r\n"
    table = _read(arrow_of(answer))
    assert table.schema == pa.schema([("date", pa.date32()), ("count", pa.int64())])
    assert table.to_pylist() == [
        {"date": date(2026, 11, 1), "count": 3},
        {"date": date(2026, 11, 2), "count": 4},
    ]


def test_several_lists_stand_below_the_totals_and_are_named() -> None:
    assert csv_of(STATS).decode().splitlines() == [
        "list,visitors,pageviews,bounceRate,avgDuration,pathname,views,referrer,count,browser,country",
        "totals,3,5,50,12,,,,,,",
        'topPages,,,,,"/a,b",4,,,,',
        'topPages,,,,,"/""quoted""",1,,,,',
        "browsers,,,,,,,,3,Firefox,",
    ]
    table = _read(arrow_of(STATS))
    assert table.column("list").to_pylist() == ["totals", "topPages", "topPages", "browsers"]
    assert table.column("views").to_pylist() == [None, 4, 1, None]
    assert table.schema.field("bounceRate").type == pa.int64()


def test_an_answer_without_a_list_is_one_row() -> None:
    since = datetime(2026, 11, 1, tzinfo=UTC)
    user = User("a@b.example", "Ada", Subscription.ACTIVE, 2)
    me = Me(user, 1, "a@b.example", True, since, KeyShown("", AccessType.READ_ONLY, None))
    (row,) = _read(arrow_of(me)).to_pylist()
    assert (row["user.sites_count"], row["created_at"], row["api_key.last_used_at"]) == (2, since, None)
    assert csv_of(me).decode().splitlines()[0] == (
        "user.email,user.name,user.subscription_status,user.sites_count,id,email,is_subscribed,created_at,"
        "api_key.name,api_key.access_type,api_key.last_used_at"
    )
    assert csv_of(me).count(b"\r\n") == 2


def test_instants_are_timestamps_also_where_the_api_has_texts() -> None:
    answer = Sites([SiteRow("6507f1f77bcf86cd79943901", "A", "a.example", True, "2026-11-01T10:30:00.250Z")])
    table = _read(arrow_of(answer))
    assert table.schema.field("createdAt").type == pa.timestamp("ms", "UTC")
    assert table.column("createdAt").to_pylist() == [datetime(2026, 11, 1, 10, 30, 0, 250_000, UTC)]
    assert table.column("isActive").to_pylist() == [True]
    assert csv_of(answer).decode().splitlines()[1] == (
        "6507f1f77bcf86cd79943901,A,a.example,true,2026-11-01T10:30:00.250Z"
    )


def test_a_list_in_a_row_stays_one() -> None:
    at = datetime(2026, 11, 1, 10, 30, tzinfo=UTC)
    journey = Journey("v", 2, [JourneyPage("/", at)], "/", "/a", "45s", at, at, 0, None, "DE", None)
    asked = DaysAsked(date(2026, 11, 1), date(2026, 11, 2), TimeZone.USER)
    answer = Journeys([journey], JourneySummary(1, 1, 0, 0.0), JourneyInsights([], []), Pagination(1, 50, 1, 1), asked)
    (row,) = _read(arrow_of(answer)).to_pylist()
    assert row["pages"] == [{"path": "/", "visited_at": at}]
    assert (row["first_hit"], row["referrer"]) == (at, None)
    assert '"[{""path"":""/"",""visited_at"":""2026-11-01T10:30:00Z""}]"' in csv_of(answer).decode()


def test_columns_are_those_that_were_asked_for_and_there_without_rows_too() -> None:
    asked = HitsAsked(date(2026, 11, 1), date(2026, 11, 2), None, None, None, True, Group.COUNTRY, TimeZone.USER)
    page = Pagination(1, 50, 1, 1)
    assert csv_of(GroupedHits([GroupRow(country=None, hit_count=3)], page, asked)) == b"country,hit_count\r\n,3\r\n"
    empty = _read(arrow_of(Pageviews(0, 0, [])))
    assert (empty.num_rows, empty.schema.names) == (0, ["date", "count"])
