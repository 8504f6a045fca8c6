"""The verbs on what the user does to articles: ``mark``, ``undo``, ``redo``, ``journal`` and ``purge``.

Knows no screen, no SQL and no network; each verb is a few calls into the rooms, which are imported
where they are needed: see ``tui.cli``.
"""

from __future__ import annotations

import argparse
import time
from itertools import chain
from typing import TYPE_CHECKING

from tui.cli_frame import DONE, NOTHING, USAGE, Stop, configured, open_cache, paths_of

if TYPE_CHECKING:
    from tui.cache.database import Connection
    from tui.cache.triage import Act
    from tui.query import Node


def mark(options: argparse.Namespace, query: Node | None) -> int:
    """``telex mark``: one act on the articles that a query finds, or on those with the given numbers."""
    argument = _argument(options)
    if (query is None) == (not options.id):
        raise Stop(USAGE, "telex: say which articles: a query, or --id N, once for each")
    paths = paths_of(options)
    from tui.cache import triage
    from tui.paths import terminal_name

    with open_cache(paths) as connection:
        ids = options.id or _found(connection, query, dismissed=options.act == "undismiss")
        act = triage.mark(
            connection, options.act, ids, now=_now(), terminal=terminal_name(), argument=argument
        )
    _say(act, options, "")
    if not act.article_ids:
        why = "no article matches" if not ids else "they are so already, or not in the cache"
        raise Stop(NOTHING, f"telex: nothing changed: {why}")
    return DONE


def _argument(options: argparse.Namespace) -> str:
    """What the act needs beside its articles: a time or a tag."""
    from tui.cache.triage import tag_name
    from tui.put_off import EXPECTED, comes_back

    wanted = {"later": "until", "tag": "tag", "untag": "tag"}.get(options.act, "")
    for name in ("until", "tag"):
        if (getattr(options, name) is not None) != (name == wanted):
            raise Stop(USAGE, f"telex: {options.act} {'needs' if name == wanted else 'takes no'} --{name}")
    if wanted == "until":
        try:
            return str(comes_back(options.until, _now()))
        except ValueError as error:
            raise Stop(USAGE, f"telex: --until: {error}; {EXPECTED}") from error
    if wanted == "tag":
        name = tag_name(options.tag)
        if not name:
            raise Stop(USAGE, "telex: --tag needs a word")
        return name
    return ""


def _found(connection: Connection, query: Node | None, *, dismissed: bool) -> list[int]:
    from tui.cache.listing import Listing, Shown
    from tui.cache.search import narrowed
    from tui.cache.window import Window

    assert query is not None  # noqa: S101 - told to the type checker
    shown = Shown.DISMISSED if dismissed else Shown.ALL
    return list(Window(connection, narrowed(Listing("", shown=shown), query, _now()), now=_now()).ids())


def undo(options: argparse.Namespace) -> int:
    """``telex undo``: take back the last act."""
    return _turn(options, "taken back: ")


def redo(options: argparse.Namespace) -> int:
    """``telex redo``: do again what was taken back last."""
    return _turn(options, "done again: ")


def _turn(options: argparse.Namespace, said: str) -> int:
    from tui.cache import triage
    from tui.paths import terminal_name

    with open_cache(paths_of(options)) as connection:
        turn = triage.undo if options.verb == "undo" else triage.redo
        act = turn(connection, now=_now(), terminal=terminal_name())
    if act is None:
        raise Stop(NOTHING, f"telex: there is nothing to {options.verb}")
    _say(act, options, said)
    return DONE


def _say(act: Act, options: argparse.Namespace, said: str) -> None:
    from tui.plain import acts, output
    from tui.told import told

    out = output.standard()
    if options.json:
        out.record(acts.act_record(act))
    elif act.article_ids or said:
        out.line(said + told(act.act, act.argument, len(act.article_ids), _now()))


def journal(options: argparse.Namespace) -> int:
    """``telex journal``: what was done and when, or with ``--restore-read`` the read state of a time."""
    since = 0 if options.since is None else _past("--since", options.since)
    then = None if options.restore_read is None else _past("--restore-read", options.restore_read)
    from tui.cache import triage
    from tui.cache.journal import entries
    from tui.paths import terminal_name
    from tui.plain import acts, output

    out, now = output.standard(), _now()
    with open_cache(paths_of(options)) as connection:
        if then is not None:
            act = triage.restore_read(connection, then, now=now, terminal=terminal_name())
            _say(act, options, "")
            if not act.article_ids:
                raise Stop(NOTHING, "telex: nothing changed: what was read then is read now")
            return DONE
        found = entries(connection, since=since, limit=options.limit or -1)
        first = next(found, None)
        if first is None:
            raise Stop(NOTHING, "telex: the journal is empty" + (" since then" if since else ""))
        cells = out.cells
        for entry in chain([first], found):
            if options.json:
                out.record(acts.entry_record(entry))
            elif cells is None:
                out.line(*acts.entry_columns(entry, now))
            else:
                out.lines("\n".join(acts.journal_table([entry], now, cells)))
    return DONE


def purge(options: argparse.Namespace) -> int:
    """``telex purge``: remove what is older than ``[retention]`` keeps, or say what that would be."""
    paths, settings = configured(options)
    from tui.cache.retention import Purge, bytes_each, rehearse
    from tui.cache.sources import names
    from tui.plain import acts, output

    out = output.standard()
    with open_cache(paths, settings) as connection:
        each, called = bytes_each(connection), names(connection)
        if options.dry_run:
            counts = dict(rehearse(connection, settings.retention, _now()))
        else:
            pass_ = Purge(connection, settings.retention, _now())
            while pass_.step():
                pass
            counts = pass_.purged
    losses = [acts.Lost(called.get(source, ""), count, count * each) for source, count in counts.items()]
    if options.json:
        for lost in losses:
            out.record(acts.lost_record(lost))
    else:
        for line in acts.purge_lines(losses, rehearsed=options.dry_run):
            out.line(line)
    return DONE


def _past(option: str, text: str) -> int:
    """The beginning of a time that has been."""
    from tui.query_time import EXPECTED, span

    try:
        return min(span(text, _now())[0], _now())
    except ValueError as error:
        raise Stop(USAGE, f"telex: {option}: {error}; {EXPECTED}") from error


def _now() -> int:
    return int(time.time())
