"""`python -m benchmarks.crashing.clock DAYS ...`: hitlake with its clock set so many days ahead.

Days and months are over after some rounds and not after weeks, so their closing and packing can be killed too.
"""

import sys
import time

DAY_NS = 86_400 * 1_000_000_000


def main() -> None:
    ahead_ns, real = int(sys.argv.pop(1)) * DAY_NS, time.time_ns
    time.time_ns = lambda: real() + ahead_ns

    from server.__main__ import main as hitlake

    hitlake()


if __name__ == "__main__":
    main()
