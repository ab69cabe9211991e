"""What the pages have besides the registry and the lake: one of each in a server."""

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.registry.registry import Registry
from server.dashboard.rendering import Rendering
from server.dashboard.sessions import Sessions
from server.dashboard.throttle import Throttle
from server.insights.unsubscribing import Unsubscribing
from server.script.counters import Counters


@dataclass(frozen=True, slots=True)
class Dashboard:
    sessions: Sessions
    setup_token: str
    """Opens the set-up page, as long as there is no account. It lives as long as the process."""
    unsubscribing: Unsubscribing
    rendering: Rendering = field(default_factory=Rendering)
    counters: Counters = field(default_factory=Counters)
    failures_of_address: Throttle = field(default_factory=lambda: Throttle(20))
    failures_of_email: Throttle = field(default_factory=lambda: Throttle(10))


def open_dashboard(registry: Registry, now_ms: Callable[[], int], random_bytes: Callable[[int], bytes]) -> Dashboard:
    return Dashboard(
        Sessions(registry.settings, now_ms, random_bytes),
        random_bytes(18).hex(),
        Unsubscribing(registry.settings, random_bytes),
    )
