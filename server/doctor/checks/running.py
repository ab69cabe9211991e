"""Whether a server runs, and how it says it is."""

from collections.abc import Iterator

import httpx
import msgspec

from engine.storage.lock import holder_of
from schemas.health import HealthAnswer
from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem, warning
from server.doctor.local_server import ask_server, local_address

_REMEDIES = {
    "one_address": "let the proxy send X-Forwarded-For, and name the proxy's own address in trusted_proxies",
    "disk_space": "make room",
    "damage": "run `hitlake verify`, which says what to do",
    "geo_database": "put the file back, or name another one in geo_database",
}
_MORE = "the README says what the reason means; the server's log says more"
_KEY = "set metrics_key, and this says more; or see the server's log"


def check_running(case: Case) -> Iterator[Finding]:
    layout, address = case.layout, local_address(case.settings)
    holder = holder_of(layout.lock)
    if holder is None:
        yield warning("server", f"none runs on {layout.root}", "start it with `hitlake serve`, or as a service")
        return
    try:
        health = msgspec.json.decode(ask_server(case.settings, "/health").content, type=HealthAnswer)
    except (httpx.HTTPError, msgspec.DecodeError) as error:
        text = (
            f"process {holder} holds the data, but {address}/health does not answer ({error or type(error).__name__})"
        )
        yield warning("server", text, f"if it listens elsewhere, say so in {layout.root}/hitlake.toml; else restart it")
        return
    shown = case.settings.metrics_key is not None
    yield from _told(health, f"process {holder} at {address}", texts_are_shown=shown)


def _told(health: HealthAnswer, which: str, *, texts_are_shown: bool) -> Iterator[Finding]:
    if not health.reasons and health.ready:
        yield ok("server", f"{which} is well")
    elif not health.ready:
        names = ", ".join(reason.name for reason in health.reasons) or "no reason given"
        yield problem("server", f"{which} takes no hits ({names})", "see its log; restart it if it does not recover")
    else:
        for reason in health.reasons:
            text = f"{which} is degraded: {reason.text or reason.name}"
            yield warning("server", text, _REMEDIES.get(reason.name, _MORE if texts_are_shown else _KEY))
