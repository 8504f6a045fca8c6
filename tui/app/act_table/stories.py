"""Stories: one row each, the views of their sources, and the reader's own hand on them. See ``app.act``."""

from __future__ import annotations

from tui.app.act import ARTICLES, LISTS, STORY, Act

TABLE: tuple[Act, ...] = (
    Act("stories", "stories", "Make each row a story, or each an article.", ("O",), LISTS),
    Act(
        "next-view", "next source", "Open the next source's view of the same story.", (">",), ARTICLES, STORY
    ),
    Act("previous-view", "source before", "Open the view of the source before.", ("<",), ARTICLES),
    Act(
        "ledes",
        "ledes",
        "Show who has the story, who was first and by how much, with how each begins.",
        ("=",),
        ARTICLES,
        STORY,
    ),
    Act("split", "split off", "Split the article off its story, for good.", ("i",), ARTICLES),
    Act(
        "join",
        "join",
        "Join the article to another story: type its headline or number; or join what is selected.",
        ("I",),
        ARTICLES,
        argument="NUMBER",
    ),
)
