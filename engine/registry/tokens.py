"""Random texts: uids and secrets."""

from collections.abc import Callable

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def random_text(random_bytes: Callable[[int], bytes], alphabet: str, length: int) -> str:
    """Every character is equally likely: bytes that would favour the first ones are thrown away."""
    fair = 256 - 256 % len(alphabet)
    text = ""
    while len(text) < length:
        text += "".join(alphabet[byte % len(alphabet)] for byte in random_bytes(2 * length) if byte < fair)
    return text[:length]
