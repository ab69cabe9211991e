"""What senders of notices have in common."""

from typing import Protocol

from schemas.uptime import Notice


class UndeliveredError(Exception):
    """`final`: trying again would be in vain."""

    def __init__(self, text: str, *, final: bool = False) -> None:
        super().__init__(text)
        self.final = final


class Sender(Protocol):
    async def send(self, notice: Notice) -> None:
        """Raises UndeliveredError."""
