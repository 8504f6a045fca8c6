"""What the acts of triage do: marks, stars, and taking them back. Knows no key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from tui.cache import triage

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


_DONE = {"read": "marked read", "unread": "marked unread", "star": "starred", "unstar": "no longer starred"}


def _toggle_read(reader: Reader, _: str) -> None:
    if target := reader.target:
        mark(reader, "unread" if target.read else "read", [target.id])


def _star(reader: Reader, _: str) -> None:
    if target := reader.target:
        mark(reader, "unstar" if target.starred else "star", [target.id])


def _mark_list_read(reader: Reader, _: str) -> None:
    mark(reader, "read", reader.reading.window.ids())


def mark(reader: Reader, act: str, article_ids: Iterable[int], *, say: bool = True) -> None:
    """Mark articles by an act of ``cache.triage``; says so, unless ``say`` is off, once it is on disk."""
    context = reader.context

    def done(result: triage.Act) -> None:
        if say:
            reader.say(f"{_articles(len(result.article_ids))} {_DONE[act]}; u takes it back.")

    # The ids are those of this moment: what arrives while the write waits is not among them.
    reader.write(
        done,
        partial(
            triage.mark, act=act, article_ids=list(article_ids), now=context.now(), terminal=context.terminal
        ),
    )


def _undo(reader: Reader, _: str) -> None:
    def done(result: triage.Act | None) -> None:
        if result is None:
            reader.say("There is nothing to take back.")
        else:
            reader.say(f"Taken back: {_articles(len(result.article_ids))} {_DONE[result.act]}.")

    reader.write(done, partial(triage.undo, now=reader.context.now(), terminal=reader.context.terminal))


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


TRIAGE_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "toggle-read": _toggle_read,
    "star": _star,
    "mark-list-read": _mark_list_read,
    "undo": _undo,
}
