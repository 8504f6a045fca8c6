"""The command line: verbs, arguments, exit codes. Each verb is one call into a room.

Knows no screen, no SQL and no network. Rooms are imported inside the verbs, so that ``telex list``
loads no Textual, HTTP client or parser, and ``telex --help`` next to nothing.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.cli_arguments import parser
from tui.cli_frame import (
    CACHE,
    DONE,
    FAULT,
    INTERRUPTED,
    NOTHING,
    USAGE,
    Stop,
    cache_errors,
    complain,
    config_errors,
    configured,
    file_errors,
    first_start,
    open_cache,
    paths_of,
    query_of,
    value_of,
)

if TYPE_CHECKING:
    from types import TracebackType


def main() -> None:
    """The command ``telex``: run and leave with its exit code."""
    sys.excepthook = _fault
    _fill()
    code = run(sys.argv[1:])
    # What is left goes with the process: Python's last collections looked at all of it, for 40 ms of a poll.
    gc.freeze()
    sys.exit(code)


def _fill() -> None:
    """Let the standard streams that whoever started telex has closed lead nowhere.

    The next file that is opened would else take the place of one, and get what is meant for it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line; gives the exit code. ``--help`` and wrong usage raise ``SystemExit``."""
    try:
        try:
            options = parser().parse_args(arguments)
            return _VERBS[options.verb](options)
        finally:
            _flush()
    except Stop as stop:
        complain(str(stop))
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        from tui.paths import STANDARD_OUTPUT

        if error.filename != STANDARD_OUTPUT:
            raise
        # What it still holds would be written again at exit; it goes nowhere instead.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if isinstance(error, BrokenPipeError):
            return DONE
        complain(f"telex: {error.filename}: {error.strerror}")
        return NOTHING


def _flush() -> None:
    if sys.__stdout__ is None:
        return
    try:
        sys.__stdout__.flush()
    except OSError as error:
        from tui.paths import STANDARD_OUTPUT

        error.filename = STANDARD_OUTPUT
        raise


def _fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Instead of a traceback: a report and exit code 70."""
    if issubclass(kind, KeyboardInterrupt):
        raise SystemExit(INTERRUPTED)
    # Not by way of ``complain``: that needs libraries, and one that is missing ends here too.
    try:
        from tui.crash import report
        from tui.paths import resolve

        told = report(kind, error, trace, resolve(os.environ).state)
    except (ImportError, OSError, RuntimeError) as reason:
        told = f"telex: a fault of telex itself ({kind.__name__}), and no report of it: {reason}"
    print(told, file=sys.__stderr__)
    raise SystemExit(FAULT)


def _app(options: argparse.Namespace) -> int:
    if options.plain or not _on_screen():
        from tui.cli_plain import in_lines

        return in_lines(options)
    return _screen(options, guide=False)


def _guide(options: argparse.Namespace) -> int:
    _need_terminal("the guide needs a terminal that can place its cursor")
    return _screen(options, guide=True)


def _screen(options: argparse.Namespace, *, guide: bool) -> int:
    paths = paths_of(options)
    first = first_start(paths)
    # Start-up makes nothing that could be collected; the app switches it on after its first frame.
    gc.disable()
    # Textual draws at ticks: a key behind another frame waits for one or two. Nothing ticks while nothing has
    # changed, and what belongs together is merged by ``app.pacing``.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from tui.app import session

    with cache_errors(paths), config_errors():
        return session.run(paths, guide=guide or first, guest=options.read_only)


def _man(_: argparse.Namespace) -> int:
    from tui.cli_documents import man_page
    from tui.plain import output

    output.standard().lines(man_page(parser()).rstrip("\n"))
    return DONE


def _completion(options: argparse.Namespace) -> int:
    from tui.cli_documents import completion
    from tui.plain import output

    output.standard().lines(completion(parser(), options.shell).rstrip("\n"))
    return DONE


def _poll(options: argparse.Namespace) -> int:
    paths, settings = configured(options)
    gc.disable()  # loading makes nothing that could be collected; the poller switches it on
    from tui.feeds import poller

    with cache_errors(paths):
        return poller.run(
            paths, settings, once=options.once, everything=options.all, attached=options.attached
        )


def _list(options: argparse.Namespace) -> int:
    paths, node = paths_of(options), query_of(options.query)
    from tui.plain import listing, output

    with open_cache(paths) as connection:
        found = listing.listing(
            connection,
            node,
            output.standard(),
            limit=options.limit,
            now=_now(),
            as_json=options.json,
            pieces=options.verb == "search",
        )
    if not found:
        everything = "the cache holds no article yet; `telex poll` fetches them"
        raise Stop(NOTHING, f"telex: {'no article matches the query' if options.query else everything}")
    return DONE


def _show(options: argparse.Namespace) -> int:
    from tui.cli_articles import show

    return show(options)


def _tail(options: argparse.Namespace) -> int:
    paths, query = paths_of(options), query_of(options.query) if options.query else None
    from tui.cache.database import poller_pid
    from tui.config_values import seconds_of
    from tui.model import Level
    from tui.plain import output, tail

    since = None if options.since is None else _now() - value_of("--since", seconds_of, options.since)
    follow = not options.no_follow
    with open_cache(paths) as connection:
        with file_errors(CACHE):
            polled = poller_pid(paths.lock) is not None
        if follow and not polled:
            complain("telex: no poller is at work on this cache; start one with `telex poll`")
        least = None if options.level is None else Level[options.level.upper()]
        tail.tail(
            connection,
            output.standard(),
            _now,
            since=since,
            level=least,
            query=query,
            follow=follow,
            as_json=options.json,
        )
    return DONE


def _add(options: argparse.Namespace) -> int:
    from tui.cli_add import add

    return add(options)


def _sources(options: argparse.Namespace) -> int:
    from tui.cli_sources import sources

    return sources(options)


def _edit(options: argparse.Namespace) -> int:
    from tui.cli_sources import edit

    return edit(options)


def _remove(options: argparse.Namespace) -> int:
    from tui.cli_sources import remove

    return remove(options)


def _import(options: argparse.Namespace) -> int:
    from tui.cli_newsboat import import_cache, is_cache
    from tui.cli_sources import import_list

    return import_cache(options) if is_cache(options.file) else import_list(options)


def _export(options: argparse.Namespace) -> int:
    if options.form == "opml":
        if options.query:
            raise Stop(USAGE, "telex: a query picks articles: add --as markdown, epub or jsonl")
        from tui.cli_sources import export

        return export(options)
    from tui.cli_articles import export_articles

    return export_articles(options, query_of(options.query), _now())


def _brief(options: argparse.Namespace) -> int:
    from tui.cli_desk import brief

    return brief(options)


def _ledger(options: argparse.Namespace) -> int:
    from tui.cli_desk import ledger

    return ledger(options)


def _status(options: argparse.Namespace) -> int:
    from tui.cli_desk import status

    return status(options)


def _demo(options: argparse.Namespace) -> int:
    _need_terminal("the demo needs a terminal that can place its cursor")
    from tui.app import session
    from tui.demo.tour import DemoError, tour
    from tui.paths import Paths

    try:
        with tour(options.speed) as (config, cache):
            paths = Paths(config=config, cache=cache, state=paths_of(options).state)
            with cache_errors(paths), config_errors():
                return session.run(paths, guide=False)
    except DemoError as error:
        raise Stop(NOTHING, f"telex: {error}") from error


def _doctor(options: argparse.Namespace) -> int:
    paths = paths_of(options)
    from tui.plain import doctor, output, repair

    if options.repair:
        with cache_errors(paths):
            repair.repair(paths, output.standard(), stamp=time.strftime("%Y%m%d-%H%M%S"))
        return DONE
    well = doctor.doctor(
        paths, os.environ, output.standard(), now=_now(), as_json=options.json, try_notify=options.notify
    )
    return DONE if well else NOTHING


def _help(options: argparse.Namespace) -> int:
    from tui.plain import output

    out = output.standard()
    if options.topic is None:
        out.lines(parser().format_help().rstrip())
        return DONE
    from tui.query_help import page

    out.lines("\n".join(page(out.cells or 100)))
    return DONE


def _now() -> int:
    return int(time.time())


def _on_screen() -> bool:
    """Whether there is a terminal that can place its cursor."""
    return os.isatty(0) and os.isatty(1) and os.environ.get("TERM") != "dumb"


def _need_terminal(message: str) -> None:
    if not _on_screen():
        raise Stop(USAGE, f"telex: {message}")


def _mark(options: argparse.Namespace) -> int:
    from tui.cli_triage import mark

    return mark(options, query_of(options.query) if options.query else None)


def _undo(options: argparse.Namespace) -> int:
    from tui.cli_triage import undo

    return undo(options)


def _redo(options: argparse.Namespace) -> int:
    from tui.cli_triage import redo

    return redo(options)


def _journal(options: argparse.Namespace) -> int:
    from tui.cli_triage import journal

    return journal(options)


def _purge(options: argparse.Namespace) -> int:
    from tui.cli_triage import purge

    return purge(options)


def _backup(options: argparse.Namespace) -> int:
    from tui.cli_keep import backup

    return backup(options)


def _restore(options: argparse.Namespace) -> int:
    from tui.cli_keep import restore

    return restore(options)


_VERBS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: _app,
    "poll": _poll,
    "list": _list,
    "search": _list,
    "show": _show,
    "tail": _tail,
    "mark": _mark,
    "undo": _undo,
    "redo": _redo,
    "journal": _journal,
    "purge": _purge,
    "brief": _brief,
    "ledger": _ledger,
    "status": _status,
    "backup": _backup,
    "restore": _restore,
    "sources": _sources,
    "add": _add,
    "edit": _edit,
    "remove": _remove,
    "import": _import,
    "export": _export,
    "demo": _demo,
    "guide": _guide,
    "doctor": _doctor,
    "man": _man,
    "completion": _completion,
    "help": _help,
}
