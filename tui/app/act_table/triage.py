"""Marks on articles, and taking them back. See ``app.act``."""

from __future__ import annotations

from tui.app.act import ARTICLES, HEADLINES, Act

TABLE: tuple[Act, ...] = (
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
        shown=HEADLINES,
    ),
)
