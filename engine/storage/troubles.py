"""What could not be done at the last try: shown as the reasons of a degraded state, and tried again."""

import logging
from collections.abc import Callable

_LOG = logging.getLogger(__name__)

RETRY_TURNS = 20
"""A step that reads and writes much rests this many turns after it failed."""


class Troubles:
    """One thread at a time; `reasons` may be read by any."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self._errors: dict[str, Exception] = {}
        self._resting: dict[str, int] = {}
        self._given_up = False

    @property
    def given_up(self) -> bool:
        return self._given_up

    def give_up(self) -> None:
        """No step is begun any more, and one that is broken off is no trouble. From any thread."""
        self._given_up = True

    def attempt(self, name: str, step: Callable[[], object], *, rests: bool = False) -> bool:
        """Whether the step was done; it is not even begun while it rests after a failure."""
        if self._given_up:
            return False
        if self._resting.get(name, 0) > 0:
            self._resting[name] -= 1
            return False
        try:
            step()
        except Exception as error:  # noqa: BLE001
            # Whatever goes wrong with one step must neither end the thread nor keep the others from their turn.
            if not self._given_up:
                self._note(name, error, rests=rests)
            return False
        self.forget(name)
        return True

    def forget(self, name: str) -> None:
        if name in self.reasons:
            self.reasons = {other: text for other, text in self.reasons.items() if other != name}
        self._resting.pop(name, None)
        self._errors.pop(name, None)

    def wake(self) -> None:
        """Nothing rests or is given up any longer, and errors of before are forgotten."""
        self._given_up = False
        self._resting.clear()
        self._errors.clear()

    def raise_first(self) -> None:
        """The first error since `wake` that no later try has mended."""
        for error in self._errors.values():
            raise error

    def _note(self, name: str, error: Exception, *, rests: bool) -> None:
        if name not in self.reasons:
            _LOG.error("cannot %s, will try again", name, exc_info=error)
        self.reasons = {**self.reasons, name: f"{type(error).__name__}: {error}"}
        self._errors.setdefault(name, error)
        if rests:
            self._resting[name] = RETRY_TURNS
