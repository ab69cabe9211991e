"""Texts from outside, made safe to store: valid UTF-8, no control characters, bounded."""

import re

PATH_LENGTH = 2000
ADDRESS_LENGTH = 2000
NAME_LENGTH = 200
VALUE_LENGTH = 500
KEY_LENGTH = 100

_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str | None, length: int) -> str | None:
    """`text` without control characters, lone surrogates and outer blanks, cut at `length`; None if nothing is left."""
    if not text:
        return None
    if not text.isprintable():
        text = _UNWANTED.sub("", text)
    return text.strip()[:length].rstrip() or None
