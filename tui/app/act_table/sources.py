"""What is done to sources: polling, subscribing, editing. See ``app.act``."""

from __future__ import annotations

from tui.app.act import SOURCES, Act

TABLE: tuple[Act, ...] = (
    Act("poll-source", "poll", "Poll this source now.", ("r",), shown=SOURCES),
    Act("poll-all", "poll all", "Poll all sources now.", ("R",), shown=SOURCES),
    Act(
        "subscribe",
        "subscribe",
        "Subscribe: type the address of a site or a feed, and choose by its headlines.",
        ("a",),
        SOURCES,
        SOURCES,
        argument="ADDRESS",
    ),
    Act(
        "rename",
        "rename",
        "Give the source or group another name.",
        ("C",),
        SOURCES,
        SOURCES,
        argument="NAME",
    ),
    Act("move", "move", "Put the source into another group.", ("M",), SOURCES, argument="GROUP"),
    Act(
        "source-settings",
        "settings of it",
        "All that the configuration says of this source or smart folder.",
        ("i",),
        SOURCES,
    ),
    Act("pause", "pause", "Poll the source no longer, or again.", ("p",), SOURCES, SOURCES),
    Act("remove", "remove", "Unsubscribe, once you have said yes. Its articles stay.", ("D",), SOURCES),
)
