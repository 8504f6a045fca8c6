"""The verb ``add``: an address as a person has it becomes a source, once its feed has been looked at.

Knows no protocol and no SQL. Needs no poller and disturbs none: it asks for itself and then edits the
configuration, which a poller at work follows.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING

from tui.cli_frame import DONE, NOTHING, USAGE, Stop, complain, configured, open_cache, value_of
from tui.cli_sources import subscribe

if TYPE_CHECKING:
    from tui.cache.requests import Discovery
    from tui.config import Settings
    from tui.model import Source
    from tui.paths import Paths
    from tui.plain.output import Output

UNLOOKED = "`telex add --no-check URL` adds it without looking"


def add(options: argparse.Namespace) -> int:
    """``telex add``: find the feed, show what is in it, subscribe to it."""
    paths, settings = configured(options)
    source = _wanted(options)
    _refuse_known(paths, settings, source)
    from tui.cache.requests import Discovery
    from tui.plain import found, output
    from tui.text import shown_url

    out = output.standard()
    if options.no_check:
        discovery, url = Discovery(asked=shown_url(source.url)), source.url
    else:
        discovery = _discover(paths, settings, options.url)
        url = _chosen(discovery, options, out)
    added = _renamed(source, url) if url else None
    if added is not None:
        _refuse_known(paths, settings, added)
        subscribe(paths, settings, [added])
    if options.json:
        out.record(found.record(discovery, url))
    elif added is not None:
        _report(discovery, added, out)
    if added is None:
        raise Stop(NOTHING, _nothing(discovery, options))
    return DONE


def _wanted(options: argparse.Namespace) -> Source:
    """The source as it would be without looking; options that are wrong end the verb before that."""
    from tui import config_values as values
    from tui.feeds.candidates import typed_addresses
    from tui.model import Source

    every = options.interval
    addresses = typed_addresses(options.url)
    if not addresses:
        raise Stop(USAGE, f"telex: URL must be an http or https address, not {values.shown(options.url)}")
    return Source(
        url=addresses[0],
        name=value_of("--name", values.words, options.name),
        group=value_of("--group", values.words, options.group),
        interval=None if every is None else value_of("--interval", values.duration("1s", "30d"), every),
    )


def _renamed(source: Source, url: str) -> Source:
    from dataclasses import replace

    return replace(source, url=url)


def _refuse_known(paths: Paths, settings: Settings, source: Source) -> None:
    from tui.config_edit import unknown_sources
    from tui.text import shown_url

    if not unknown_sources([source], settings.sources):
        raise Stop(NOTHING, f"telex: {shown_url(source.url)} is in {paths.config} already")


def _discover(paths: Paths, settings: Settings, typed: str) -> Discovery:
    import asyncio

    from tui.feeds.accounts import Accounts
    from tui.feeds.lookups import look

    accounts = Accounts(settings, paths.config, os.environ)
    with open_cache(paths, settings) as connection:
        return asyncio.run(look(typed, connection, accounts, time.time, _tell))


def _tell(url: str) -> None:
    """Keep whoever waits at a terminal informed."""
    if sys.stderr.isatty():
        complain(f"asking {url}")


def _chosen(discovery: Discovery, options: argparse.Namespace, out: Output) -> str:
    """The address to subscribe to; "" where there is none, or a person has to choose first."""
    count = len(discovery.found)
    number = options.pick or (1 if count == 1 else 0)
    if count > 1 and not number and not options.json:
        from tui.plain.found import choices

        for line in choices(discovery, int(time.time())):
            out.line(line)
        number = _asked(count, out)
    return discovery.found[number - 1].url if 0 < number <= count else ""


def _asked(count: int, out: Output) -> int:
    """The number that the user types; 0 for none, or where nobody can be asked."""
    if not (sys.stdin.isatty() and out.stream.isatty()):
        return 0
    while True:
        out.put(f"Which one? [1-{count}, Enter for none] ")
        out.flush()
        typed = sys.stdin.readline().strip()
        if not typed:
            return 0
        if typed.isascii() and typed.isdigit() and 0 < int(typed[:9]) <= count:
            return int(typed)


def _report(discovery: Discovery, added: Source, out: Output) -> None:
    from tui.plain.found import preview
    from tui.text import shown_url

    feed = next((feed for feed in discovery.found if feed.url == added.url), None)
    title = feed.title if feed else ""
    out.line(f"added {added.name or title or shown_url(added.url)}; it is polled next")
    for line in preview(feed, int(time.time())) if feed else ():
        out.line(line)


def _nothing(discovery: Discovery, options: argparse.Namespace) -> str:
    """Why nothing was added, and what to do."""
    from tui.plain.found import tried

    count = len(discovery.found)
    if count and options.pick:
        return f"telex: there is no feed {options.pick}; {count} were found at {discovery.asked}"
    if count:
        return "telex: several feeds; choose one with `telex add URL --pick N`, or add its own address"
    if not discovery.answered:
        return "\n".join([f"telex: nothing answers at {discovery.asked}", *tried(discovery), UNLOOKED])
    return "\n".join([f"telex: no feed was found at {discovery.asked}", *tried(discovery), UNLOOKED])
