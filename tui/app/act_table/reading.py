"""Reading: opening, going on, going back. See ``app.act``."""

from __future__ import annotations

from tui.app.act import ARTICLES, LISTS, STORY, Act

TABLE: tuple[Act, ...] = (
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
    Act("next-article", "next article", "Open the article after this one, read or not.", ("gj",), ARTICLES),
    Act("previous-article", "article before", "Open the article before this one.", ("gk",), ARTICLES),
    Act(
        "back",
        "back",
        "Back to the pane or the list before; from a footnote to where it was followed.",
        ("h", "left", "backspace", "escape"),
        shown=STORY,
    ),
    Act("leave", "leave", "Back likewise, and out of telex from the first pane.", ("q",)),
    Act("release", "show new", "Let the articles that have arrived into the list.", (".",)),
)
