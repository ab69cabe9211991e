"""The page before this one, and hosts known to send made-up referrers."""

from collections.abc import Iterable
from importlib.resources import files
from typing import NamedTuple

from engine.ingest.hosts import OwnHosts
from engine.ingest.texts import ADDRESS_LENGTH, clean_text
from engine.ingest.urls import Url, find_url


class Referrer(NamedTuple):
    referrer: str | None
    referrer_host: str | None


NO_REFERRER = Referrer(None, None)


def find_referrer(text: str | None, own: OwnHosts) -> Referrer:
    """Both parts are None for the site's own pages, and for a text that names no host."""
    text = clean_text(text, ADDRESS_LENGTH)
    if text is None:
        return NO_REFERRER
    url = _find_with_host(text)
    if url is None or url.host is None or url.host in own:
        return NO_REFERRER
    return Referrer(clean_text(url.whole, ADDRESS_LENGTH), url.host)


def _find_with_host(text: str) -> Url | None:
    """API callers also send `example.org/page`: a text without a scheme counts if it begins like a host name."""
    start = text.partition("/")[0]
    bare = "://" not in text and not text.startswith("//") and "." in start.strip(".") and ":" not in start
    return find_url(f"https://{text}" if bare else text)


class SpamHosts:
    """Known hosts of referrer spam; a subdomain of one is one too."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = frozenset(hosts)

    def __contains__(self, host: str) -> bool:
        while host:
            if host in self._hosts:
                return True
            host = host.partition(".")[2]
        return False


def shipped_spam_hosts() -> SpamHosts:
    """The hosts of `data/spam_hosts.txt`: a line a top-level domain, followed by the names below it."""
    text = (files("engine.ingest") / "data" / "spam_hosts.txt").read_text("utf-8")
    return SpamHosts(_hosts(text))


def _hosts(text: str) -> Iterable[str]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            top, _, names = line.partition(":")
            yield from (f"{name}.{top}" for name in names.split())
