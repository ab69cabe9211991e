"""The state of a monitor in a few words."""

from engine.uptime.durations import in_words
from schemas.uptime import Check, Monitor

_CLASSES = {2: "OK", 3: "Redirect", 4: "Client Error", 5: "Server Error"}


def status_description(monitor: Monitor) -> str:
    """`OK (200)`, `Server Error (530)`, `No Answer`, `Paused`, `Not Checked Yet`."""
    if not monitor.enabled:
        return "Switched Off"
    if monitor.auto_paused:
        return "Paused"
    check = monitor.course.last_check
    return _outcome(check) if check else "Not Checked Yet"


def interval_text(milliseconds: int) -> str:
    return in_words(milliseconds // 1000)


def _outcome(check: Check) -> str:
    if check.status is None:
        return "No Answer"
    # A status with a reason against it is an answer that led nowhere, such as redirects in circles.
    return f"{_CLASSES.get(check.status // 100, 'Unknown Status')} ({check.status})"
