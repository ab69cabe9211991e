"""How often the model may be asked a day; on disk, so that a restart gives no second helping."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from engine.registry.stored_settings import StoredSettings

NAME = "insight_model_requests"


class Budget:
    """Thread-safe."""

    def __init__(self, settings: StoredSettings, now_ms: Callable[[], int], a_day: int) -> None:
        self._settings, self._now_ms, self._a_day = settings, now_ms, a_day
        self._lock = threading.Lock()

    def take(self) -> bool:
        """One request, if there is one left."""
        today = datetime.fromtimestamp(self._now_ms() / 1000, UTC).date().isoformat()
        with self._lock:
            day, _, count = (self._settings.find(NAME) or "").partition(" ")
            used = int(count) if day == today else 0
            if used >= self._a_day:
                return False
            self._settings.put(NAME, f"{today} {used + 1}")
            return True
