"""One session at a terminal: the cache opened, the app run, the visit noted. Draws nothing."""

from __future__ import annotations

import time
from contextlib import suppress

import apsw

from tui.app.app import TelexApp
from tui.app.reloading import stamp
from tui.app.settings import settings_in_step
from tui.cache.database import wait_for_locks
from tui.cache.readonly import connect_to_read
from tui.cache.visits import end as end_visit
from tui.config import load
from tui.paths import Paths

PATIENCE = 2.0
"""Seconds that start and end wait for another process's transaction."""


def run(paths: Paths, *, guide: bool, guest: bool = False) -> int:
    """Show the reader until the user leaves; the exit status. ``guest``: nothing may be changed.

    ``guide``: first of all ask what to read, as at a first start.

    Raises CacheError and ConfigError before anything is shown.
    """
    welcome = ""
    connection = connect_to_read(paths.database)
    if connection.readonly("main"):
        welcome = f"You can read, but no mark is kept: {paths.database} cannot be written."
    # What this one writes is no act of the user's: a writer that hangs must hold up neither start nor end.
    wait_for_locks(connection, PATIENCE)
    seen = stamp([paths.config])  # before it is read: whoever edits it from here on is obeyed
    try:
        settings = (
            load(paths.config) if guest else settings_in_step(connection, paths.config, int(time.time()))
        )
        guide = guide and not guest and not connection.readonly("main")
        app = TelexApp(paths, settings, connection, seen=seen, welcome=welcome, guest=guest, guide=guide)
        try:
            app.run(mouse=settings.app.mouse)
        finally:
            app.close()
            if not connection.readonly("main"):
                with suppress(apsw.BusyError):
                    end_visit(connection, int(time.time()))
    finally:
        connection.close()
    return app.return_code or 0
