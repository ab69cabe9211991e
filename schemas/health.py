"""The answers of `/health`."""

import msgspec


class ReasonRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """`text` is for who runs the server."""

    name: str
    text: str | None = None


class HealthAnswer(msgspec.Struct, frozen=True):
    """`status` is ok, degraded (all is taken and answered, as far as can be) or unavailable."""

    status: str
    live: bool
    ready: bool
    reasons: tuple[ReasonRow, ...]

    @classmethod
    def of(cls, *, live: bool, ready: bool, reasons: tuple[ReasonRow, ...]) -> "HealthAnswer":
        status = "unavailable" if not ready else "degraded" if reasons else "ok"
        return cls(status, live, ready, reasons)

    @property
    def http_status(self) -> int:
        return 200 if self.ready else 503


class LiveAnswer(msgspec.Struct, frozen=True):
    live: bool

    @property
    def http_status(self) -> int:
        return 200 if self.live else 503


class ReadyAnswer(msgspec.Struct, frozen=True):
    ready: bool

    @property
    def http_status(self) -> int:
        return 200 if self.ready else 503
