"""What an act is, and where it can be done. Knows no act: those are in ``app.act_table``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Pane(StrEnum):
    """Where the keys go."""

    SOURCES = "sources"
    HEADLINES = "headlines"
    STORY = "story"


LISTS = frozenset({Pane.SOURCES, Pane.HEADLINES})
SOURCES = frozenset({Pane.SOURCES})
HEADLINES = frozenset({Pane.HEADLINES})
STORY = frozenset({Pane.STORY})
ARTICLES = frozenset({Pane.HEADLINES, Pane.STORY})
EVERYWHERE = frozenset(Pane)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the user can do."""

    id: str
    words: str
    """Two or three words for the key line."""
    help: str
    """One sentence for the help screen."""
    keys: tuple[str, ...]
    """The ``vim`` preset: characters as typed, or Textual's names of other keys."""
    panes: frozenset[Pane] = EVERYWHERE
    shown: frozenset[Pane] = frozenset()
    """The panes whose key line names it."""
    argument: str = ""
    """What may follow it on the ``:`` line, for the help; empty: nothing."""
