"""Rows without the patterns of their texts, which are held against distinct values later.

Of 1.2 us that a row of JSON took, 0.9 were three regular expressions, mostly of texts that other rows had, too.
"""

import re
from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

_KEPT = ("min_length", "max_length", "tz")

Patterns = Mapping[str, re.Pattern[str]]
"""By field: what every text that it has must match somewhere."""


def without_patterns(kind: type[msgspec.Struct]) -> tuple[type[msgspec.Struct], Patterns]:
    """The same fields, whose texts may be any, and what was taken from them."""
    hints = get_type_hints(kind, include_extras=True)
    found: dict[str, re.Pattern[str]] = {}
    fields: list[Any] = []
    for field in msgspec.structs.fields(kind):
        patterns: list[str] = []
        bare = _bare(hints[field.name], patterns)
        found.update((field.name, re.compile(pattern)) for pattern in patterns)
        fields.append((field.name, bare) if field.default is msgspec.NODEFAULT else (field.name, bare, field.default))
    return msgspec.defstruct(f"Bare{kind.__name__}", fields, frozen=True, kw_only=True, gc=False), found


def _bare(hint: Any, patterns: list[str]) -> Any:
    """The type without patterns and descriptions; the patterns are added to those found."""
    if get_origin(hint) in (Union, UnionType):
        return Union[tuple(_bare(one, patterns) for one in get_args(hint))]  # noqa: UP007
    if get_origin(hint) is not Annotated:
        return hint
    inner, *metas = get_args(hint)
    patterns += [meta.pattern for meta in metas if meta.pattern is not None]
    kept = {name: getattr(meta, name) for meta in metas for name in _KEPT if getattr(meta, name) is not None}
    return Annotated[_bare(inner, patterns), msgspec.Meta(**kept)] if kept else _bare(inner, patterns)
