"""What an API says of itself to who knows its address alone."""

from typing import Any

import msgspec


class Discovery(msgspec.Struct, frozen=True):
    """What this is, and where to go on."""

    name: str
    version: str
    """Of the server."""
    links: dict[str, str]
    """Paths on this server: of this answer, the OpenAPI document, the readable page, and of lists to begin with."""


class OpenApiDocument(msgspec.Struct, frozen=True):
    """An OpenAPI document; these are the fields that every one has."""

    openapi: str
    """The version of OpenAPI."""
    info: dict[str, str]
    paths: dict[str, dict[str, Any]]
