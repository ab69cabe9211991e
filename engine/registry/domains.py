"""The host of a site, from what people type or paste."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from schemas.errors import BadInputError

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_DEFAULT_PORTS = {80, 443}
_ALLOWED = "a domain looks like example.com, blog.example.com or localhost:3000"


def domain_name(text: str) -> str:
    """Lower case, punycode, without scheme, path and www., with a port where it is not the default one.

    Raises BadInputError.
    """
    typed = text.strip()
    try:
        parts = urlsplit(typed if "//" in typed else f"//{typed}")
        host, port = parts.hostname or "", parts.port
        if not typed.isprintable() or parts.username is not None or parts.scheme not in {"", "http", "https"}:
            raise ValueError
        domain = _host(host.rstrip("."))
    except ValueError:
        raise BadInputError(f"{text!r} is not a domain: {_ALLOWED}") from None
    return domain if port is None or port in _DEFAULT_PORTS else f"{domain}:{port}"


def _host(host: str) -> str:
    if ":" in host:
        return f"[{ip_address(host).compressed}]"
    name = host if host.isascii() else _punycode(host)
    name = name.lower().removeprefix("www.")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError
    if labels[-1].isdigit():
        return ip_address(name).compressed
    return name


def _punycode(host: str) -> str:
    import idna  # imported here because its tables are large and few hosts need them

    return idna.encode(host, uts46=True).decode("ascii")
