"""Failed logins: some are a person's mistakes, many are somebody's guesses."""

from schemas.errors import RateLimitedError

WINDOW_MS = 15 * 60_000
MOST_NAMES = 10_000


class Throttle:
    """Counts failures by a name, such as an address or an email, in windows that begin with the first failure."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._failures: dict[str, tuple[int, int]] = {}  # name -> (end of window, failures)

    def check(self, name: str, now_ms: int) -> None:
        """Raises RateLimitedError where too many have failed."""
        until_ms, failures = self._failures.get(name, (0, 0))
        if failures >= self._most and now_ms < until_ms:
            minutes = -(-(until_ms - now_ms) // 60_000)
            raise RateLimitedError(
                f"Too many failed attempts: wait {minutes} minutes, then try again.", (until_ms - now_ms) // 1000 + 1
            )

    def note(self, name: str, now_ms: int) -> None:
        """One has failed."""
        until_ms, failures = self._failures.pop(name, (0, 0))
        if now_ms >= until_ms:
            until_ms, failures = now_ms + WINDOW_MS, 0
        if len(self._failures) >= MOST_NAMES:
            del self._failures[next(iter(self._failures))]
        self._failures[name] = (until_ms, failures + 1)

    def forget(self, name: str) -> None:
        self._failures.pop(name, None)
