"""Triage: one story at a time over what is unread, one key for each decision.

Writes through the reader, so that everything is in the journal and can be taken back.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.app.acts import BY_ID, Pane
from tui.app.article_blocks import blocks_of
from tui.app.key_names import shown, typed
from tui.app.keys import Typing, press
from tui.app.triage_acts import mark
from tui.app.widgets.line import Line
from tui.app.widgets.story import Story

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader

DECISIONS = {
    "read-on": ("read", "read"),
    "next-unread": ("", "keep"),
    "star": ("star", "star"),
    "later": ("later", "later"),
    "dismiss": ("dismiss", "dismiss"),
    "dismiss-for-good": ("dismiss-for-good", "for good"),
}
"""Act of the key → (act of ``cache.triage``, word on the key line). Each goes on to the next one."""
OTHERS = {"watch": "mute", "open": "open", "undo": "undo", "leave": "leave"}


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

    def compose(self) -> ComposeResult:
        """How far, the story, the keys."""
        context = self._reader.context
        yield Line(id="triage-title")
        yield Story(context.palette, measure=context.measure)
        yield Line(id="triage-keys")

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
            self._reader.command("undo")
            self._go(-1)
        elif act in ("leave", "back", "quit", "triage-mode"):
            self.dismiss(None)
        elif self._at < len(self._ids) and act in DECISIONS:
            self._decide(DECISIONS[act][0])
        elif self._at < len(self._ids) and act == "open":
            self.dismiss(self._ids[self._at])
        elif self._at < len(self._ids) and act == "watch":
            self._mute()

    def _decide(self, act: str) -> None:
        argument = ""
        if act == "later":
            from tui.put_off import NAMED, comes_back

            argument = str(comes_back(NAMED[0], self._reader.context.now()))
        if act:
            mark(self._reader, act, [self._ids[self._at]], argument, say=False)
            self._said = f"{act.replace('-', ' ')}{' until ' + NAMED[0] if argument else ''}"
        self._go(1)

    def _mute(self) -> None:
        """Mute what is like this one for a week, and dismiss it."""
        from tui.app.screens.rules import saved, suggestion
        from tui.desk.rules import WEEK
        from tui.model import Rule, RuleAct
        from tui.source_edits import apply

        reader = self._reader
        article = reader.reading.article(self._ids[self._at])
        words = suggestion(article.title) if article else ""
        if not words:
            self._said = "its headline has no words for a rule"
            return
        rule = Rule(words, act=RuleAct.MUTE, expires=reader.context.now() + WEEK)
        reader.write(lambda _: None, partial(apply, path=reader.context.config, change=saved(rule)))
        self._decide("dismiss")
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
        title = [Segment(f" Triage  {where}{pace}", palette.bar_focus)]
        self.query_one("#triage-title", Line).show(
            title, palette.bar, [Segment(f"{self._said} ", palette.bar)]
        )
        keymap = self._reader.context.keymap()
        wanted = {**{act: words for act, (_, words) in DECISIONS.items()}, **OTHERS}
        pieces = []
        for act, words in wanted.items():
            if act in BY_ID and (keys := keymap.keys_of(BY_ID[act], Pane.HEADLINES)):
                pieces += [Segment(f" {shown(keys[0])} ", palette.bar_key), Segment(words, palette.bar)]
        self.query_one("#triage-keys", Line).show(pieces, palette.bar)


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
