"""The cache's sources and smart folders as an edited configuration has them. Knows no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cache.database import Connection
from tui.cache.sources import has_folders, sync

if TYPE_CHECKING:
    from tui.config import Settings


def keep_in_step(connection: Connection, settings: Settings, now: int) -> None:
    """Make the sources and folders those of ``settings``; nothing is written where they are already."""
    sync(connection, settings.sources, settings.poll.interval)
    folders_in_step(connection, settings, now)


def folders_in_step(connection: Connection, settings: Settings, now: int) -> None:
    """The folders alone, where the sources have not been read."""
    if settings.folders or has_folders(connection):
        # Here and not above: without folders a start has no need of the query language.
        from tui.cache.folders import sync as sync_folders

        sync_folders(connection, settings.folders, now)
