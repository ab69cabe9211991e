"""The script's text from its parts."""

import json
import re
from functools import lru_cache
from importlib.resources import files

from server.script.addresses import Addresses, usual_addresses
from server.script.options import ScriptOptions

_SLOT = re.compile(r"__([A-Z]+)__")
KNOWN = 512
"""Texts kept in memory; a site asks for one or two."""


@lru_cache(KNOWN)
def script_text(uid: str, options: ScriptOptions, addresses: Addresses | None = None) -> str:
    """JavaScript for the page; without `addresses`, of the usual ones.

    Comments and indentation stay in the source; gzip does the rest.
    """
    at = addresses or usual_addresses(uid)
    slots = {
        "UID": uid,
        "MARK": at.mark,
        "SCRIPT": at.script,
        "COLLECTOR": at.collector,
        "COUNTED": at.counters,
        "KUDOS": at.kudos,
        "KUDO": at.kudo,
        "PIXEL": at.pixel,
        "EMOJI": _literal(options.kudos),
        "COUNTERS": "&".join(options.counters),
        "FILLS": "\n".join(_part(name) for name in _fillers(options)),
        "FILL": "fill()" if _has_widgets(options) else "",
        "UPDATE": _update(options),
        "READY": _READY if _has_widgets(options) else "",
    }
    text = "\n".join(_part(name) for name in _parts(options))
    while _SLOT.search(text):
        text = _SLOT.sub(lambda match: slots[match[1]], text)
    return text


def _parts(options: ScriptOptions) -> list[str]:
    wanted = {
        "start": True,
        "beacon": options.beacon,
        "post": not options.beacon,
        "send": True,
        "events": options.events,
        "widgets": _has_widgets(options),
        "counters": bool(options.counters),
        "kudos": bool(options.kudos),
        "spa": options.spa,
        "finish": True,
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


def _has_widgets(options: ScriptOptions) -> bool:
    return bool(options.counters or options.kudos)


def _fillers(options: ScriptOptions) -> list[str]:
    hits = ("hits_linked" if options.linked else "hits") if options.hits else ""
    names = [hits, "uptime" if options.uptime else "", "countries" if options.countries else ""]
    return [name for name in names if name]


def _update(options: ScriptOptions) -> str:
    """With `spa` the page was counted already when its address changed."""
    count = "if (l.href != last) view();" if options.spa else "view();"
    return count + ("\nfill()" if _has_widgets(options) else "")


_READY = 'if (d.readyState == "loading") d.addEventListener("DOMContentLoaded", fill);\nelse fill()'


@lru_cache(None)
def _part(name: str) -> str:
    lines = files("server.script").joinpath("parts", f"{name}.js").read_text("utf-8").splitlines()
    stripped = (line.strip() for line in lines)
    return "\n".join(line for line in stripped if line and not line.startswith("//"))


def _literal(text: str) -> str:
    """A JavaScript text of ASCII: it is right whatever coding the page has."""
    return json.dumps(text).replace("<", "\\u003c").replace("_", "\\u005f")
