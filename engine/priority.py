"""Threads that give way: where there is more to do than cores, hits go before what is computed of them."""

import os
import sys
from contextlib import suppress

NICENESS = 5
"""A third of the share of other threads: with 64 askers on two busy cores, twice as many hits a second were stored.

With less, one that has the interpreter's lock would wait for other programs, and all the rest for it.
"""


def give_way() -> None:
    """Lowers the priority of the calling thread, and of all threads that it starts, for good; where that is allowed."""
    if sys.platform == "linux":  # elsewhere it would be that of the whole process
        own = os.getpriority(os.PRIO_PROCESS, 0)
        with suppress(PermissionError):  # services may be denied the call itself
            os.setpriority(os.PRIO_PROCESS, 0, max(own, NICENESS))
