"""What a setting may be: how its text is read, and what is allowed in words."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
Network = IPv4Network | IPv6Network

_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([KMGT]i?B)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """`read` raises ValueError for what is not allowed; `allowed` completes "it must be ..."."""

    allowed: str
    read: Callable[[str], T]


def whole_number(least: int, most: int) -> Kind[int]:
    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError
        return number

    return Kind(f"a whole number from {least} to {most}", read)


def choice(*names: str) -> Kind[str]:
    def read(text: str) -> str:
        if text.lower() not in names:
            raise ValueError
        return text.lower()

    return Kind("one of " + ", ".join(names), read)


def _text(text: str) -> str:
    if not text or not text.isprintable() or " " in text:
        raise ValueError
    return text


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise ValueError
    return Path(text).expanduser()


def _networks(text: str) -> tuple[Network, ...]:
    """`none` is for nobody."""
    if text.lower() == "none":
        return ()
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(","))


def _size(text: str) -> str:
    found = _SIZE.fullmatch(text)
    if found is None or float(found[1]) <= 0:
        raise ValueError
    return f"{found[1]}{found[2][:-1].upper().replace('I', 'i')}B"


def _threads(text: str) -> int:
    if text.lower() == "auto":
        return min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    return whole_number(1, 256).read(text)


def _names(text: str) -> tuple[str, ...]:
    """`none` is for nobody."""
    if text.lower() == "none":
        return ()
    return tuple(_text(part.strip().lower()) for part in text.split(","))


def _url(text: str) -> str:
    parts = urlsplit(_text(text))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError
    return text.rstrip("/")


HOST = Kind("a host name or an address", _text)
OPTIONAL_HOST: Kind[str | None] = Kind("a host name or an address", lambda t: _text(t) if t else None)
HOSTS = Kind("host names or addresses, each with a port if you like, separated by commas, or none", _names)
OPTIONAL_URL: Kind[str | None] = Kind("an address like https://example.com/hook", lambda t: _url(t) if t else None)
OPTIONAL_TEXT: Kind[str | None] = Kind("a text", lambda t: t or None)
PATH = Kind("a path", _path)
OPTIONAL_PATH: Kind[Path | None] = Kind("a path", lambda text: _path(text) if text else None)
NETWORKS = Kind("addresses or networks like 10.0.0.0/8 separated by commas, or none", _networks)
SIZE = Kind("a size like 512MB or 2GB", _size)
THREADS = Kind("a whole number from 1 to 256, or auto", _threads)
BASE_URL: Kind[str | None] = Kind("an address like https://stats.example.com", lambda t: _base_url(t) if t else None)
