"""Settings that are unknown, that contradict each other, or that are risky."""

import ipaddress
from collections.abc import Iterator

from schemas.errors import BadInputError
from server.doctor.case import Case
from server.doctor.findings import Finding, ok, problem, warning
from server.insights.building import require_whole_model
from server.settings import Settings
from server.uptime.building import notice_channels

_LOCAL = {"127.0.0.1", "::1", "[::1]", "localhost"}
_WIDEST = {4: 8, 6: 32}
"""Networks that are wider than this are nobody's own."""


def check_settings(case: Case) -> Iterator[Finding]:
    found = [
        *(
            problem("settings", text, "mend or remove it: `hitlake serve` does not start so")
            for text in case.bad_settings
        ),
        *_halves(case.settings),
        *_risks(case.settings),
    ]
    yield from found or [ok("settings", "all are known and fit together")]


def _halves(settings: Settings) -> Iterator[Finding]:
    for is_whole in (notice_channels, require_whole_model):
        try:
            is_whole(settings)
        except BadInputError as error:
            yield problem("settings", str(error), "set both or none: `hitlake serve` does not start so")


def _risks(settings: Settings) -> Iterator[Finding]:
    if any(network.prefixlen < _WIDEST[network.version] for network in settings.trusted_proxies):
        text = "trusted_proxies holds whole regions of the internet, so a visitor can claim to be anybody"
        yield warning("settings", text, "name the addresses of your proxies alone, such as 10.0.0.5")
    if settings.base_url is None and settings.host not in _LOCAL:
        text = f"the server listens on {settings.host} and base_url is not set, so snippets and links name that address"
        yield warning("settings", text, "set base_url to the address that visitors use: https://stats.example.com")
    if settings.base_url is not None and settings.base_url.startswith("http://") and not _is_private(settings.base_url):
        text = f"base_url is {settings.base_url}: browsers do not load a script from there into pages with https"
        yield warning("settings", text, "serve it with https through a proxy, and say https:// in base_url")


def _is_private(url: str) -> bool:
    host = url.removeprefix("http://").split("/")[0].rsplit(":", 1)[0].strip("[]")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host
