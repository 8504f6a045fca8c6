"""Triage: one story at a time over what is unread, one key for each decision.

Writes through the reader, so that everything is in the journal and can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.app.acts import Pane
from tui.app.article_blocks import blocks_of
from tui.app.key_names import typed
from tui.app.keys import Typing, hint_lines, press
from tui.app.palette import key_pieces
from tui.app.triage_acts import mark
from tui.app.widgets.line import Line
from tui.app.widgets.story import Story
from tui.text import fit, width

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader

DECISIONS = {
    "read-on": "read",
    "next-unread": "",
    "star": "star",
    "later": "later",
    "dismiss": "dismiss",
    "dismiss-for-good": "dismiss-for-good",
}
"""Act of the key → act of ``cache.triage``, or none. Each goes on to the next one."""
HINTS = (
    ("read-on", "read"),
    ("next-unread", "keep"),
    ("star", "star"),
    ("later", "later"),
    ("dismiss", "dismiss"),
    ("undo", "undo"),
    ("leave", "leave"),
    ("open", "open"),
    ("watch", "mute"),
    ("dismiss-for-good", "for good"),
)
"""(act, words) of the key lines: what is wanted most comes first."""
KEY_LINES = 2
"""Lines that they take at most."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was decided on one article."""

    acted: bool
    """Whether a mark was changed: else there is nothing to take back."""
    muted: str
    """What the rule looks for that it made; "" for none."""


class TriageScreen(ModalScreen[int | None], inherit_bindings=False):
    """Gives the id of the article to open, or None."""

    DEFAULT_CSS = """
    TriageScreen { background: $background; }
    TriageScreen Story { height: 1fr; background: $background; }
    """
    AUTO_FOCUS = ""

    def __init__(self, reader: Reader, article_ids: list[int]) -> None:
        super().__init__()
        self._reader, self._ids = reader, article_ids
        self._at = 0
        self._begun = reader.context.now()
        self._typing = Typing()
        self._said = ""
        self._steps: list[Step] = []

    def compose(self) -> ComposeResult:
        """How far, the story, the keys."""
        context = self._reader.context
        yield Line(id="triage-title")
        yield Story(context.palette, measure=context.measure)
        for _ in range(KEY_LINES):
            yield Line(classes="keys")

    def on_mount(self) -> None:
        """Show the first one."""
        self._show()

    def on_resize(self) -> None:
        """More or fewer keys fit."""
        self._tell()

    def on_key(self, event: events.Key) -> None:
        """Decide, scroll, take back or leave."""
        event.stop()
        if not self.is_active or not self.children:
            return  # it has been left by the key before this one, or the app is leaving
        keys = self._reader.context.keymap()
        pressed = press(keys, Pane.HEADLINES, self._typing, typed(event.key, event.character))
        self._typing, self._said = pressed.typing, ""
        for command in pressed.commands:
            self._do(command.act.id)
        if self.is_active:
            self._tell()

    def _do(self, act: str) -> None:
        story = self.query_one(Story)
        page = max(1, story.size.height - 1)
        turns = {"down": 1, "up": -1, "page-down": page, "page-up": -page}
        if act in turns:
            story.turn(turns[act])
        elif act == "undo":
            self._take_back()
        elif act in ("leave", "back", "quit", "triage-mode"):
            self.dismiss(None)
        elif self._at < len(self._ids) and act in DECISIONS:
            self._decide(DECISIONS[act])
        elif self._at < len(self._ids) and act == "open":
            self.dismiss(self._ids[self._at])
        elif self._at < len(self._ids) and act == "watch":
            self._mute()

    def _decide(self, act: str, muted: str = "") -> None:
        from tui.put_off import NAMED, comes_back

        argument = ""
        if act == "later":
            argument = str(comes_back(NAMED[0], self._reader.context.now()))
        ids = [self._ids[self._at]]
        acts = bool(act) and self._reader.reading.would_change(act, ids, argument)
        self._steps.append(Step(acts, muted))
        if act:
            mark(self._reader, act, ids, argument, say=False)
            self._said = f"{act.replace('-', ' ')}{' until ' + NAMED[0] if argument else ''}"
        self._go(1)

    def _take_back(self) -> None:
        """The last decision, with the rule that it made; what was kept is only shown again."""
        if not self._steps:
            self._said = "nothing was decided here yet"
            return
        step = self._steps.pop()
        if step.acted:
            self._reader.command("undo")
        if step.muted:
            forget = partial(_without, step.muted)
            self._reader.write(lambda _: None, self._reader.context.edit(forget))
        self._said = "taken back"
        self._go(-1)

    def _mute(self) -> None:
        """Mute what is like this one for a week, and dismiss it."""
        from tui.app.screens.rules import saved, suggestion
        from tui.desk.rules import WEEK
        from tui.model import Rule, RuleAct

        reader = self._reader
        article = reader.reading.article(self._ids[self._at])
        words = suggestion(article.title) if article else ""
        if not words:
            self._said = "its headline has no words for a rule"
            return
        rule = Rule(words, act=RuleAct.MUTE, expires=reader.context.now() + WEEK)
        reader.write(lambda _: None, reader.context.edit(saved(rule)))
        self._decide("dismiss", muted=words)
        self._said = f"muted for a week: {words}"

    def _go(self, step: int) -> None:
        self._at = max(0, min(self._at + step, len(self._ids)))
        self._show()

    def _show(self) -> None:
        story = self.query_one(Story)
        if self._at >= len(self._ids):
            story.show(())
        else:
            article = self._reader.reading.article(self._ids[self._at])
            blocks = blocks_of(article, self._reader.edition_of(article)) if article else ()
            story.show(blocks, home=article.link if article else "")
        self._tell()

    def _tell(self) -> None:
        palette, total = self._reader.context.palette(), len(self._ids)
        minutes = max(1, self._reader.context.now() - self._begun) / 60
        pace = f"  {self._at / minutes:.0f} a minute" if self._at else ""
        where = f"{self._at + 1} of {total}" if self._at < total else f"All {total} done"
        title = f" Triage  {where}{pace}"
        said = fit(self._said, max(0, min(width(self._said), self.size.width - width(title) - 3)))
        self.query_one("#triage-title", Line).show(
            [Segment(title, palette.bar_focus)], palette.bar, [Segment(f"{said} ", palette.bar)]
        )
        lines = hint_lines(self._reader.context.keymap(), Pane.HEADLINES, HINTS, self.size.width)
        for number, line in enumerate(self.query(".keys").results(Line)):
            line.display = number < len(lines)
            line.show(key_pieces(lines[number], palette) if line.display else (), palette.bar)


def _without(query: str, text: str) -> str:
    """The configuration without the newest rule that mutes ``query``."""
    from tui.config import parse
    from tui.config_set import remove_table
    from tui.model import RuleAct

    rules = parse(text, "config.toml").rules
    found = [at for at, rule in enumerate(rules) if rule.query == query and rule.act is RuleAct.MUTE]
    return remove_table(text, ("rules", found[-1])) if found else text


def triage(reader: Reader) -> None:
    """Go through what is unread in the list, in its order."""
    from tui.app.bulk_acts import look_up

    def left(opened: int | None) -> None:
        reader.refresh_from_cache()
        if opened is not None:
            index = reader.reading.window.index_of(opened)
            if index is not None:
                reader.rows(Pane.HEADLINES).move(index)
            reader.show_by_itself(opened)

    def found(ids: list[int]) -> None:
        if ids:
            reader.app.push_screen(TriageScreen(reader, ids), left)
        else:
            reader.say("Nothing is unread in this list.")

    look_up(reader, reader.reading.matching("is:unread"), found)
