"""Jumping: to sources, errors, marked places, back and forward. See ``app.act``."""

from __future__ import annotations

from tui.app.act import Act

TABLE: tuple[Act, ...] = (
    Act("next-source", "next source", "The list of the next source.", ("J",)),
    Act("previous-source", "source before", "The list of the source before.", ("K",)),
    Act("next-unread-source", "next unread source", "The next source with something unread.", ("gn",)),
    Act("previous-unread-source", "unread source before", "The one before with something unread.", ("gp",)),
    Act(
        "arrivals",
        "arrivals",
        "When each source published in the last 24 hours, the busiest on top.",
        (",a",),
    ),
    Act("next-error", "next error", "To the next source that fails; the line below says why.", ("e",)),
    Act("previous-error", "error before", "To the failing source before.", ("E",)),
    Act(
        "set-mark",
        "mark place",
        "Mark this place with the letter that follows: the list and its headline, or the open story.",
        ("`",),
        argument="LETTER",
    ),
    Act(
        "go-to-mark",
        "to mark",
        "To the place with that letter; '' is where the last such jump began.",
        ("'",),
        argument="LETTER",
    ),
    Act("go-back", "been before", "Back to where you have been.", ("ctrl+o",)),
    Act("go-forward", "forward again", "Forward again.", ("alt+o",)),
)
