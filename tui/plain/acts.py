"""Acts on articles as lines of text and as JSON objects: one act, the journal, a purge. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui import ages
from tui.cache.journal import Entry
from tui.cache.triage import Act
from tui.text import fit
from tui.told import TIMES, counted, told


def act_record(act: Act) -> dict[str, object]:
    """An act as ``--json`` prints it."""
    return {"act": act.act, "argument": _argument(act.act, act.argument), "articles": list(act.article_ids)}


def entry_record(entry: Entry) -> dict[str, object]:
    """An entry of the journal as ``--json`` prints it; times in UTC after RFC 3339, or null."""
    return {
        "id": entry.id,
        "at": ages.iso(entry.at),
        "terminal": entry.terminal,
        "act": entry.act,
        "argument": _argument(entry.act, entry.argument),
        "articles": list(entry.article_ids),
        "shown": entry.seen,
        "undone": None if entry.undone is None else ages.iso(entry.undone),
        "about": entry.about or None,
    }


def _argument(act: str, argument: str) -> str:
    return ages.iso(int(argument)) if act in TIMES else argument


def entry_columns(entry: Entry, now: int) -> tuple[str, ...]:
    """An entry for a pipe: id, time, terminal, ``undone`` or ``-``, what happened."""
    return (
        str(entry.id),
        ages.iso(entry.at),
        entry.terminal or "-",
        "-" if entry.undone is None else "undone",
        told(entry.act, entry.argument, len(entry.article_ids), now),
    )


def journal_table(entries: Iterable[Entry], now: int, cells: int) -> Iterable[str]:
    """The journal for a terminal, a line of at most ``cells`` cells for each entry."""
    for entry in entries:
        undone = "" if entry.undone is None else f"  (undone {ages.moment(entry.undone, now)})"
        where = f"  {entry.terminal}" if entry.terminal else ""
        what = told(entry.act, entry.argument, len(entry.article_ids), now)
        yield fit(f"{entry.id:>6}  {ages.moment(entry.at, now):>16}  {what}{undone}{where}", cells).rstrip()


@dataclass(frozen=True, slots=True)
class Lost:
    """What a purge takes, or would take, from one source."""

    source: str
    articles: int
    size: int
    """Bytes in the file, about."""


def lost_record(lost: Lost) -> dict[str, object]:
    """The same as ``--json`` prints it."""
    return {"source": lost.source, "articles": lost.articles, "bytes": lost.size}


def purge_lines(losses: Sequence[Lost], *, rehearsed: bool) -> Iterable[str]:
    """One line for each source, then the sum."""
    for lost in losses:
        yield f"{lost.source}: {counted(lost.articles)}, about {_size(lost.size)}"
    articles, size = sum(each.articles for each in losses), sum(each.size for each in losses)
    word = "would be purged" if rehearsed else "purged"
    yield f"{counted(articles)} {word}, about {_size(size)}"


def _size(count: int) -> str:
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"
