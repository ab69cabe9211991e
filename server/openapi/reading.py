"""A document as the page for readers shows it."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from shlex import quote
from typing import Any

from markupsafe import Markup, escape

from server.openapi.types import Json


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body."""

    name: str
    where: str
    """Path, query, header; required where a field of a body is."""
    means: Markup
    usual: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    phrase: str
    means: Markup
    examples: tuple[tuple[str, str], ...]
    """Name and JSON; none for errors, which all look alike."""


@dataclass(frozen=True, slots=True)
class Operation:
    anchor: str
    method: str
    path: str
    title: str
    means: Markup
    key: str
    """Which one it needs."""
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    is_batch: bool
    curl: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """All of a document."""

    anchor: str
    path: str
    title: str
    about: tuple[Markup, ...]
    operations: tuple[Operation, ...]


def chapter(version: str, document: Json, address: str) -> Chapter:
    """`address` is what stands before the path in examples of requests."""
    operations = tuple(
        _operation(version, method.upper(), path, told, document, address)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    )
    info = document["info"]
    about = tuple(prose(text) for text in info["description"].split("\n\n"))
    return Chapter(version, f"/api/{version}", info["title"], about, operations)


def prose(text: str) -> Markup:
    """What stands between backticks becomes code."""
    parts = text.split("`")
    marked = (Markup("<code>{}</code>").format(part) if n % 2 else escape(part) for n, part in enumerate(parts))
    return Markup("").join(marked)


def _operation(version: str, method: str, path: str, told: Json, document: Json, address: str) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        anchor=f"{version}-{told['operationId']}",
        method=method,
        path=path,
        title=told["summary"],
        means=prose(told.get("description", "")),
        key=_key(told["security"]),
        parameters=tuple(_parameter(row) for row in told["parameters"]),
        body=_body_fields(body, document),
        is_batch=isinstance(body.get("example"), list),
        curl=_curl(method, path, told, body.get("example"), address),
        answers=tuple(_answer(int(status), answer) for status, answer in told["responses"].items()),
    )


def _key(security: list[Json]) -> str:
    if not security:
        return "No key needed"
    return "Any key" if len(security) > 1 else "A key with full access"


def _parameter(row: Json) -> Field:
    usual = row["schema"].get("default", "")
    return Field(row["name"], row["in"], prose(row["description"]), str(usual))


def _body_fields(body: Json, document: Json) -> tuple[Field, ...]:
    schema = body.get("schema")
    if schema is None:
        return ()
    name = schema.get("items", schema)["$ref"].rpartition("/")[2]
    struct = document["components"]["schemas"][name]
    required = struct.get("required", [])
    first = sorted(struct["properties"].items(), key=lambda row: row[0] not in required)
    return tuple(
        Field(name, "required" if name in required else "", prose(_description(schema)), "") for name, schema in first
    )


def _description(schema: Json) -> str:
    """A field that may be null has it inside."""
    found: str = schema.get("description") or next(
        (one["description"] for one in schema.get("anyOf", ()) if "description" in one), ""
    )
    return found


def _answer(status: int, answer: Json) -> Answer:
    media = answer.get("content", {}).get("application/json", {}) if status < 400 else {}
    examples = {name: row["value"] for name, row in media.get("examples", {}).items()}
    if "example" in media:
        examples[""] = media["example"]
    shown = tuple((name, json.dumps(value, indent=2, ensure_ascii=False)) for name, value in examples.items())
    return Answer(status, HTTPStatus(status).phrase, prose(answer["description"]), shown)


def _curl(method: str, path: str, told: Json, body: Any, address: str) -> str:
    for row in told["parameters"]:
        if row["in"] == "path":
            path = path.replace(f"{{{row['name']}}}", str(row["example"]))
    parts = ["curl"]
    if told["security"]:
        parts.append("-H 'Authorization: Bearer KEY'")
    if body is not None:
        parts += ["-H 'Content-Type: application/json'", f"-d {quote(json.dumps(body, ensure_ascii=False))}"]
    if method != ("GET" if body is None else "POST"):
        parts.append(f"-X {method}")
    parts.append(quote(address + path))
    return " \\\n    ".join([" ".join(parts[:2]), *parts[2:]])
