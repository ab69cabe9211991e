"""Who sent what, and what was answered."""

from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Paths, each of one hit. Thread-safe: appending to a list is."""

    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Site:
    id: int
    uid: str
    hex_id: str
    key: str
    """With full access."""
