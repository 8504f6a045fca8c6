"""Every act of the reader, as data.

The one table that keys, key line, help, palette and ``:`` line come from.

An act is carried out by the method of ``screens.reader.Reader`` that bears its name
(``next-unread`` → ``act_next_unread``); a test holds that each has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Pane(StrEnum):
    """Where the keys go."""

    SOURCES = "sources"
    HEADLINES = "headlines"
    STORY = "story"


LISTS = frozenset({Pane.SOURCES, Pane.HEADLINES})
SOURCES = frozenset({Pane.SOURCES})
ARTICLES = frozenset({Pane.HEADLINES, Pane.STORY})
EVERYWHERE = frozenset(Pane)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the user can do."""

    id: str
    words: str
    """Two or three words for the key line."""
    help: str
    """One sentence for the help screen."""
    keys: tuple[str, ...]
    """The ``vim`` preset: characters as typed, or Textual's names of other keys."""
    panes: frozenset[Pane] = EVERYWHERE
    shown: frozenset[Pane] = frozenset()
    """The panes whose key line names it."""
    argument: str = ""
    """What may follow it on the ``:`` line, for the help; empty: nothing."""


ACTS: tuple[Act, ...] = (
    Act("open", "open", "Open what the cursor is on.", ("enter", "l", "right"), LISTS, LISTS),
    Act(
        "read-on",
        "read on",
        "One page on; at the end of a story the next unread one.",
        ("space",),
        ARTICLES,
        ARTICLES,
    ),
    Act("next-unread", "next", "Go to the next unread article.", ("n",), ARTICLES, ARTICLES),
    Act("previous-unread", "previous unread", "Go to the unread article before this one.", ("N",), ARTICLES),
    Act("toggle-read", "read", "Mark read, or unread again.", ("m",), ARTICLES, ARTICLES),
    Act(
        "star", "star", "Star, or take the star away. Starred articles are kept.", ("s",), ARTICLES, ARTICLES
    ),
    Act(
        "mark-list-read",
        "all read",
        "Mark the list read: what it shows, and not what has arrived since.",
        ("A",),
    ),
    Act(
        "undo",
        "undo",
        "Take back the last mark or star, also of an earlier session.",
        ("u",),
        shown=frozenset({Pane.HEADLINES}),
    ),
    Act(
        "back",
        "back",
        "Back to the pane or the list before; from the first one q quits.",
        ("h", "left", "backspace", "escape", "q"),
        shown=frozenset({Pane.STORY}),
    ),
    Act(
        "browser",
        "browser",
        "Open the article's link in $BROWSER; without one, show and copy it.",
        ("o",),
        ARTICLES,
        frozenset({Pane.STORY}),
    ),
    Act(
        "copy-link",
        "copy link",
        "Copy the article's link through the terminal (OSC 52).",
        ("y",),
        ARTICLES,
        frozenset({Pane.STORY}),
    ),
    Act(
        "link",
        "link",
        "Open the story's link of that number.",
        tuple("123456789"),
        frozenset({Pane.STORY}),
        argument="NUMBER",
    ),
    Act("release", "show new", "Let the articles that have arrived into the list.", (".",)),
    Act(
        "search",
        "search",
        'Search in what the list covers: words, "phrases", -not, is:unread, newer:2h …',
        ("/",),
        shown=LISTS,
        argument="QUERY",
    ),
    Act("command", "command", "Type an act by its name.", (":",)),
    Act("palette", "palette", "Find an act or a theme by typing.", ("ctrl+p",)),
    Act("poll-source", "poll", "Poll this source now.", ("r",), shown=SOURCES),
    Act("poll-all", "poll all", "Poll all sources now.", ("R",), shown=SOURCES),
    Act(
        "subscribe",
        "subscribe",
        "Subscribe: type the address of a site or a feed, and choose by its headlines.",
        ("a",),
        SOURCES,
        SOURCES,
        argument="ADDRESS",
    ),
    Act("rename", "rename", "Give the source another name.", ("e",), SOURCES, SOURCES, argument="NAME"),
    Act("move", "move", "Put the source into another group.", ("M",), SOURCES, argument="GROUP"),
    Act("pause", "pause", "Poll the source no longer, or again.", ("p",), SOURCES, SOURCES),
    Act("remove", "remove", "Unsubscribe, once you have said yes. Its articles stay.", ("D",), SOURCES),
    Act("down", "down", "One row or line down.", ("j", "down")),
    Act("up", "up", "One row or line up.", ("k", "up")),
    Act("half-page-down", "half page down", "Half a page down.", ("ctrl+d",)),
    Act("half-page-up", "half page up", "Half a page up.", ("ctrl+u",)),
    Act("page-down", "page down", "A page down.", ("pagedown", "ctrl+f")),
    Act("page-up", "page up", "A page up.", ("pageup", "ctrl+b")),
    Act("first", "first", "To the first row or line.", ("g", "home")),
    Act("last", "last", "To the last row or line.", ("G", "end")),
    Act("next-pane", "next pane", "Give the keys to the next pane.", ("tab",), shown=SOURCES),
    Act("previous-pane", "previous pane", "Give the keys to the pane before.", ("shift+tab",)),
    Act("theme", "theme", "The next theme, or the one that is named.", ("T",), argument="NAME"),
    Act("redraw", "redraw", "Draw the whole screen anew.", ("ctrl+l",)),
    Act("suspend", "suspend", "Back to the shell; `fg` returns.", ("ctrl+z",)),
    Act("help", "help", "What the keys do here.", ("?",), shown=EVERYWHERE),
    Act("quit", "quit", "Leave telex.", ("Q", "ctrl+c")),
)

BY_ID: dict[str, Act] = {act.id: act for act in ACTS}
