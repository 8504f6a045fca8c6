"""The arguments of the desk's verbs. Knows what may be typed, not what it does: that is ``tui.cli_desk``."""

from __future__ import annotations

import argparse
from collections.abc import Callable

LEVELS = ("routine", "urgent", "bulletin", "flash")
_STATUS = """\
The format is text with fields in braces, cut where a number of cells follows: "{level} {alert:40}".
Fields: unread, starred, alerts (told in 24 hours), level, alert, source (of the gravest alert of the last
hour; empty without one), failing, poller. In tmux:
  set -g status-right '#(telex status --tmux --format "{level} {alert:50}")'

"""
_LEDGER = """\
first: stories of several publishers that the source had before all others, of those that it had at
all; lag: median from published to fetched; shown: from fetched to a screen; same: polls that brought
nothing new.

"""


def add_verbs(verb: Callable[..., argparse.ArgumentParser], number: Callable[[str], int], json: str) -> None:
    """Add the desk's verbs to the parser; ``verb`` makes one."""
    made = verb("brief", "print what happened since a time: levels, and the stories by weight")
    made.add_argument("--since", metavar="TIME", default="8h", help="since 8h (default), 30m, 2d ago")
    made.add_argument("--limit", metavar="N", type=number, default=12, help="at most N stories; 0: all")
    form = made.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="print Markdown")
    form.add_argument("--json", action="store_true", help="print one JSON object")
    made = verb("ledger", "print which source is first how often, and what polling costs", _LEDGER)
    made.add_argument("--since", metavar="TIME", default="7d", help="of the last 7d (default), 12h …")
    made.add_argument("--json", action="store_true", help=json)
    made = verb("status", "print one line for a status bar", _STATUS)
    made.add_argument("--format", default="{level:9}{alert:60}  {unread} unread", help="what to print")
    made.add_argument("--tmux", action="store_true", help="make # harmless, as tmux's status line needs it")
    made.add_argument("--json", action="store_true", help="print all fields as one JSON object")


def add_tail(made: argparse.ArgumentParser, json: str) -> None:
    """Add the options of ``tail``."""
    made.add_argument("query", metavar="QUERY", nargs="*", help="only arrivals that it finds, and no alerts")
    made.add_argument("--since", metavar="TIME", help="begin with what came in the last 2h, 30m, 1d")
    made.add_argument(
        "--level", metavar="LEVEL", type=str.lower, choices=LEVELS,
        help="alerts of this level and above, and no arrivals: urgent, bulletin or flash",
    )  # fmt: skip
    follow = made.add_mutually_exclusive_group()
    follow.add_argument("--follow", action="store_true", help="go on with what comes (the default)")
    follow.add_argument("--no-follow", action="store_true", help="end after what is there already")
    made.add_argument("--json", action="store_true", help=json)
