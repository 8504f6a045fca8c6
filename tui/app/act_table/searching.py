"""Narrowing the list. See ``app.act``."""

from __future__ import annotations

from tui.app.act import LISTS, Act

TABLE: tuple[Act, ...] = (
    Act(
        "search",
        "search",
        'Search in what the list covers: words, "phrases", -not, is:unread, newer:2h …',
        ("/",),
        shown=LISTS,
        argument="QUERY",
    ),
    Act(
        "sort",
        "sort",
        "The order of lists: newest, oldest, arrived or level.",
        (",s",),
        argument="ORDER",
    ),
)
