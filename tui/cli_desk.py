"""The desk's verbs: ``brief``, ``ledger`` and ``status``. Knows no SQL and no screen."""

from __future__ import annotations

import argparse
import time

from tui.cli_frame import DONE, NOTHING, USAGE, Stop, open_cache, paths_of, value_of


def brief(options: argparse.Namespace) -> int:
    """``telex brief``: what happened since a time."""
    from tui.config_values import seconds_of
    from tui.plain import briefing, output

    paths, now = paths_of(options), int(time.time())
    since = now - value_of("--since", seconds_of, options.since)
    form = "json" if options.json else "markdown" if options.markdown else "text"
    with open_cache(paths) as connection:
        found = briefing.brief(connection, output.standard(), since, now, options.limit or 10**6, form)
    return DONE if found else NOTHING


def ledger(options: argparse.Namespace) -> int:
    """``telex ledger``: who is first how often, and what polling costs."""
    from tui.config_values import seconds_of
    from tui.plain import briefing, output

    paths, now = paths_of(options), int(time.time())
    since = now - value_of("--since", seconds_of, options.since)
    with open_cache(paths) as connection:
        found = briefing.print_ledger(connection, output.standard(), since, as_json=options.json)
    return DONE if found else NOTHING


def status(options: argparse.Namespace) -> int:
    """``telex status``: one line for a status bar."""
    from tui.plain import output
    from tui.plain.status import FormatError, status, values

    paths, now = paths_of(options), int(time.time())
    out = output.standard()
    with open_cache(paths) as connection:
        if options.json:
            out.record(values(connection, now))
            return DONE
        try:
            out.line(status(connection, options.format, now, tmux=options.tmux))
        except FormatError as error:
            raise Stop(USAGE, f"telex: --format: {error}") from error
    return DONE
