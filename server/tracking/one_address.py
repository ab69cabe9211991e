"""Notices when all visitors seem to come from one address, which is that of a proxy whose word is not taken."""

import logging
from dataclasses import dataclass, field

LONG_RUN = 100
"""Hits one after the other from the same address."""
SEVERAL = 5
"""User agents among them: fewer may be those of one household, or of who tries the server out."""

_LOG = logging.getLogger("hitlake")

_UNTRUSTED = (
    "a proxy passes visitors on, but its X-Forwarded-For is not believed, so all of them count as few: "
    "name the proxy's address in trusted_proxies"
)
_SILENT = (
    "the last {run} hits came from one address: if that is a proxy's, let it send X-Forwarded-For "
    "with the visitors' addresses"
)


@dataclass(slots=True)
class OneAddress:
    """For one thread. Keeps the last hit's address in memory, and hands it to nobody."""

    _address: str | None = None
    _run: int = 0
    _ignored: int = 0
    _agents: set[int] = field(default_factory=set)
    _was_told: bool = False

    def note(self, address: str | None, user_agent: str | None, *, is_forwarded: bool) -> None:
        """`is_forwarded`: the request says whom it is for."""
        if address != self._address:
            self._address, self._run, self._ignored = address, 0, 0
            self._agents.clear()
        self._run += 1
        self._ignored += is_forwarded
        if len(self._agents) < SEVERAL:
            self._agents.add(hash(user_agent))
        if self._run % LONG_RUN == 0 and not self._was_told:
            self._tell()

    @property
    def suspicion(self) -> str | None:
        """What is wrong, and what to do; without the address."""
        if self._run < LONG_RUN or len(self._agents) < SEVERAL:
            return None
        return _UNTRUSTED if 2 * self._ignored > self._run else _SILENT.format(run=self._run)

    def _tell(self) -> None:
        text = self.suspicion
        if text is not None:
            self._was_told = True
            _LOG.warning("%s", text)
