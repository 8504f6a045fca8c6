"""The verbs ``backup`` and ``restore``: what is the user's own, into a file and back.

Knows no screen, no SQL and no network; the rooms are imported where they are needed: see ``tui.cli``.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli_frame import (
    DONE,
    NOTHING,
    USAGE,
    Stop,
    complain,
    configured,
    file_errors,
    open_cache,
    settings_of,
)
from tui.cli_sources import subscribe, synchronise

if TYPE_CHECKING:
    from tui.model import Source
    from tui.paths import Paths
    from tui.plain.restore import Report, Wanted

_LINES = 1_000
"""Lines of a backup that are written at a time."""


def backup(options: argparse.Namespace) -> int:
    """``telex backup``: write all that is the user's own to a file, or to standard output for ``-``."""
    paths, settings = configured(options)
    from tui.cache import backup as backups
    from tui.plain import output

    with file_errors(of=paths.config):
        config = paths.config.read_text("utf-8")
    with open_cache(paths, settings) as connection, file_errors(NOTHING):
        found = backups.lines(
            connection, settings.sources, config, int(time.time()), everything=options.articles
        )
        if options.file == "-":
            out = output.standard()
            for line in found:
                out.put(backups.packed(line) + "\n")
        else:
            writing = backups.Writing(Path(options.file), found)
            while writing.step(_LINES):
                pass
            complain(f"telex: {writing.count:,} lines in {options.file}")
    for name in backups.left_out(settings.sources):
        complain(f"telex: not in the backup, as it is a file or a command: {name}")
    return DONE


def restore(options: argparse.Namespace) -> int:
    """``telex restore``: merge a backup into what is there, and say what became of it."""
    # Where nothing is, a user's own sources come back, and not the example's beside them.
    paths, settings = configured(options, bare=True)
    from tui.cache.keeping import add_former_source
    from tui.plain import output
    from tui.plain import restore as restores

    path, report = Path(options.file), restores.Report()
    with file_errors(of=path):
        try:
            found = restores.wanted(path, report)
        except restores.RestoreError as error:
            raise Stop(USAGE, f"telex: {error}") from error
    added = subscribe(paths, settings, _different(source for _, source in found.sources))
    tables = _add_tables(paths, found, report)
    if tables:
        synchronise(paths)
    with open_cache(paths, settings_of(paths)) as connection, file_errors(of=path):
        for source in found.former:
            add_former_source(connection, source.url, source.name, source.group)
        restores.merge(connection, path, report, found.at, int(time.time()))
    out = output.standard()
    for number, why in sorted(report.bad):
        out.line(f"line {number}: {why}")
    counts = report.counts
    for count, thing, what in (
        (len(added), "source", "added"),
        (tables, "rule, folder or place", "added"),
        (counts["merged"], "article", "marked as in the backup"),
        (counts["inserted"], "article", "brought in with its text"),
        (counts["awaited"], "mark", "kept until its article comes"),
        (counts["left"], "article", "left as it is: marked here since the backup"),
        (counts["acts"], "act", "added to the journal"),
        (len(report.bad), "line", "could not be used"),
    ):
        if count or thing == "line":
            out.line(f"{count:,} × {thing} {what}")
    return NOTHING if report.bad else DONE


def _different(sources: Iterable[Source]) -> list[Source]:
    """The sources, each address once."""
    from tui.config_values import same_address

    return list({same_address(source.url): source for source in sources}.values())


def _add_tables(paths: Paths, found: Wanted, report: Report) -> int:
    """Add the rules, folders and places that the configuration does not have; how many."""
    from tui import config_edit, config_set

    added = 0
    for number, name, keys in found.tables:
        with file_errors(of=paths.config):
            text = paths.config.read_text("utf-8")
        there = tomllib.loads(text.removeprefix("\ufeff")).get(name, [])
        if keys in there:
            continue
        change = partial(config_set.add_table, name=name, keys=keys)
        try:
            with file_errors(of=paths.config):
                config_edit.edit(paths.config, change)
        except config_edit.EditError as error:
            report.bad.append((number, f"{name}: {error}"))
        else:
            added += 1
    return added
