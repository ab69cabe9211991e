"""The types of bodies and answers as JSON Schema, described as the source describes them."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import inspect

from server.openapi.docstrings import field_texts

Json = dict[str, Any]


class Types:
    """`components` are the schemas by name; bodies and answers refer to them."""

    def __init__(self, types: Sequence[Any]) -> None:
        unique = list(dict.fromkeys(types))
        schemas, self.components = msgspec.json.schema_components(unique, ref_template="#/components/schemas/{name}")
        self._schemas: dict[Any, Json] = dict(zip(unique, schemas, strict=True))
        for struct in _structs(unique):
            _describe(self.components[struct.__name__], field_texts(struct))

    def schema(self, type_: Any) -> Json:
        return self._schemas[type_]


def _describe(schema: Json, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        schema["properties"][name].setdefault("description", text)


def _structs(types: Sequence[Any]) -> list[type[msgspec.Struct]]:
    found: dict[type[msgspec.Struct], None] = {}
    for info in inspect.multi_type_info(types):
        for struct in _within(info):
            found.setdefault(struct)
    return list(found)


def _within(info: inspect.Type) -> Iterator[type[msgspec.Struct]]:
    match info:
        case inspect.StructType(cls=struct, fields=fields):
            yield struct
            for field in fields:
                yield from _within(field.type)
        case inspect.ListType(item_type=item):
            yield from _within(item)
        case inspect.UnionType(types=types):
            for one in types:
                yield from _within(one)
        case inspect.Metadata(type=inner):
            yield from _within(inner)
        case _:
            pass
