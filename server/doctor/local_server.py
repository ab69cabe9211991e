"""The server of this data folder, asked as its neighbour."""

from dataclasses import replace

import httpx

from server.settings import Settings

SECONDS = 5.0


def local_address(settings: Settings) -> str:
    """Where the server listens, whatever others call it."""
    return replace(settings, base_url=None).address


def ask_server(settings: Settings, path: str) -> httpx.Response:
    """With the key for the inside, where there is one. Raises httpx.HTTPError."""
    headers = {"authorization": f"Bearer {settings.metrics_key}"} if settings.metrics_key else {}
    # Its certificate is for the name that others call it by, and a check of its own looks at that.
    address, verify = local_address(settings), settings.tls_certificate is None
    return httpx.get(f"{address}{path}", headers=headers, timeout=SECONDS, trust_env=False, verify=verify)
