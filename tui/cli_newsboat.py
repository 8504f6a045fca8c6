"""``telex import cache.db``: articles, read marks and flags of newsboat. Knows no screen and no SQL."""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli_frame import DONE, NOTHING, USAGE, Stop, configured, file_errors, open_cache, settings_of
from tui.cli_sources import subscribe

if TYPE_CHECKING:
    from tui.cache.database import Connection
    from tui.feeds.newsboat_cache import Tally


def is_cache(name: str) -> bool:
    """Whether the file is a database, and so no list of subscriptions."""
    with file_errors(of=name):
        if not os.path.isfile(name):
            return False
        with open(name, "rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC


def import_cache(options: argparse.Namespace) -> int:
    """Subscribe to the feeds of a cache of newsboat, bring its articles and marks in, and report."""
    from tui.cache.sources import give_titles
    from tui.feeds import newsboat_cache
    from tui.feeds.imported import Collector
    from tui.plain import output

    paths, settings = configured(options)
    path = Path(options.file)
    collector = Collector()
    try:
        titles = newsboat_cache.feeds(path)
        for url in titles:
            collector.add(url, "", "")
        found = collector.done()
        added = subscribe(paths, settings, found.sources)
        with open_cache(paths, settings_of(paths)) as connection:
            give_titles(connection, titles)
            tally, strangers = asyncio.run(_bring_in(connection, path))
    except newsboat_cache.NewsboatError as error:
        raise Stop(USAGE, f"telex: {error}") from error
    out = output.standard()
    for what, why in found.refused:
        out.line(f"refused: {what} {why}")
    for feed in strangers:
        out.line(f"left out: the articles of {feed}, which is no source")
    out.line(f"sources: {len(added)} added, {len(found.sources) - len(added)} already there")
    out.line(
        f"articles: {tally.inserted:,} brought in, {tally.merged:,} here already and marked as there,"
        f" {tally.awaited:,} deleted there and dismissed for good, {tally.unreadable:,} unreadable"
    )
    out.line("flagged articles are starred, and each flag is a tag: flag-a, flag-a-upper")
    return NOTHING if found.refused or strangers or tally.unreadable else DONE


async def _bring_in(connection: Connection, path: Path) -> tuple[Tally, list[str]]:
    from tui.cache.sources import addresses
    from tui.config_values import same_address
    from tui.feeds import newsboat_cache
    from tui.feeds.workers import Workers
    from tui.text import shown_url

    sources = {same_address(url): each for each, url in addresses(connection).items()}
    tally, strangers = newsboat_cache.Tally(), []
    workers = Workers(1, _DEADLINE)
    try:
        for feed, items in newsboat_cache.items(path):
            source_id = None
            with suppress(ValueError):
                source_id = sources.get(same_address(feed))
            if source_id is None:
                strangers.append(shown_url(feed))
            else:
                await newsboat_cache.bring_in(connection, source_id, items, workers, int(time.time()), tally)
    finally:
        await workers.close()
    return tally, strangers


_MAGIC = b"SQLite format 3\0"
_DEADLINE = 10.0
"""Seconds that reading a hundred articles may take."""
