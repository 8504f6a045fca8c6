"""What a guest may do: ``telex --read-only``. Knows no screen.

A list of what is allowed and not of what is forbidden: an act that is added is closed to guests until
somebody has thought about it. Nothing here starts a program, writes a file or leaves the terminal.
"""

from __future__ import annotations

ALLOWED = frozenset(
    {
        "open", "read-on", "next-unread", "previous-unread", "next-article", "previous-article",
        "back", "leave", "release", "copy-link", "why", "alerts", "brief", "changes",
        "next-alert", "previous-alert", "pause-ticker", "tape-back", "tape-on", "ticker-story",
        "search", "sort", "group", "rows", "command", "palette",
        "down", "up", "half-page-down", "half-page-up",
        "page-down", "page-up", "first", "last", "next-pane", "previous-pane",
        "sources-pane", "headlines-pane", "story-pane", "next-source", "previous-source",
        "next-unread-source", "previous-unread-source", "next-error", "previous-error", "arrivals",
        "set-mark", "go-to-mark", "go-back", "go-forward", "theme", "zoom", "wider", "narrower",
        "redraw", "terminal", "help", "quit", "link-hints", "copy-text", "find",
    }
)  # fmt: skip
"""Acts by their ids."""
REFUSED = "This is a guest's session: {} is off."
