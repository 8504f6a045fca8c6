"""The three steps of the guide: what to read, which keys, which alerts. Pure; writes and draws nothing.

A step is a list of lines. Enter on a line takes it; the first line goes on. What a step gives says what is
to be different, and nothing where all may stay as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.segment import Segment

from tui.app.acts import BY_ID, Pane
from tui.app.keys import keymap
from tui.app.palette import Palette
from tui.app.presets import PRESETS
from tui.catalogue import Feed
from tui.model import Level
from tui.text import fit, host_of

NAME_CELLS, TOPIC_CELLS = 26, 11
"""Cells of a feed's name, and of its topic."""
KEY_CELLS = 16
ABOUT = {
    "vim": "j k move, n next unread, m read, s star",
    "newsboat": "as in newsboat: n and p unread, N read, A all read",
    "mutt": "as in mutt: Tab new, N read, F flag, l limit",
    "emacs": "as in elfeed and gnus: n p move, Ctrl-s search",
}
SHOWN = (
    "open", "read-on", "next-unread", "back", "toggle-read", "star", "later", "dismiss", "undo", "search",
    "mark-list-read", "browser", "triage-mode", "command", "help", "quit",
)  # fmt: skip
"""Acts whose keys the preview shows."""
LEVELS = {
    Level.URGENT: "URGENT and above: what a desk would look at now",
    Level.BULLETIN: "BULLETIN and above: a handful a day",
    Level.FLASH: "FLASH alone: once or twice a day at most",
}
QUIET = ("", "22:00-07:00", "23:00-08:00", "00:00-06:00")


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user has chosen; None: that step was skipped."""

    urls: frozenset[str] | None = None
    """Of the catalogue: those that are wanted."""
    preset: str | None = None
    level: Level | None = None
    quiet: str | None = None


class Step(Protocol):
    """One question."""

    title: str

    def lines(self, palette: Palette) -> list[list[Segment]]:
        """What it shows now."""
        ...

    def take(self, index: int) -> bool:
        """Enter on a line; True: the step is done."""
        ...

    def look(self, index: int) -> bool:
        """The cursor is on a line; True: other lines look different for it."""
        ...

    def beside(self, index: int) -> str:
        """Words that a line is found by besides its own."""
        ...


class SourcesStep:
    """What to read, from the catalogue by country and topic."""

    title = "1 of 3  What to read"

    def __init__(self, feeds: Sequence[Feed], chosen: Collection[str]) -> None:
        self._feeds = feeds
        self.chosen = {feed.url for feed in feeds if feed.url in chosen}
        countries = dict.fromkeys(feed.country for feed in feeds)
        self._rows: list[Feed | str] = []
        for country in countries:
            self._rows += [country, *(feed for feed in feeds if feed.country == country)]

    def lines(self, palette: Palette) -> list[list[Segment]]:
        """The feeds below their countries; of a country how many are chosen."""
        count = len(self.chosen)
        found = [[Segment(f" -> Go on with {count} source{'' if count == 1 else 's'}", palette.bar_key)]]
        for row in self._rows:
            if isinstance(row, str):
                own = [feed.url for feed in self._feeds if feed.country == row]
                many = f"{len(self.chosen.intersection(own))} of {len(own)}"
                found.append([Segment(f" {row}  ", palette.heading), Segment(many, palette.dim)])
            else:
                found.append(self._line(row, palette))
        return found

    def _line(self, feed: Feed, palette: Palette) -> list[Segment]:
        taken = feed.url in self.chosen
        body = palette.unread if taken else palette.text
        return [
            Segment(f" [{'x' if taken else ' '}] ", palette.star if taken else palette.dim),
            Segment(f"{fit(feed.name, NAME_CELLS)} ", body),
            Segment(
                f"{fit(feed.topic, TOPIC_CELLS)} {feed.language}  {host_of(feed.site).removeprefix('www.')}",
                palette.dim,
            ),
        ]

    def take(self, index: int) -> bool:
        """A feed, or all of a country: in, or out again."""
        if index == 0:
            return True
        row = self._rows[index - 1]
        urls = (
            {feed.url for feed in self._feeds if feed.country == row} if isinstance(row, str) else {row.url}
        )
        self.chosen = self.chosen - urls if urls <= self.chosen else self.chosen | urls
        return False

    def look(self, index: int) -> bool:  # noqa: ARG002 - nothing changes by looking
        """Nothing."""
        return False

    def beside(self, index: int) -> str:
        """The country of a feed."""
        row = self._rows[index - 1] if index else ""
        return "" if isinstance(row, str) else row.country


class KeysStep:
    """Which preset, with what its keys are."""

    title = "2 of 3  Which keys"

    def __init__(self, preset: str) -> None:
        self.preset = self._seen = preset

    def lines(self, palette: Palette) -> list[list[Segment]]:
        """The presets, and below them the keys of the one under the cursor."""
        found = [[Segment(f" -> Go on with {self.preset}", palette.bar_key)]]
        found += [_choice(name == self.preset, f"{name:<9} {ABOUT[name]}", palette) for name in PRESETS]
        found += [[], [Segment(f" The keys of {self._seen}", palette.heading)]]
        keys = keymap(self._seen)
        for act in SHOWN:
            said = keys.said(BY_ID[act], Pane.HEADLINES) or f":{act}"
            found.append(
                [
                    Segment(f"  {fit(said, KEY_CELLS)} ", palette.link),
                    Segment(BY_ID[act].help, palette.text),
                ]
            )
        return found

    def take(self, index: int) -> bool:
        """A preset; on the first line what is chosen."""
        if 0 < index <= len(PRESETS):
            self.preset = self._seen = list(PRESETS)[index - 1]
        return index == 0

    def look(self, index: int) -> bool:
        """Show the keys of the preset under the cursor."""
        before = self._seen
        if 0 < index <= len(PRESETS):
            self._seen = list(PRESETS)[index - 1]
        elif index == 0:
            self._seen = self.preset
        return self._seen != before

    def beside(self, index: int) -> str:  # noqa: ARG002 - there are none
        """Nothing."""
        return ""


class AlertsStep:
    """From which level on a story is an alert, and when none is told."""

    title = "3 of 3  Which alerts"

    def __init__(self, level: Level, quiet: str) -> None:
        self.level, self.quiet = level, quiet
        self._hours = QUIET if quiet in QUIET else (*QUIET, quiet)

    def lines(self, palette: Palette) -> list[list[Segment]]:
        """Levels, then hours."""
        hours = [_choice(each == self.quiet, each or "none", palette) for each in self._hours]
        return [
            [Segment(" -> Done", palette.bar_key)],
            [Segment(" A story is an alert from", palette.heading)],
            *(_choice(level is self.level, words, palette) for level, words in LEVELS.items()),
            [Segment(" Quiet hours, in which only a FLASH is told", palette.heading)],
            *hours,
        ]

    def take(self, index: int) -> bool:
        """A level or a part of the day."""
        level, hours = index - 2, index - 3 - len(LEVELS)
        if 0 <= level < len(LEVELS):
            self.level = list(LEVELS)[level]
        elif 0 <= hours < len(self._hours):
            self.quiet = self._hours[hours]
        return index == 0

    def look(self, index: int) -> bool:  # noqa: ARG002 - nothing changes by looking
        """Nothing."""
        return False

    def beside(self, index: int) -> str:  # noqa: ARG002 - there are none
        """Nothing."""
        return ""


def _choice(taken: bool, words: str, palette: Palette) -> list[Segment]:
    return [
        Segment(f" ({'*' if taken else ' '}) ", palette.star if taken else palette.dim),
        Segment(words, palette.unread if taken else palette.text),
    ]
