"""Moving in lists, text and between panes. See ``app.act``."""

from __future__ import annotations

from tui.app.act import SOURCES, Act

TABLE: tuple[Act, ...] = (
    Act("down", "down", "One row or line down.", ("j", "down")),
    Act("up", "up", "One row or line up.", ("k", "up")),
    Act("half-page-down", "half page down", "Half a page down.", ("ctrl+d",)),
    Act("half-page-up", "half page up", "Half a page up.", ("ctrl+u",)),
    Act("page-down", "page down", "A page down.", ("pagedown", "ctrl+f")),
    Act("page-up", "page up", "A page up.", ("pageup", "ctrl+b")),
    Act("first", "first", "To the first row or line; with a number, to that one.", ("gg", "home")),
    Act("last", "last", "To the last row or line; with a number, to that one.", ("G", "end")),
    Act("next-pane", "next pane", "Give the keys to the next pane.", ("tab",), shown=SOURCES),
    Act("previous-pane", "previous pane", "Give the keys to the pane before.", ("shift+tab",)),
    Act("sources-pane", "sources", "Give the keys to the sources.", ("gs",)),
    Act("headlines-pane", "headlines", "Give the keys to the headlines.", ("gh",)),
    Act("story-pane", "story", "Give the keys to the story that is open.", ("gt",)),
)
