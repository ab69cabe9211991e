"""Measured values, and how they are summed up. Two things are compared in turns, so that both have the same weather."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Samples:
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def spread(self) -> str:
        """Half of the distance from the least to the most, as a share of the median; nothing for a single value."""
        if len(self.values) == 1 or not self.median:
            return ""
        return f"± {(max(self.values) - min(self.values)) / 2 / self.median:.0%}"

    def percentile(self, percent: float) -> float:
        """The smallest value that at least `percent` of the values do not exceed."""
        ordered = sorted(self.values)
        return ordered[max(0, -(-len(ordered) * percent // 100) - 1).__int__()]


def in_turns(rounds: int, *contenders: Callable[[], float]) -> list[Samples]:
    """One value of each contender a round, A B A B; after a round that does not count, which warms up."""
    measured: list[list[float]] = [[] for _ in contenders]
    for turn in range(rounds + 1):
        for values, contender in zip(measured, contenders, strict=True):
            value = contender()
            if turn:
                values.append(value)
    return [Samples(tuple(values)) for values in measured]


def ratio(ours: Samples, theirs: Samples) -> Samples:
    """Ours to theirs, round by round."""
    return Samples(tuple(our / their for our, their in zip(ours.values, theirs.values, strict=True)))
