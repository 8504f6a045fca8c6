"""Narrowing the list, its order and its looks. See ``app.act``."""

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
        "The order of the list: newest, oldest, arrived, level or moved (what came to a story last); kept.",
        (",s",),
        argument="ORDER",
    ),
    Act(
        "group",
        "group",
        "Group the list by day, level, source, story or nothing; kept for this list.",
        (",g",),
        argument="BY",
    ),
    Act("rows", "rows", "Rows of one line or of two; kept for this list.", (",r",)),
)
