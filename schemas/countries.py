"""Countries by their ISO 3166-1 alpha-2 codes."""

from functools import lru_cache
from pathlib import Path


@lru_cache(1)
def country_names() -> dict[str, str]:
    """The English name of each code."""
    lines = (Path(__file__).parent / "data" / "countries.txt").read_text("utf-8").splitlines()
    return {line[:2]: line[3:] for line in lines}
