"""The keys of the presets other than ``vim``, as data: those that the peers document, act by act.

An act that is not named here keeps its ``vim`` keys where the preset has no use for them, and stands
behind the preset's leader where it has: ``app.keys``. ``story:Enter`` is Enter in that pane alone.

Sources: newsboat 2.44 ``doc/keycmds.dsv``; neomutt's index and pager (``index/functions.c``,
``pager/functions.c``); elfeed 4.1 (``elfeed-search.el``, ``elfeed-show.el``), gnus' summary and Emacs
itself. The tests hold each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LEADERS: Mapping[str, str] = MappingProxyType({"newsboat": ",", "mutt": ",", "emacs": "ctrl+c"})
"""What an act stands behind whose own key is taken; in newsboat the key for macros."""

_NEWSBOAT: dict[str, tuple[str, ...]] = {
    "open": ("Enter", "Right"),
    "read-on": ("Space",),
    "next-unread": ("n",),
    "previous-unread": ("p",),
    "back": ("Left", "Backspace", "Esc", "h"),
    "leave": ("q",),
    "quit": ("Q", "Ctrl-c"),
    "toggle-read": ("N",),
    "star": ("Ctrl-e",),
    "mark-list-read": ("A",),
    "browser": ("o",),
    "link": ("#", *"123456789"),
    "search": ("/", "F"),
    "sort": ("g", "G"),
    "command": (":",),
    "poll-source": ("r",),
    "poll-all": ("R",),
    "down": ("Down", "sources:j", "sources:J", "headlines:J"),
    "up": ("Up", "sources:k", "sources:K", "headlines:K"),
    "next-article": ("story:J",),
    "previous-article": ("story:K",),
    "page-down": ("PgDn",),
    "page-up": ("PgUp",),
    "first": ("Home",),
    "last": ("End",),
    "next-pane": ("Tab",),
    "next-source": ("headlines:j",),
    "previous-source": ("headlines:k",),
    "next-unread-source": ("Ctrl-n",),
    "previous-unread-source": ("Ctrl-p",),
    "save": ("s",),
    "link-hints": ("u",),
    "pipe": ("|",),
    "dismiss": ("D",),
    "mark-all-read": ("C",),
    "download": ("e",),
    "edit-settings": ("E",),
    "read-later": ("Ctrl-b",),
    "redraw": ("Ctrl-l",),
    "help": ("?",),
}
_MUTT: dict[str, tuple[str, ...]] = {
    "open": ("Enter", "Space"),
    "read-on": ("story:Space",),
    "next-unread": ("Tab",),
    "previous-unread": ("Alt-Tab",),
    "back": ("Esc", "h", "story:i"),
    "leave": ("q", "x"),
    "quit": ("Q", "Ctrl-c"),
    "toggle-read": ("N",),
    "star": ("F",),
    "undo": ("u",),
    "search": ("/", "l"),
    "sort": ("o", "O"),
    "command": (":",),
    "poll-all": ("G", "sources:$", "headlines:$"),
    "down": ("sources:j", "headlines:j", "sources:J", "headlines:J", "sources:Down", "headlines:Down",
             "story:Enter"),
    "up": ("sources:k", "headlines:k", "sources:K", "headlines:K", "sources:Up", "headlines:Up",
           "story:Backspace"),
    "next-article": ("story:j", "story:J", "story:Down"),
    "previous-article": ("story:k", "story:K", "story:Up"),
    "page-down": ("z", "PgDn", "Right"),
    "page-up": ("Z", "PgUp", "Left", "story:-"),
    "half-page-down": ("]",),
    "half-page-up": ("[",),
    "first": ("=", "Home", "story:^"),
    "last": ("*", "End", "story:$"),
    "save": ("s",),
    "link-hints": ("Ctrl-b", "v"),
    "pipe": ("|",),
    "dismiss": ("d",),
    "select": ("t",),
    "select-query": ("T",),
    "tag": ("Y",),
    "redraw": ("Ctrl-l",),
    "suspend": ("Ctrl-z",),
    "help": ("?",),
    "sources-pane": ("c", "y"),
}  # fmt: skip
_EMACS: dict[str, tuple[str, ...]] = {
    "open": ("Enter",),
    "read-on": ("Space",),
    "next-unread": ("N",),
    "previous-unread": ("P",),
    "back": ("Esc", "Ctrl-g", "Left", "sources:Backspace", "headlines:Backspace"),
    "leave": ("q",),
    "quit": ("Ctrl-x Ctrl-c",),
    "star": ("!",),
    "toggle-read": ("headlines:r", "u"),
    "download": ("story:d",),
    "undo": ("Ctrl-_", "Ctrl-x u"),
    "browser": ("b",),
    "copy-link": ("y",),
    "release": ("g", "."),
    "search": ("s", "S", "Ctrl-s"),
    "command": ("Alt-x", ":"),
    "poll-all": ("G",),
    "down": ("sources:n", "headlines:n", "Ctrl-n", "Down"),
    "up": ("sources:p", "headlines:p", "Ctrl-p", "Up"),
    "next-article": ("story:n",),
    "previous-article": ("story:p",),
    "page-down": ("Ctrl-v", "PgDn"),
    "page-up": ("Alt-v", "PgUp", "story:Backspace"),
    "first": ("<", "Alt-<", "Home"),
    "last": (">", "Alt->", "End"),
    "next-pane": ("Ctrl-x o", "Tab"),
    "zoom": ("Ctrl-x 1",),
    "full-text": ("f",),
    "tag": ("+",),
    "select": ("m",),
    "dismiss": ("k",),
    "redraw": ("Ctrl-l",),
    "suspend": ("Ctrl-z",),
    "help": ("?", "h"),
}
PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"vim": {}, "newsboat": _NEWSBOAT, "mutt": _MUTT, "emacs": _EMACS}
)
"""Act to keys, by preset; ``vim`` is in the table of acts itself."""
