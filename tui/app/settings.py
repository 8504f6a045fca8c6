"""The settings that the screen starts with, and the cache's sources in step with them.

Sources are read at the start only where the configuration is not the one that was read last: of 10,000
they are half a second. Knows no widget.
"""

from __future__ import annotations

from pathlib import Path

import apsw

from tui import config
from tui.cache.database import Connection
from tui.cache.in_step import folders_in_step
from tui.cache.sources import configuration_mark, note_configuration, sync
from tui.cache.visits import begin


def settings_in_step(connection: Connection, path: Path, now: int) -> config.Settings:
    """The settings of the file at ``path``, perhaps without its sources: those are in the cache then.

    Where another process keeps the cache locked, reading goes on with the sources that it has. Raises
    ConfigError.
    """
    try:
        return _in_step(connection, path, now)
    except apsw.BusyError:
        return config.load(path)


def _in_step(connection: Connection, path: Path, now: int) -> config.Settings:
    settings = _read(connection, path)
    if not connection.readonly("main"):
        begin(connection, now)
        folders_in_step(connection, settings, now)
    return settings


def _read(connection: Connection, path: Path) -> config.Settings:
    mark = config.mark_of(path)
    if mark and mark == configuration_mark(connection):
        known = config.load_without_sources(path)
        if known is not None:
            return known
    settings = config.load(path)
    if not connection.readonly("main"):
        sync(connection, settings.sources, settings.poll.interval)
        note_configuration(connection, mark)
    return settings
