"""Whether a count is news or chance.

Counts of people scatter like a Poisson variable and, from week to week, by some share of themselves on top. Both are
in the measure here: the Anscombe transform (F. J. Anscombe, Biometrika 35, 1948) makes the first of them even, and the
second is estimated from the weeks before, drawn towards what is usual because those are few.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance

USUAL_SCATTER = 0.15
"""From week to week, of a count, besides what is Poisson's."""
TRUST = 4
"""Weeks that USUAL_SCATTER weighs as much as."""

SHARE_SCATTER = 0.03
"""From week to week, of a share of people who all choose by themselves."""

NEWS = 4.0
"""Among the hundreds of values that are looked at a day, fewer than one in a hundred days is this far off by chance."""


def surprise(count: float, before: Sequence[float]) -> float:
    """Standard deviations between a count and what those before let expect; 0 without any."""
    if not before:
        return 0.0
    usual = fmean(before)
    scatter = _scatter(before, usual)
    spread = sqrt((1 + scatter * scatter * usual) * (1 + 1 / len(before)))
    return 2 * (sqrt(count + 0.375) - sqrt(usual + 0.375)) / spread


def shares(whole: float, before: Sequence[tuple[float, float]]) -> list[float]:
    """What the parts of wholes before would be in this whole."""
    return [whole * part / of for part, of in before if of]


def apart(here: tuple[int, int], other: tuple[int, int], *, of_weeks: bool) -> float:
    """Standard deviations between two shares, each as a part and its whole; `of_weeks`, of two times of one thing."""
    common = (here[0] + other[0]) / (here[1] + other[1])
    chance = max(common * (1 - common), 1e-9) * (1 / here[1] + 1 / other[1])
    return (here[0] / here[1] - other[0] / other[1]) / sqrt(chance + of_weeks * SHARE_SCATTER**2)


def trend(counts: Sequence[float]) -> float:
    """Standard deviations of a steady rise or fall (negative): the test of Mann (Econometrica 13, 1945)."""
    number = len(counts)
    if number < 4:
        return 0.0
    pairs = [(counts[i], counts[j]) for i in range(number) for j in range(i + 1, number)]
    score = sum((later > earlier) - (later < earlier) for earlier, later in pairs)
    spread = sqrt(number * (number - 1) * (2 * number + 5) / 18)
    return (score - (score > 0) + (score < 0)) / spread


def _scatter(before: Sequence[float], usual: float) -> float:
    if len(before) < 2 or usual <= 0:
        return USUAL_SCATTER
    seen = max(0.0, variance(before) - usual) / (usual * usual)
    freedom = len(before) - 1
    return sqrt((TRUST * USUAL_SCATTER**2 + freedom * seen) / (TRUST + freedom))
