"""The page a hit is on: its path, its address where that says more, and what its query says of the visitor's way."""

from typing import NamedTuple
from urllib.parse import parse_qsl

from engine.ingest.texts import ADDRESS_LENGTH, PATH_LENGTH, VALUE_LENGTH, clean_text
from engine.ingest.urls import Url, find_url

INPUT_LENGTH = 4000
"""Characters that are looked at, of an address or a path."""

_SCHEMES_WITHOUT_HOST = ("", "file")
_NOWHERE = Url("", None, "", "", "")


class Page(NamedTuple):
    """`url` is None where it is the site's address followed by `path`; `host` where the address bears none."""

    path: str
    url: str | None
    host: str | None
    source: str | None
    utm_medium: str | None
    utm_campaign: str | None
    utm_content: str | None
    utm_term: str | None


def find_page(site_url: str, url: str | None, path: str | None, source: str | None) -> Page | None:
    """The page of an arrival's `url`, `path` and `source`, any of which may be absent; None when `url` cannot be read.

    `path` wins over the path of `url`; it may carry a query, which counts where `url` has none, and it may be a whole
    address itself, as in requests to a proxy. An explicit `source` wins over `ref`, and `ref` over `utm_source`.
    """
    url, path = clean_text(url, INPUT_LENGTH), clean_text(path, INPUT_LENGTH)
    if url is None and path is not None and path.startswith(("http://", "https://")):
        url, path = path, None
    address = _NOWHERE if url is None else find_url(url)
    if address is None or (address.host is None and address.scheme not in _SCHEMES_WITHOUT_HOST):
        return None
    place, query = _place_and_query(address, path)
    labels = _labels(query)
    return Page(
        place[:PATH_LENGTH],
        _differing_url(site_url, address, place, query),
        address.host,
        clean_text(source, VALUE_LENGTH) or labels.get("ref") or labels.get("utm_source"),
        labels.get("utm_medium"),
        labels.get("utm_campaign"),
        labels.get("utm_content"),
        labels.get("utm_term"),
    )


def _place_and_query(address: Url, path: str | None) -> tuple[str, str]:
    own_query = ""
    place = address.path
    if path is not None:
        place, _, own_query = path.partition("#")[0].partition("?")
    return place if place.startswith("/") else f"/{place}", address.query or own_query


def _differing_url(site_url: str, address: Url, place: str, query: str) -> str | None:
    plain = f"{site_url}{place}"
    has_address = address.host is not None or address.scheme
    whole = address.whole if has_address else f"{plain}?{query}" if query else plain
    return None if whole == plain else clean_text(whole, ADDRESS_LENGTH)


def _labels(query: str) -> dict[str, str]:
    """The first of each name in a query, names in lower case; empty when it bears none that is wanted."""
    lower = query.lower()
    if "ref=" not in lower and "utm_" not in lower:
        return {}
    found: dict[str, str] = {}
    for name, value in parse_qsl(query):
        text = clean_text(value, VALUE_LENGTH)
        if text is not None:
            found.setdefault(name.lower(), text)
    return found
