from collections import Counter
from itertools import cycle

from engine.registry.tokens import BASE58, random_text


def test_every_character_is_equally_likely() -> None:
    all_bytes = cycle(range(256))
    text = random_text(lambda count: bytes(next(all_bytes) for _ in range(count)), BASE58, 58 * 40)
    counts = Counter(text)
    assert set(counts) == set(BASE58)
    assert max(counts.values()) - min(counts.values()) <= 4
