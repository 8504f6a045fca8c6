"""The arguments of the command line: verbs, options, their help and the exit codes as documented.

Knows what may be typed, not what it does: that is ``tui.cli``. Imports next to nothing.
"""

from __future__ import annotations

import argparse

from tui import __version__
from tui.cli_desk_arguments import add_tail, add_verbs

_EXITS = """\
exit codes:
  0    done; also when the reader of a pipe went away
  1    nothing was found, or it failed in part
  2    wrong usage or configuration
  3    the cache cannot be used
  4    another poller is at work on this cache
  70   a fault of telex itself; a report lies in its state folder
  130  interrupted
"""
_QUERY = """\
A query is words that must all be there; "a phrase", word*, OR, ( ) and - for not; fields such as
source:bbc is:unread newer:2h level:urgent.. sort:oldest. `telex help query` has them all.
A query that begins with - goes behind --, as in: telex list -- -is:read

On a terminal the lines are cut to its width. In a pipe the columns stand between tabs, uncut:
id, time, level, marks (N unread, * starred, z put off, x dismissed), source, title.

"""
_ADD = """\
Asked for are, at most seven addresses in all: the address itself, the feeds that its page names, the
links on it that look like feeds, and the usual places. For pages of YouTube, Reddit, Mastodon, GitHub,
GitLab, Lemmy, Substack, Bluesky, Medium and others telex knows where the feeds are.

"""
_LISTS = """\
A cache.db of newsboat brings its articles, what was read (deleted articles are dismissed) and its flags (a
star, and a tag for each). Import urls first if you want its tags as groups.

Everything that cannot be used is named. A saved search of newsboat is printed as the command that
finds the same; attributes of outlines that telex does not use are kept for telex export.

"""
_EXPORT = """\
The sources by default. With --as: the articles that a query finds, with their full stories where those
were fetched: a folder of Markdown files with front matter (needs -o), one EPUB book, or JSON Lines.

"""
_MARK = """\
Done to all that the query finds, or to the articles with the numbers of --id, in one act that telex
undo takes back. later needs --until, tag and untag need --tag; undismiss looks among the dismissed.

"""
_JOURNAL = """\
On a terminal: number, time, what was done, where. In a pipe the columns stand between tabs: number,
time, terminal, whether it was undone, what was done.

"""
_PURGE = """\
Starred and tagged articles and those put off always stay, and so do the newest of each source. The
poller purges by itself once a day. How many bytes that frees is an estimate by the average article;
they are used again, and given back to the file system while the poller is idle.

"""
_BACKUP = """\
JSON Lines, as docs/backup.md describes them. Texts come with the articles that you starred, tagged or
put off, and with --articles of all. Not in it: passwords, and what runs programs or reads local files.

"""
_RESTORE = """\
Nothing that is here is lost, and restoring twice changes nothing more. What you have marked since the
backup stays as it is. Marks of articles that are not here wait until their sources bring them. Lines
that cannot be used are named, and the rest is taken.

"""
_ACTS = (
    "read", "unread", "star", "unstar", "later", "unlater", "dismiss", "dismiss-for-good", "undismiss",
    "tag", "untag",
)  # fmt: skip
_JSON = "print JSON Lines: one object on each line"
_MOST = 2**63 - 1
"""SQLite's largest number."""


def parser() -> argparse.ArgumentParser:
    """The parser of ``telex``; ``verb`` in what it gives is None where the app is asked for.

    ``--config`` and ``--cache`` are only set where they are given, so that they may stand before or
    after the verb.
    """
    everywhere = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument("--config", metavar="FILE", help="the configuration file")
    everywhere.add_argument("--cache", metavar="DIR", help="the folder of the cache")
    everywhere.add_argument("--version", action="version", version=f"telex {__version__}")
    shape = argparse.RawDescriptionHelpFormatter
    telex = argparse.ArgumentParser(
        prog="telex",
        description="A news desk in a terminal. Without a verb: the app.",
        epilog=_EXITS,
        formatter_class=shape,
        allow_abbrev=False,
        parents=[everywhere],
    )
    telex.add_argument(
        "--plain", action="store_true", help="lines and commands instead of a screen, as for a screen reader"
    )
    telex.add_argument(
        "--read-only",
        action="store_true",
        help="a guest's session: nothing is changed, no program is started, no poller either",
    )
    verbs = telex.add_subparsers(title="verbs", metavar="VERB", dest="verb")

    def verb(name: str, summary: str, more: str = "") -> argparse.ArgumentParser:
        return verbs.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=more + _EXITS,
            formatter_class=shape,
            allow_abbrev=False,
            parents=[everywhere],
        )

    made = verb("poll", "fetch what is new, now and from then on")
    made.add_argument("--once", action="store_true", help="end after one round")
    made.add_argument("--all", action="store_true", help="fetch every source, not only those that are due")
    # What the app starts: ends when standard input does.
    made.add_argument("--attached", action="store_true", help=argparse.SUPPRESS)
    made = verb("list", "print the newest articles", _QUERY)
    made.add_argument("query", metavar="QUERY", nargs="*")
    _limited(made)
    made = verb("show", "print one article, or the lead of a story; it is not marked as read")
    made.add_argument(
        "id", metavar="ID", type=_shown, help="the number in front of it in telex list; story:12"
    )
    made.add_argument("--format", choices=("text", "markdown", "html", "json"), default="text")
    made.add_argument("--json", dest="format", action="store_const", const="json", help="as --format json")
    made = verb("search", "print the newest articles that a query finds", _QUERY)
    made.add_argument("query", metavar="QUERY", nargs="+")
    _limited(made)
    made = verb("add", "find the feed of an address and add it to the sources", _ADD)
    made.add_argument("url", metavar="URL", help="the address of a site or a feed; https:// may be left out")
    made.add_argument("--name", default="", help="what to call it; else the feed's own title")
    made.add_argument("--group", default="", help='its group; "A/B" is a group in a group')
    made.add_argument("--interval", metavar="TIME", help="the time between two polls, such as 30m")
    made.add_argument("--pick", metavar="N", type=_number, default=0, help="take number N of several")
    made.add_argument("--no-check", action="store_true", help="add the address as it is, unasked")
    made.add_argument("--json", action="store_true", help=_JSON)
    made = verb("edit", "change one source in the configuration; its articles and marks stay")
    made.add_argument("source", metavar="URL-or-NAME")
    made.add_argument("--name", help='what to call it; "" for the feed\'s own title')
    made.add_argument("--group", help='its group; "" for none')
    made.add_argument(
        "--interval", metavar="TIME", help="the time between two polls, such as 30m, or default"
    )
    made.add_argument("--weight", metavar="N", type=_weight, help="how much its word counts, 0 to 10")
    made.add_argument("--url", metavar="NEW", help="where the feed is now")
    paused = made.add_mutually_exclusive_group()
    paused.add_argument(
        "--pause", dest="enabled", action="store_false", default=None, help="do not poll it for now"
    )
    paused.add_argument("--resume", dest="enabled", action="store_true", default=None, help="poll it again")
    made = verb("remove", "take a source out of the configuration; its articles stay")
    made.add_argument("source", metavar="URL-or-NAME")
    made = verb("sources", "print the sources with their counts and health")
    made.add_argument("--audit", action="store_true", help="print what could be pruned and why, worst first")
    made.add_argument("--json", action="store_true", help=_JSON)
    made = verb("import", "add the sources of an OPML file, or of newsboat's urls or cache.db", _LISTS)
    made.add_argument("file", metavar="FILE", help="the file, or - for standard input")
    made = verb("export", "print the sources as OPML 2.0, or articles for other programs", _EXPORT + _QUERY)
    made.add_argument("query", metavar="QUERY", nargs="*", help="which articles")
    made.add_argument("--as", dest="form", choices=("opml", "markdown", "epub", "jsonl"), default="opml")
    made.add_argument("-o", "--output", metavar="PATH", help="write to a file, or for markdown to a folder")
    made.add_argument(
        "--limit", metavar="N", type=_number, default=500, help="at most N articles; 0: all (default: 500)"
    )
    made = verb("tail", "print arrivals as they come, until stopped")
    add_tail(made, _JSON)
    add_verbs(verb, _number, _JSON)
    made = verb("mark", "do something to the articles that a query finds", _MARK + _QUERY)
    made.add_argument("act", metavar="ACT", choices=_ACTS, help=", ".join(_ACTS))
    made.add_argument("query", metavar="QUERY", nargs="*")
    made.add_argument(
        "--id", metavar="N", type=_number, action="append", help="this article; may stand again"
    )
    made.add_argument("--until", metavar="TIME", help="of later: 2h, 18:30, tomorrow, monday 9:00 …")
    made.add_argument("--tag", metavar="WORD", help="of tag and untag")
    made.add_argument("--json", action="store_true", help=_JSON)
    for name, summary in (
        ("undo", "take back the last act on articles, of whatever terminal"),
        ("redo", "do again what was taken back last"),
    ):
        verb(name, summary).add_argument("--json", action="store_true", help=_JSON)
    made = verb("journal", "print what was done to articles, the newest act first", _JOURNAL)
    made.add_argument("--since", metavar="TIME", help="only since then: 2h, yesterday, monday, 9:00 …")
    made.add_argument(
        "--limit", metavar="N", type=_number, default=50, help="at most N entries; 0: all (default: 50)"
    )
    made.add_argument(
        "--restore-read",
        metavar="TIME",
        help="make articles read and unread as they were then: an act that can be undone",
    )
    made.add_argument("--json", action="store_true", help=_JSON)
    made = verb("purge", "remove the articles that [retention] keeps no longer", _PURGE)
    made.add_argument("--dry-run", action="store_true", help="only say what would go, and how much")
    made.add_argument("--json", action="store_true", help=_JSON)
    made = verb("backup", "write what is yours to a file: sources, marks, tags, rules, journal", _BACKUP)
    made.add_argument("file", metavar="FILE", help="the file, or - for standard output")
    made.add_argument("--articles", action="store_true", help="with the texts of all articles")
    made = verb("restore", "merge a backup into what is here", _RESTORE)
    made.add_argument("file", metavar="FILE", help="a file that telex backup wrote")
    made = verb("demo", "a tour with invented news from a publisher on this machine")
    made.add_argument("--speed", metavar="N", type=_speed, default=1.0, help="how fast its time runs")
    verb("guide", "choose sources, keys and alerts step by step, then read")
    made = verb("help", "print this help, or the page on queries")
    made.add_argument(
        "topic", metavar="TOPIC", nargs="?", choices=("query",), help="query: what can be asked"
    )
    made = verb("doctor", "check versions, files, cache and terminal")
    made.add_argument("--notify", action="store_true", help="try the terminal's notification, bell and title")
    made.add_argument("--json", action="store_true", help=_JSON)
    made.add_argument(
        "--repair", action="store_true", help="save what a damaged cache holds into a new one; keeps the old"
    )
    made = verb("man", "print the manual page, for man -l -")
    made = verb("completion", "print completions for a shell")
    made.add_argument("shell", choices=("bash", "zsh", "fish"))
    return telex


def _limited(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit", metavar="N", type=_number, default=100, help="at most N articles; 0: all (default: 100)"
    )
    parser.add_argument("--json", action="store_true", help=_JSON)


def _shown(text: str) -> str:
    """The number of an article, or ``story:`` with that of a story."""
    _number(text.removeprefix("story:"))
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _MOST):
        raise argparse.ArgumentTypeError("must be a whole number, 0 or more")
    return int(text)


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= 10:
        raise argparse.ArgumentTypeError("must be a number from 0 to 10")
    return weight


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.1 <= speed <= 1000:
        raise argparse.ArgumentTypeError("must be a number from 0.1 to 1000")
    return speed
