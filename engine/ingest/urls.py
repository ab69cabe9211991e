"""Addresses of pages and referrers, read leniently."""

from typing import NamedTuple
from urllib.parse import urlsplit


class Url(NamedTuple):
    """`host` is lower case, without port and without www.; `whole` has neither user name nor fragment."""

    scheme: str
    host: str | None
    path: str
    query: str
    whole: str


def find_url(text: str) -> Url | None:
    """Read `text`, which is clean; None when it is no address at all, such as one with a broken bracket.

    A host without a scheme (`//example.com/a`) counts as https.
    """
    try:
        parts = urlsplit(text)
        name = parts.hostname
    except ValueError:
        return None
    authority = parts.netloc.rpartition("@")[2].lower()
    path = parts.path or ("/" if authority else "")
    scheme = parts.scheme or ("https" if authority else "")
    start = f"{scheme}:" if scheme else ""
    slashes = "//" if authority or scheme == "file" else ""
    query = f"?{parts.query}" if parts.query else ""
    return Url(scheme, bare_host(name), path, parts.query, f"{start}{slashes}{authority}{path}{query}")


def bare_host(name: str | None) -> str | None:
    """A host name in the form hosts are compared in: lower case, ASCII, without www. and without a last dot."""
    if not name:
        return None
    name = name.lower().rstrip(".").removeprefix("www.")
    if not name.isascii():
        name = _ascii_host(name)
    return name or None


def _ascii_host(name: str) -> str:
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name


def belongs_to(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or a subdomain of it; both bare."""
    return host == domain or host.endswith(f".{domain}")
