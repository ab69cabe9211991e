"""Pages from templates, and the files that they link to."""

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
MEDIA = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    media_type: str
    tag: str
    """Of its content: stands in its address, so that a browser may keep it for ever."""


class Rendering:
    def __init__(self) -> None:
        self.assets = {path.name: _asset(path) for path in sorted((_HERE / "assets").iterdir())}
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["asset"] = self._asset_path

    def page(self, template: str, values: dict[str, Any]) -> str:
        return self._templates.get_template(template).render(values)

    def _asset_path(self, name: str) -> str:
        return f"/assets/{self.assets[name].tag}/{name}"


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(body, MEDIA[path.suffix[1:]], blake2b(body, digest_size=6).hexdigest())
