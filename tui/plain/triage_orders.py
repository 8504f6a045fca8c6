"""The commands in lines that mark articles: read, star, later, dismiss, tag; undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tui.cache import triage
from tui.cache.listing import Listing
from tui.cache.search import narrowed
from tui.cache.window import Window
from tui.plain.order import Order
from tui.plain.session import Session
from tui.put_off import EXPECTED, NAMED, comes_back
from tui.query import parse


def _marks(act: str) -> Callable[[Session, str], None]:
    return lambda session, text: session.mark(act, session.chosen(text))


def _everything(session: Session, _: str) -> None:
    unread = replace(narrowed(Listing(""), parse("is:unread"), session.clock()), limit=None)
    session.mark_ids("read", list(Window(session.connection, unread, now=session.clock()).ids()))


def _later(session: Session, text: str) -> None:
    which, _, when = text.partition(" ")
    try:
        until = comes_back(when or NAMED[0], session.clock())
    except ValueError as error:
        raise ValueError(f"{error}; put it off until {EXPECTED}.") from error
    session.mark("later", session.chosen(which), str(until))


def _tags(act: str) -> Callable[[Session, str], None]:
    def do(session: Session, text: str) -> None:
        which, _, word = text.partition(" ")
        name = triage.tag_name(word)
        if not name:
            raise ValueError(f"Which tag? Write {act} NUMBER WORD.")
        session.mark(act, session.chosen(which), name)

    return do


def _undo(session: Session, _: str) -> None:
    session.turned(triage.undo, "Taken back", "There is nothing to take back.")


def _redo(session: Session, _: str) -> None:
    session.turned(triage.redo, "Done again", "There is nothing to do again.")


TRIAGE = (
    Order("read", "NUMBER", "Mark read.", _marks("read")),
    Order("unread", "NUMBER", "Mark unread.", _marks("unread")),
    Order("everything-read", "", "Mark all articles of all sources read.", _everything),
    Order("star", "NUMBER", "Star.", _marks("star")),
    Order("unstar", "NUMBER", "Take the star away.", _marks("unstar")),
    Order("later", "NUMBER WHEN", "Put off, until tomorrow or when you say.", _later),
    Order("unlater", "NUMBER", "Put off no longer.", _marks("unlater")),
    Order("dismiss", "NUMBER", "Set apart until its headline changes.", _marks("dismiss")),
    Order("drop", "NUMBER", "Set apart for good.", _marks("dismiss-for-good")),
    Order("restore", "NUMBER", "Into the lists again, though it was dismissed.", _marks("undismiss")),
    Order("tag", "NUMBER WORD", "Tag.", _tags("tag")),
    Order("untag", "NUMBER WORD", "Take a tag away.", _tags("untag")),
    Order("undo", "", "Take back the last change, also of an earlier session.", _undo),
    Order("redo", "", "Do again what was taken back.", _redo),
)
