"""All-time paths, kept for an hour and no longer."""

from datetime import UTC, datetime, timedelta

import msgspec

from engine.reports.leaderboards import Leaderboards
from schemas.api_v1.leaderboard import LeaderboardRow
from schemas.questions import Page
from tests.engine.reports.layers import NOW, Layers, layers, site_in
from tests.engine.storage.lakeside import hit

SITE = site_in("UTC")
OTHER = msgspec.structs.replace(SITE, id=2)
FIRST = Page(1, 100)
LONG_AGO = datetime(2019, 2, 1, 10, tzinfo=UTC)
HITS = [
    hit(LONG_AGO, visitor=1, path="/blog/a"),
    hit(LONG_AGO, visitor=1, path="/blog/a"),
    hit(NOW - timedelta(days=3), visitor=1, path="/blog/a"),
    hit(NOW, visitor=2, path="/Blog/100%"),
    hit(NOW, visitor=2, path="/"),
    hit(NOW, visitor=2, path="/", event="buy.now"),
    hit(NOW, site_id=2, path="/elsewhere"),
]


class Clock:
    now_ms = 1_700_000_000_000

    def __call__(self) -> int:
        return self.now_ms


def import_old_hit(found: Layers, site_id: int, path: str) -> None:
    found.side.store(hit(NOW - timedelta(days=3), site_id=site_id, path=path), late=True)
    found.side.settle()


def test_paths_of_all_days_most_hits_first_with_their_share_of_all() -> None:
    with layers(SITE, HITS, [hit(NOW, visitor=3, path="/blog/a")]) as found:
        board = Leaderboards(found.sources, Clock()).board(SITE, None)
    assert board.rows(FIRST) == [
        LeaderboardRow("/blog/a", 4, 3, 66.7),
        LeaderboardRow("/", 1, 1, 16.7),
        LeaderboardRow("/Blog/100%", 1, 1, 16.7),
    ]
    assert board.rows(Page(2, 2)) == [LeaderboardRow("/Blog/100%", 1, 1, 16.7)]
    assert (board.total_count, board.rows(Page(9, 100)), board.rows(Page(10**9, 1000))) == (3, [], [])


def test_a_filter_takes_any_case_and_no_wildcards_and_leaves_the_shares() -> None:
    with layers(SITE, HITS, []) as found:
        boards = Leaderboards(found.sources, Clock())
        paths = {term: [row.path for row in boards.board(SITE, term).rows(FIRST)] for term in ("BLOG", "0%", "_", "b%")}
        assert paths == {"BLOG": ["/blog/a", "/Blog/100%"], "0%": ["/Blog/100%"], "_": [], "b%": []}
        assert boards.board(SITE, "100").rows(FIRST) == [LeaderboardRow("/Blog/100%", 1, 1, 20.0)]


def test_a_board_serves_for_an_hour_with_and_without_a_filter_apart() -> None:
    clock = Clock()
    with layers(SITE, HITS, []) as found:
        boards = Leaderboards(found.sources, clock)
        assert boards.board(SITE, None).total_count == 3
        import_old_hit(found, 1, "/blog/new")
        clock.now_ms += 1_800_000
        assert boards.board(SITE, "new").total_count == 1
        clock.now_ms += 1_799_999
        old = boards.board(SITE, None)
        assert (old.total_count, old.cached_at.timestamp(), old.expires_at.timestamp()) == (
            3,
            1_700_000_000,
            1_700_003_600,
        )
        clock.now_ms += 1
        new = boards.board(SITE, None)
        assert (new.total_count, new.cached_at.timestamp()) == (4, 1_700_003_600)


def test_a_clock_set_back_does_not_keep_a_board_for_ever() -> None:
    clock = Clock()
    with layers(SITE, HITS, []) as found:
        boards = Leaderboards(found.sources, clock)
        boards.board(SITE, None)
        import_old_hit(found, 1, "/blog/new")
        clock.now_ms -= 1
        assert boards.board(SITE, None).total_count == 4


def test_sites_are_kept_apart_and_boards_are_bounded() -> None:
    with layers(SITE, HITS, []) as found:
        boards = Leaderboards(found.sources, Clock(), most_rows=150)
        assert [row.path for row in boards.board(OTHER, None).rows(FIRST)] == ["/elsewhere"]
        assert boards.board(SITE, None).total_count == 3
        import_old_hit(found, 2, "/elsewhere/new")
        assert boards.board(OTHER, None).total_count == 2


def test_an_empty_site_has_an_empty_board() -> None:
    with layers(SITE, [], []) as found:
        board = Leaderboards(found.sources, Clock()).board(SITE, None)
        assert (board.total_count, board.rows(FIRST)) == (0, [])
