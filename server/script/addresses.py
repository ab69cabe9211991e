"""Where a script finds its server: under the usual names, or below an address that its site made up."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.sites import Site

_USUAL = {
    "": "/collector/{uid}",
    "/n.json": "/embed/{uid}.json",
    "/k.json": "/kudos/{uid}.json",
    "/k": "/kudos/{uid}",
    "/p.gif": "/pixel/{uid}.gif",
}
"""The usual addresses, by what follows an own collector's."""
OWN_ENDINGS = tuple(ending for ending in _USUAL if ending)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Paths on this server. `mark` is where the script's own path begins, `script` a part of it that is this site's."""

    mark: str
    script: str
    collector: str
    counters: str
    kudos: str
    """That shows them."""
    kudo: str
    """That takes one."""
    pixel: str


def usual_addresses(uid: str) -> Addresses:
    return Addresses("/embed/", f"/embed/{uid}", *(usual.format(uid=uid) for usual in _USUAL.values()))


def own_addresses(site: Site, path: str) -> Addresses | None:
    """Of a script that was asked for at `path`. None where the site has none, so that most scripts are built once."""
    if site.script_path is None and site.collector_path is None:
        return None
    own = site.collector_path
    below = (own + ending if own else usual.format(uid=site.uid) for ending, usual in _USUAL.items())
    mark = path if path == site.script_path else "/embed/"
    return Addresses(mark, mark, *below)


def usual_path(path: str, site_at: Callable[[str], Site | None]) -> str | None:
    """The usual name of an address that a site made up; `site_at` finds the one that has exactly this."""
    site = site_at(path)
    if site is not None and path == site.script_path:
        return f"/embed/{site.uid}.js"
    for ending, usual in _USUAL.items():
        site = site_at(path.removesuffix(ending)) if path.endswith(ending) else None
        if site is not None and path == f"{site.collector_path}{ending}":
            return usual.format(uid=site.uid)
    return None
