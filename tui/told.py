"""What was done to articles, in the same words on the screen and on a command's output. Pure."""

from __future__ import annotations

from tui import ages

_DONE = {
    "read": "marked read",
    "unread": "marked unread",
    "star": "starred",
    "unstar": "no longer starred",
    "later": "put off until {}",
    "unlater": "put off no longer",
    "dismiss": "dismissed until its headline changes",
    "dismiss-for-good": "dismissed for good",
    "undismiss": "dismissed no longer",
    "tag": "tagged #{}",
    "untag": "no longer tagged #{}",
    "restore-read": "as read or unread as at {}",
    "split": "split off its story",
    "join": "joined to another story",
    "back": "came back ({})",
    "restore": "marked as in a backup",
    "undo": "taken back: {}",
    "redo": "done again: {}",
}
"""What has been done to articles, by act; the braces stand for its argument."""
TIMES = frozenset({"later", "restore-read"})
"""The acts whose argument is a time in seconds."""


def told(act: str, argument: str, count: int, now: int) -> str:
    """What happened to how many articles: ``3 articles put off until Mon 30 Nov 09:00``."""
    if act in TIMES:
        argument = ages.moment(int(argument), now)
    elif act in ("undo", "redo"):
        argument = _DONE[argument].format("…")
    return f"{counted(count)} {_DONE[act].format(argument)}"


def counted(count: int) -> str:
    """``1 article``, ``1,234 articles``."""
    return "1 article" if count == 1 else f"{count:,} articles"
