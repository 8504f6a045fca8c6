"""What an act of triage makes of an article, and whether it can be taken back. Pure: numbers in, numbers out.

The state of an article that triage knows is one whole number, its code: whether it is read and starred,
how it is dismissed, until when it is put off. An act sets some parts of the code. It can be taken back
on an article as long as those parts are as the act left them, whatever else has changed since.
"""

from __future__ import annotations

from dataclasses import dataclass

READ, STARRED, DISMISSED, LATER = 1, 2, 4 | 8, -1 << 4
"""The parts of a code: two flags, 0 to 2, and seconds since 1970 (0: not put off)."""
CODE = "(read | (starred << 1) | (dismissed << 2) | (ifnull(later_until, 0) << 4))"
"""SQL over ``article``: its code (SQLite binds shifts no tighter than bars)."""
TAGGING = frozenset({"tag", "untag"})
"""The acts that change tags, which are no part of the code."""
STORYING = frozenset({"split", "join"})
"""The acts that move an article to another story (``cache.story_edits``); argument: from where to where."""


class ActError(ValueError):
    """An act that is not known, or an argument that it cannot take."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act does to a code: the parts that it sets, and to what."""

    parts: int
    value: int = 0
    flips: bool = False
    """It turns the parts over instead: a restored read state is whatever the present one is not."""

    def done(self, code: int) -> int:
        """The code after the act."""
        return code ^ self.parts if self.flips else code & ~self.parts | self.value

    def undone(self, before: int, now: int) -> int | None:
        """The code after the act is undone; None where something else has changed these parts since."""
        if (now ^ self.done(before)) & self.parts:
            return None
        return now & ~self.parts | before & self.parts

    def redone(self, before: int, now: int) -> int | None:
        """The code after the act is done again; None where these parts are not as they were before it."""
        return None if (now ^ before) & self.parts else self.done(now)


_EFFECTS = {
    "read": Effect(READ, READ),
    "unread": Effect(READ),
    "star": Effect(STARRED, STARRED),
    "unstar": Effect(STARRED),
    "unlater": Effect(READ | LATER),
    "dismiss": Effect(READ | DISMISSED | LATER, READ | 1 << 2),
    "dismiss-for-good": Effect(READ | DISMISSED | LATER, READ | 2 << 2),
    "undismiss": Effect(READ | DISMISSED),
    "restore-read": Effect(READ, flips=True),
}
ACTS = (*_EFFECTS, "later", *sorted(TAGGING))
"""The acts on what triage knows; the journal also holds ``STORYING``, ``undo``, ``redo`` and ``back``."""
_ALONE = {"read": 0, "unread": READ, "star": 0, "unstar": STARRED}
"""Acts of which the code before follows from the name: the journal need not keep it."""


def effect_of(act: str, argument: str) -> Effect:
    """What ``act`` does; ``argument``: of ``later``, the time in seconds. Raises ActError."""
    if act == "later":
        if not (
            argument.isascii() and argument.isdigit() and len(argument) < 13 and 0 < int(argument) < 1 << 37
        ):
            raise ActError(f"later needs a time in seconds, not {argument!r}")
        return Effect(READ | DISMISSED | LATER, READ | int(argument) << 4)
    if act not in _EFFECTS:
        raise ActError(f"{act!r} is no act on articles")
    return _EFFECTS[act]


def kept_before(act: str) -> bool:
    """Whether the journal must keep what was before ``act``."""
    return act not in _ALONE and act not in TAGGING


def implied_before(act: str) -> int | None:
    """The code before an act that keeps none, as far as the act changed it; None: it says nothing of it."""
    return _ALONE.get(act)


def columns(code: int, parts: int) -> dict[str, int | None]:
    """The columns of ``article`` that hold ``parts``, with their values in ``code``."""
    found: dict[str, int | None] = {}
    if parts & READ:
        found["read"] = code & READ
    if parts & STARRED:
        found["starred"] = (code & STARRED) >> 1
    if parts & DISMISSED:
        found["dismissed"] = (code & DISMISSED) >> 2
    if parts & LATER:
        found["later_until"] = (code >> 4) or None
    return found
