"""How long a client may take: a bound on each stage of a connection, and a rate below which it is given up."""

from dataclasses import dataclass
from enum import Enum

GRACE_SECONDS = 20.0
LEAST_BYTES_A_SECOND = 500
"""With it, a client that trickles a byte now and then is given up, and a slow line with a long body is not."""

IDLE_SECONDS = 65.0
"""Longer than the 60 s that nginx keeps a connection to a server: it never sends into one that is being closed."""


class Stage(Enum):
    """What a connection waits for."""

    HEAD = "the head of a request, or the first request"
    BODY = "the rest of a body"
    ANSWER = "this server"
    TAKING = "the client to take what was sent"
    IDLE = "the next request"


@dataclass(slots=True)
class Patience:
    """What was seen of one connection at the last look."""

    since: float
    stage: Stage = Stage.HEAD
    serial: int = 0
    progress: int = 0

    def is_over(self, stage: Stage, serial: int, progress: int, now: float) -> bool:
        """Whether the client took too long. `serial` counts its requests, `progress` bytes in one direction.

        To be called every second or so: a stage counts from the first look that finds it.
        """
        if (stage, serial) != (self.stage, self.serial):
            self.since, self.stage, self.serial, self.progress = now, stage, serial, progress
            return False
        if stage is Stage.ANSWER:
            return False
        if stage is Stage.IDLE:
            return now - self.since > IDLE_SECONDS
        moved = abs(progress - self.progress)
        return now - self.since > GRACE_SECONDS + moved / LEAST_BYTES_A_SECOND
