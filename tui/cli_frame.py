"""What every verb stands in: its paths, configuration and cache, and each expected error as an exit code.

Knows no verb. Imports rooms only when they are asked for: see ``tui.cli``.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from tui.cache.database import Connection
    from tui.config import Settings
    from tui.paths import Paths
    from tui.query import Node

DONE, NOTHING, USAGE, CACHE, FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130
"""The exit codes as ``cli_arguments`` documents them; 4 is the poller's own."""

_QUERY_LIMIT = 4_000
"""Characters of a query."""
_CONTEXT = 35
"""Characters of a wrong query that are shown on each side of the place."""

_T = TypeVar("_T")


class Stop(Exception):  # noqa: N818 - it may also end a verb that did its work
    """The verb ends here with ``code``; its text is for the user."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


def complain(text: str) -> None:
    """Say something on standard error, through the same gate as all output."""
    from tui.plain.output import harmless

    if sys.__stderr__ is not None:  # closed by whoever started telex
        sys.__stderr__.writelines(f"{harmless(line)}\n" for line in text.split("\n"))


def paths_of(options: argparse.Namespace) -> Paths:
    """Where everything is for these options; a file that ``--config`` names must be there."""
    from pathlib import Path

    from tui.paths import resolve

    config: str | None
    cache: str | None
    config, cache = getattr(options, "config", None), getattr(options, "cache", None)
    if config is not None and not os.path.exists(config):
        raise Stop(USAGE, f"telex: {config}: there is no such configuration")
    try:
        return resolve(
            os.environ,
            config=None if config is None else Path(config),
            cache=None if cache is None else Path(cache),
        )
    except RuntimeError as error:  # pathlib's, where neither HOME nor the user's entry says it
        raise Stop(USAGE, f"telex: {error}; set HOME") from error


def first_start(paths: Paths, *, bare: bool = False) -> bool:
    """Write the first configuration where there is none, ``bare`` of sources; True when that was done."""
    if os.path.exists(paths.config):
        return False
    from tui.config import write_example

    with file_errors(of=paths.config):
        write_example(paths.config, bare=bare)
    return True


def configured(options: argparse.Namespace, *, bare: bool = False) -> tuple[Paths, Settings]:
    """Paths and settings, for a verb that needs both; says so when it wrote the first configuration."""
    paths = paths_of(options)
    if first_start(paths, bare=bare):
        complain(f"telex: wrote {paths.config}")
    return paths, settings_of(paths)


def settings_of(paths: Paths) -> Settings:
    """The configuration, read; one that is wrong ends the verb with all its mistakes."""
    from tui.config import load

    with config_errors():
        return load(paths.config)


@contextmanager
def config_errors() -> Iterator[None]:
    """A configuration that cannot be used ends the verb with all its mistakes."""
    from tui.config import ConfigError

    try:
        yield
    except ConfigError as error:
        raise Stop(USAGE, str(error)) from error


def value_of(name: str, read: Callable[[str], _T], text: str) -> _T:
    """What ``read`` makes of an option's text; its ``ValueError`` becomes a mistake of ``name``."""
    try:
        return read(text)
    except ValueError as error:
        raise Stop(USAGE, f"telex: {name} {error}") from error


@contextmanager
def open_cache(paths: Paths, settings: Settings | None = None) -> Iterator[Connection]:
    """The open cache, its sources in step with ``settings``."""
    with cache_errors(paths):
        from tui.cache.readonly import connect_to_read
        from tui.cache.returns import bring_back
        from tui.cache.sources import sync

        connection = connect_to_read(paths.database)
        try:
            if not connection.readonly("main"):
                if settings is not None:
                    sync(connection, settings.sources, settings.poll.interval)
                bring_back(connection, int(time.time()))
            yield connection
        finally:
            connection.close()


@contextmanager
def cache_errors(paths: Paths) -> Iterator[None]:
    """A cache that cannot be used ends the verb."""
    import apsw

    from tui.cache.database import CacheError, explain

    try:
        yield
    except CacheError as error:
        raise Stop(CACHE, f"telex: {error}") from error
    except apsw.Error as error:
        raise Stop(CACHE, f"telex: {explain(error, paths.database)}") from error


@contextmanager
def file_errors(code: int = USAGE, of: Path | str | None = None) -> Iterator[None]:
    """A file that cannot be read or written ends the verb with ``code``.

    ``of``: the file of an error that names none. Those of standard output are told by ``tui.cli``.
    """
    try:
        yield
    except OSError as error:
        from tui.paths import STANDARD_OUTPUT

        name = error.filename or of
        if name in (None, STANDARD_OUTPUT):
            raise
        raise Stop(code, f"telex: {name}: {error.strerror}") from error


def query_of(words: Sequence[str]) -> Node:
    """The query that the arguments make together; a wrong one is shown with a caret below the place."""
    from tui.query import QueryError, parse
    from tui.text import clean_line, width

    # clean_line also takes out the lone surrogates that stand for undecodable bytes of an argument.
    text = clean_line(" ".join(words), _QUERY_LIMIT + 1)
    if len(text) > _QUERY_LIMIT:
        raise Stop(USAGE, f"telex: the query is longer than {_QUERY_LIMIT:,} characters")
    try:
        return parse(text)
    except QueryError as error:
        place = error.position
        before = text[max(0, place - _CONTEXT) : place]
        shown = f"  {before}{text[place : place + _CONTEXT]}\n  {' ' * width(before)}^"
        raise Stop(USAGE, f"telex: {error}\n{shown}") from error
