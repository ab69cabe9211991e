"""Times are minutes; M is one. The interval is 5 minutes, and 2 more are allowed for."""

from engine.uptime.course import course_after, course_at, resumed, uptime_percent
from schemas.uptime import Change, Check, Course, Downtime, Health

M = 60_000
CONFIRMED = 10_000


def _passed(checked_ms: int) -> Check:
    return Check(checked_ms=checked_ms, up=True, status=200)


def _failed(checked_ms: int, error: str = "530 Gone") -> Check:
    return Check(checked_ms=checked_ms, up=False, status=530, error=error)


def _course(*checks: Check) -> tuple[Course, list[Change], list[Downtime]]:
    course, changes, ended = Course(), [], []
    for check in checks:
        course, change, downtime = course_after(course, check)
        changes += [change] if change else []
        ended += [downtime] if downtime else []
    return course, changes, ended


def test_time_between_passing_checks_is_uptime() -> None:
    course, changes, _ = _course(_passed(0), _passed(5 * M), _passed(10 * M))
    assert (course.health, course.up_ms, course.down_ms, changes) == (Health.UP, 10 * M, 0, [])
    assert uptime_percent(course) == "100.00"


def test_one_failure_that_the_second_try_does_not_confirm_is_no_downtime() -> None:
    course, changes, _ = _course(_passed(0), _failed(5 * M), _passed(5 * M + CONFIRMED), _passed(10 * M))
    assert (course.up_ms, course.down_ms, course.downtime, changes) == (10 * M, 0, None, [])


def test_a_confirmed_failure_is_a_downtime_from_the_first_of_the_two() -> None:
    course, changes, _ = _course(_passed(0), _failed(5 * M, "first"), _failed(5 * M + CONFIRMED, "second"))
    assert changes == [Change.WENT_DOWN]
    assert course.downtime == Downtime(error="first", started_ms=5 * M, seen_ms=5 * M + CONFIRMED, known_ms=CONFIRMED)
    assert (course.up_ms, course.down_ms, course.doubt) == (5 * M, CONFIRMED, None)


def test_a_downtime_ends_at_the_first_of_two_passing_checks() -> None:
    course, changes, (downtime,) = _course(
        *(_passed(0), _failed(5 * M), _failed(5 * M + CONFIRMED), _failed(10 * M)),
        *(_passed(15 * M), _passed(15 * M + CONFIRMED)),
    )
    assert changes == [Change.WENT_DOWN, Change.CAME_BACK]
    assert (downtime.started_ms, downtime.ended_ms, downtime.known_ms) == (5 * M, 15 * M, 10 * M)
    assert (downtime.partial, course.downtime) == (False, None)
    assert (course.up_ms, course.down_ms) == (5 * M + CONFIRMED, 10 * M)


def test_a_downtime_in_which_a_check_passed_is_partial() -> None:
    course, changes, _ = _course(
        *(_passed(0), _failed(5 * M), _failed(5 * M + CONFIRMED)),
        *(_passed(10 * M), _failed(10 * M + CONFIRMED), _failed(15 * M)),
    )
    assert changes == [Change.WENT_DOWN]
    assert course.downtime is not None
    assert (course.downtime.partial, course.downtime.known_ms, course.down_ms) == (True, 10 * M, 10 * M)


def test_a_site_that_fails_from_the_start_is_down_from_its_first_check() -> None:
    course, changes, _ = _course(_failed(0), _failed(CONFIRMED), _failed(5 * M))
    assert (course.health, course.up_ms, course.down_ms, changes) == (Health.DOWN, 0, 5 * M, [Change.WENT_DOWN])
    assert uptime_percent(course) == "0.00"


def test_a_first_failure_that_is_not_confirmed_leaves_its_moment_unknown() -> None:
    course, changes, _ = _course(_failed(0), _passed(CONFIRMED), _passed(5 * M))
    assert (course.up_ms, course.down_ms, changes) == (5 * M - CONFIRMED, 0, [])


def test_time_before_a_check_that_was_missed_is_unknown() -> None:
    course, _, _ = _course(_passed(0), _passed(7 * M), _passed(14 * M + 1), _passed(19 * M + 1))
    assert (course.up_ms, course.down_ms) == (12 * M, 0)


def test_an_absence_leaves_an_ongoing_downtime_as_it_is_and_does_not_lengthen_it() -> None:
    before = (_passed(0), _failed(5 * M), _failed(5 * M + CONFIRMED), _failed(10 * M))
    course, changes, _ = _course(*before, _failed(300 * M), _failed(305 * M))
    assert changes == [Change.WENT_DOWN]
    assert course.downtime is not None
    assert (course.downtime.started_ms, course.downtime.seen_ms) == (5 * M, 305 * M)
    assert (course.downtime.known_ms, course.down_ms, course.up_ms) == (10 * M, 10 * M, 5 * M)


def test_a_downtime_that_is_over_after_an_absence_ended_when_it_was_last_seen() -> None:
    before = (_passed(0), _failed(5 * M), _failed(5 * M + CONFIRMED), _failed(10 * M))
    course, changes, (downtime,) = _course(*before, _passed(300 * M), _passed(300 * M + CONFIRMED))
    assert changes == [Change.WENT_DOWN, Change.CAME_BACK]
    assert (downtime.ended_ms, downtime.known_ms) == (10 * M, 5 * M)
    assert (course.up_ms, course.down_ms) == (5 * M + CONFIRMED, 5 * M)


def test_a_doubt_from_before_an_absence_decides_nothing() -> None:
    course, changes, _ = _course(_passed(0), _failed(5 * M), _failed(300 * M))
    assert (course.health, changes) == (Health.UP, [])
    assert course.doubt == _failed(300 * M)
    course, change, _ = course_after(course, _failed(300 * M + CONFIRMED))
    assert change is Change.WENT_DOWN
    assert course.downtime is not None
    assert course.downtime.started_ms == 300 * M


def test_a_clock_that_was_set_back_makes_the_time_unknown() -> None:
    course, _, _ = _course(_passed(100 * M), _passed(105 * M), _passed(50 * M), _passed(55 * M))
    assert (course.up_ms, course.down_ms) == (10 * M, 0)


def test_shown_now_the_time_since_the_last_check_counts_unless_one_is_missing() -> None:
    course, _, _ = _course(_failed(0), _failed(CONFIRMED))
    soon = course_at(course, 3 * M)
    assert soon.downtime is not None
    assert (soon.down_ms, soon.downtime.known_ms) == (3 * M, 3 * M)
    assert course_at(course, 60 * M).down_ms == CONFIRMED
    assert course_at(Course(), 60 * M) == Course()


def test_resuming_forgets_how_long_the_site_has_been_down() -> None:
    course, _, _ = _course(_failed(0), _failed(CONFIRMED), _failed(5 * M))
    assert course.downtime is not None
    again = resumed(course).downtime
    assert again is not None
    assert (again.rested_ms, again.known_ms) == (5 * M, 5 * M)
    assert resumed(Course()) == Course()


def test_the_percentage_has_two_decimals() -> None:
    assert uptime_percent(Course()) is None
    assert uptime_percent(Course(up_ms=2, down_ms=1)) == "66.67"
    assert uptime_percent(Course(up_ms=9895, down_ms=105)) == "98.95"
    assert uptime_percent(Course(up_ms=1, down_ms=199)) == "0.50"
