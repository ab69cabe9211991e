"""What a check changes. Time between two checks counts as what the first of them found.

A check that contradicts the health known so far raises a doubt; the next check, some seconds later, decides. If it
agrees with the doubt, the health changed at the first of the two; if not, nothing happened, and a downtime in which
that was so is partial. Where a check was missed, because this program did not run or checking was paused, the whole
time up to the next one is unknown: it counts neither as uptime nor as downtime.
"""

from msgspec.structs import replace

from engine.uptime.intervals import GRACE_MS, interval_ms
from schemas.uptime import Change, Check, Course, Downtime, Health


def course_after(course: Course, check: Check) -> tuple[Course, Change | None, Downtime | None]:
    """With the check, and the downtime that it ended (where it did)."""
    course = _without_missed_time(course, check.checked_ms)
    says = Health.UP if check.up else Health.DOWN
    if course.health is says:
        return _agreed(course, check), None, None
    if course.health is Health.UNKNOWN and check.up:
        return replace(course, health=says, counted_ms=check.checked_ms, last_check=check, doubt=None), None, None
    if course.doubt is None:
        return replace(_counted(course, check.checked_ms), last_check=check, doubt=check), None, None
    return _went_down(course, check) if says is Health.DOWN else _came_back(course, check)


def resumed(course: Course) -> Course:
    """Checked as often as a site that just went down, also if the downtime that goes on is old."""
    if course.downtime is None:
        return course
    return replace(course, downtime=replace(course.downtime, rested_ms=course.downtime.known_ms))


def course_at(course: Course, now_ms: int) -> Course:
    """With the time since the last check, unless the next one is missing: for showing."""
    return _counted(_without_missed_time(course, now_ms), now_ms) if course.last_check else course


def uptime_percent(course: Course) -> str | None:
    """Of the known time, with two decimals; None where nothing is known."""
    known_ms = course.up_ms + course.down_ms
    if not known_ms:
        return None
    hundredths = (course.up_ms * 20_000 + known_ms) // (2 * known_ms)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _without_missed_time(course: Course, now_ms: int) -> Course:
    """The doubt goes too where the check that should have decided is missing."""
    if course.last_check is None:
        return replace(course, counted_ms=now_ms)
    # A clock that was set back makes the time negative, and unknown too.
    if 0 <= now_ms - course.last_check.checked_ms <= interval_ms(course) + GRACE_MS:
        return course
    return replace(course, counted_ms=now_ms, doubt=None)


def _counted(course: Course, until_ms: int) -> Course:
    """Adds the time up to `until_ms` to what the health says."""
    length_ms = until_ms - course.counted_ms
    if course.health is Health.UP:
        return replace(course, up_ms=course.up_ms + length_ms, counted_ms=until_ms)
    if course.downtime is None:
        return replace(course, counted_ms=until_ms)
    known_ms = course.downtime.known_ms + length_ms
    seen_ms = until_ms if length_ms else course.downtime.seen_ms
    downtime = replace(course.downtime, seen_ms=seen_ms, known_ms=known_ms)
    return replace(course, down_ms=course.down_ms + length_ms, counted_ms=until_ms, downtime=downtime)


def _agreed(course: Course, check: Check) -> Course:
    doubted = course.doubt is not None
    course = replace(_counted(course, check.checked_ms), last_check=check, doubt=None)
    if course.downtime is None:
        return course
    downtime = replace(course.downtime, seen_ms=check.checked_ms, partial=course.downtime.partial or doubted)
    return replace(course, downtime=downtime)


def _went_down(course: Course, check: Check) -> tuple[Course, Change, None]:
    first = course.doubt
    assert first is not None, "a downtime begins with a doubt"
    started_ms = first.checked_ms
    downtime = Downtime(error=first.error or "no reason known", started_ms=started_ms, seen_ms=started_ms)
    course = replace(course, health=Health.DOWN, counted_ms=started_ms, downtime=downtime, last_check=check, doubt=None)
    return _counted(course, check.checked_ms), Change.WENT_DOWN, None


def _came_back(course: Course, check: Check) -> tuple[Course, Change, Downtime]:
    first, downtime = course.doubt, course.downtime
    assert first is not None, "a downtime ends with a doubt"
    assert downtime is not None, "a site that is down has a downtime"
    ended = replace(downtime, ended_ms=downtime.seen_ms)
    course = replace(course, health=Health.UP, counted_ms=first.checked_ms, downtime=None, last_check=check, doubt=None)
    return _counted(course, check.checked_ms), Change.CAME_BACK, ended
