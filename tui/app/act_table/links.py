"""An article's link and the links in its text. See ``app.act``."""

from __future__ import annotations

from tui.app.act import ARTICLES, STORY, Act

TABLE: tuple[Act, ...] = (
    Act(
        "browser",
        "browser",
        "Open the article's link in $BROWSER; without one, show and copy it.",
        ("o",),
        ARTICLES,
        STORY,
    ),
    Act(
        "copy-link",
        "copy link",
        "Copy the article's link through the terminal (OSC 52).",
        ("y",),
        ARTICLES,
        STORY,
    ),
    Act(
        "link",
        "link",
        "Open the story's link of that number; within the story, as to a footnote, go there.",
        tuple("123456789"),
        STORY,
        argument="NUMBER",
    ),
)
