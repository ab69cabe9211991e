"""What the source says of a struct's fields: the texts under them."""

import ast
import inspect
import textwrap

import msgspec


def field_texts(struct: type[msgspec.Struct]) -> dict[str, str]:
    """By the field's name in JSON; fields without a text are left out, and all where the source is not at hand."""
    texts: dict[str, str] = {}
    for one in reversed(struct.__mro__):
        if issubclass(one, msgspec.Struct) and one is not msgspec.Struct:
            texts |= _own_texts(one)
    names = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
    return {names[name]: text for name, text in texts.items() if name in names}


def _own_texts(struct: type) -> dict[str, str]:
    try:
        source = textwrap.dedent(inspect.getsource(struct))
    except OSError:
        return {}
    statement = ast.parse(source).body[0]
    assert isinstance(statement, ast.ClassDef), "the source of a class is a class"
    texts = {}
    for field, text in zip(statement.body, statement.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and _is_text(text):
            texts[field.target.id] = inspect.cleandoc(ast.literal_eval(text.value))  # type: ignore[attr-defined]
    return texts


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
