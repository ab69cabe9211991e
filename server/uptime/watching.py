"""What the process does that monitors, from its start until the server has gone."""

import os
import pickle
import signal
import time
from contextlib import closing
from functools import partial
from typing import BinaryIO

from engine.registry.registry import open_registry
from engine.storage.layout import Layout
from schemas.errors import BadInputError
from server.logs import configure_logs
from server.settings import Settings
from server.uptime.building import build_rounds, notice_channels
from server.uptime.monitoring import Monitoring

NICENESS = 5
"""Hits come first where processors are few."""


def watch_until_left(pipe: BinaryIO) -> None:
    """`pipe` brings the server's settings and ends with it. Raises BadInputError and what `open_registry` does."""
    # Whoever stops all processes of a service at once wants this one to end after the server, which may still write.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    os.nice(NICENESS)
    settings = _settings_from(pipe)
    configure_logs(settings.log_level)
    with (
        closing(
            open_registry(Layout(settings.data).database, _now_ms, os.urandom, notice_channels(settings))
        ) as registry,
        Monitoring(registry, partial(build_rounds, registry, settings, _now_ms)),
    ):
        pipe.read()


def _settings_from(pipe: BinaryIO) -> Settings:
    try:
        settings = pickle.load(pipe)  # noqa: S301 - from the server that started this process
    except (EOFError, pickle.UnpicklingError):
        settings = None
    if not isinstance(settings, Settings):
        raise BadInputError("`hitlake monitoring` is started by `hitlake serve`, which gives it its settings")
    return settings


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
