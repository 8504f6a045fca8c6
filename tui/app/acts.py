"""Every act of the reader, as data.

The one table that keys, key line, help, palette and ``:`` line come from; each area has a file in
``app.act_table``. An act is carried out by the function of its id in ``app.act_functions``.
"""

from __future__ import annotations

from tui.app.act import ARTICLES, EVERYWHERE, HEADLINES, LISTS, SOURCES, STORY, Act, Pane
from tui.app.act_table import (
    desk,
    jumping,
    links,
    moving,
    reading,
    screen,
    searching,
    sources,
    stories,
    story,
    triage,
)

__all__ = ["ACTS", "ARTICLES", "BY_ID", "EVERYWHERE", "HEADLINES", "LISTS", "SOURCES", "STORY", "Act", "Pane"]

ACTS: tuple[Act, ...] = (
    *reading.TABLE,
    *stories.TABLE,
    *triage.TABLE,
    *links.TABLE,
    *story.TABLE,
    *desk.TABLE,
    *searching.TABLE,
    *sources.TABLE,
    *moving.TABLE,
    *jumping.TABLE,
    *screen.TABLE,
)
"""In the order of the help screen and of the README."""

BY_ID: dict[str, Act] = {act.id: act for act in ACTS}
