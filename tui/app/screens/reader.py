"""The reader: its panes, what they show, and where the keys go.

What the keys do is in ``app.carry_out``. Reads through ``Reading``; writes nothing but through the
app's background writer, and never waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

import apsw
from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from tui.app import commands
from tui.app.acts import Pane
from tui.app.carry_out import carry_out
from tui.app.context import Context
from tui.app.keys import key_line, meaning, typed
from tui.app.palette import Palette
from tui.app.prompt import Prompt, paint, pressed
from tui.app.prompt import typed as typed_in
from tui.app.widgets import headlines, sources, ticker
from tui.app.widgets.line import Line
from tui.app.widgets.rows import Look, Rows
from tui.app.widgets.story import Story, blocks_of
from tui.cache.database import CacheError, Connection
from tui.config import ConfigError, EditError
from tui.model import Article, Headline
from tui.pages.document import Block, DocumentError, loads
from tui.text import fit, width

if TYPE_CHECKING:
    from tui.cache.requests import Discovery

THREE_PANES, TWO_PANES = 120, 72
"""Columns from which so many panes stand side by side."""
LOOK_SECONDS = 0.25
"""How often the cache's change counter is looked at."""
GROW = 10_000
"""Ids that a long list takes in at a time, behind the first page: some 5 ms of reading."""
GROW_SECONDS = 0.02
"""The breath between two portions, in which keys are answered."""

ARRANGEMENTS = ("one", "two", "three")
"""How many panes stand side by side: a class of the screen."""

T = TypeVar("T")


def arrangement(columns: int) -> str:
    """Which of ``ARRANGEMENTS`` fits so many columns."""
    return ARRANGEMENTS[(columns >= TWO_PANES) + (columns >= THREE_PANES)]


class Reader(Screen[None], inherit_bindings=False):
    """The one screen that is always there."""

    CSS_PATH = "reader.tcss"
    AUTO_FOCUS = ""

    def __init__(self, context: Context, columns: int) -> None:
        """``columns``: the terminal's width, so that the first layout is the right one."""
        # Classes given now cost nothing; each one that changes later restyles every widget.
        super().__init__(classes=f"{arrangement(columns)} at-{Pane.HEADLINES}")
        self.context = context
        self.reading = context.reading
        self.pane = Pane.HEADLINES
        self.article: Article | None = None
        self._tape = ticker.Tape()
        self._message = context.welcome
        self._prompt: Prompt | None = None
        self._answer: Callable[[str], None] | None = None
        self._arrivals = 0
        # Nobody has looked at anything yet: an empty first list may fill before their eyes.
        self._filling = not len(self.reading.window)
        self._questions: dict[int, Callable[[Discovery], None]] = {}

    def compose(self) -> ComposeResult:
        """Ticker, panes, status, and one line for keys or the prompt."""
        if self.context.ticker:
            yield Line(id="ticker")
        yield Line(id="titles")
        with Horizontal(id="panes"):
            yield Rows(self._paint_place, lambda index: self.reading.places[index], empty=str, id="sources")
            yield Rows(self._paint_headline, self.reading.row, empty=self._nothing, id="headlines")
            yield Story(self.context.palette, measure=self.context.measure, id="story")
        yield Line(id="status")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Fill the panes from the cache, then look for changes from time to time."""
        self._tape.add(self.reading.arrived(self.reading.last_id() - 1, 1))
        self._tape.flip()
        self.rows(Pane.SOURCES).show(len(self.reading.places))
        self.recolour()
        self.show_list()
        self.give_keys(Pane.HEADLINES)
        self.set_interval(LOOK_SECONDS, self._look)
        self.set_interval(ticker.SECONDS, self._flip)

    # What is where

    def rows(self, pane: Pane) -> Rows:
        """The list of the sources or the headlines pane."""
        return self.query_one(f"#{pane}", Rows)

    @property
    def story(self) -> Story:
        """The story pane."""
        return self.query_one(Story)

    @property
    def current(self) -> headlines.Row | None:
        """The headline under the cursor."""
        index = self.rows(Pane.HEADLINES).cursor
        return self.reading.row(index) if index < len(self.reading.window) else None

    @property
    def target(self) -> Article | Headline | None:
        """What the acts on one article are done to: the open story, or the headline under the cursor."""
        if self.pane is Pane.STORY and self.article is not None:
            return self.reading.article(self.article.id)
        row = self.current
        return row.headline if row else None

    def give_keys(self, pane: Pane) -> None:
        """Let the keys go to a pane, and bring it on screen where there is room for one or two only."""
        self.pane = pane
        for other in Pane:
            self.set_class(other is pane, f"at-{other}")
        (self.story if pane is Pane.STORY else self.rows(pane)).focus(scroll_visible=False)
        self._tell()
        # Other panes may stand side by side now; their titles go above them once they do.
        self.call_after_refresh(self._tell)

    def on_resize(self, event: events.Resize) -> None:
        """As many panes as there is room for."""
        wanted = arrangement(event.size.width)
        if not self.has_class(wanted):
            self.remove_class(*ARRANGEMENTS)
            self.add_class(wanted)
        self.call_after_refresh(self._tell)

    # What is shown

    def show_list(self, cursor: int = 0) -> None:
        """Show the reading's list, with the cursor on a row."""
        self._arrivals = 0
        self.rows(Pane.HEADLINES).show(len(self.reading.window), cursor)
        self.set_timer(GROW_SECONDS, self._complete)
        self._tell()

    def show_article(self, index: int) -> None:
        """Open the article at ``index`` of the list."""
        article = self.reading.article(self.reading.window.id_at(index))
        if article is None:
            self.say("This article is no longer in the cache.")
            return
        self.article = article
        self.rows(Pane.HEADLINES).move(index)
        self.story.show(blocks_of(article, self._content(article)))
        self.give_keys(Pane.STORY)

    def refresh_from_cache(self) -> None:
        """Show what has changed, and nothing else: marks, counts, health; arrivals are counted, not shown."""
        place_list = self.rows(Pane.SOURCES)
        before = [place.identity for place in self.reading.places]
        self.reading.look()
        self.reading.window.refresh()
        after = [place.identity for place in self.reading.places]
        if before == after:
            place_list.repaint_changed()
        else:
            at = before[place_list.cursor]
            place_list.show(len(after), after.index(at) if at in after else 0)
        self._arrivals = self.reading.window.arrivals()
        if self._arrivals and self._filling:
            self.release()
        self.rows(Pane.HEADLINES).repaint_changed()
        self._tape.add(self.reading.arrived(self._tape.last_id, ticker.QUEUE))
        if self._tape.shown is None:
            self._flip()
        for question in list(self._questions):
            if (discovery := self.reading.answer(question)) is not None:
                self._questions.pop(question)(discovery)
        self._tell()

    def release(self) -> None:
        """Let what has arrived into the list; the cursor stays on its article."""
        row = self.current
        self.reading.reopen()
        place = self.reading.window.index_of(row.headline.id) if row and not self._filling else None
        self.show_list(place or 0)

    def recolour(self) -> None:
        """Another theme: every line anew."""
        palette = self.context.palette()
        for rows in self.query(Rows):
            rows.look = Look(palette.text, palette.cursor, palette.cursor_blurred)
            rows.repaint()
        self.story.refresh()
        self._tell()

    def say(self, message: str) -> None:
        """A word on the status line, until the next key."""
        self._message = " ".join(message.split())
        self._tell()

    def write(self, done: Callable[[T], None], write: Callable[[Connection], T]) -> None:
        """Hand a write to the background writer; ``done`` runs once it is committed, never before."""
        self.run_worker(self._written(done, self.context.writer.submit(write)), group="writes")

    def await_answer(self, question: int, answered: Callable[[Discovery], None]) -> None:
        """``answered`` gets the poller's answer to a question, once the cache has it."""
        self._questions[question] = answered

    async def _written(self, done: Callable[[T], None], future: Future[T]) -> None:
        try:
            result = await asyncio.wrap_future(future)
        except (apsw.Error, CacheError, ConfigError, EditError, OSError) as error:
            self.say(f"Not saved: {error}")
            return
        done(result)
        self.refresh_from_cache()

    def _content(self, article: Article) -> tuple[Block, ...]:
        try:
            return loads(article.document)
        except DocumentError as error:
            self.say(f"The text of this article cannot be shown: {error}")
            return ()

    def _complete(self) -> None:
        """Take in the rest of a long list, a portion at a time, so that no key waits."""
        window = self.reading.window
        more = window.grow(GROW)
        self.rows(Pane.HEADLINES).extend(len(window))
        if more:
            self.set_timer(GROW_SECONDS, self._complete)

    def _look(self) -> None:
        if self.reading.changed():
            self.refresh_from_cache()

    def _flip(self) -> None:
        if self._tape.flip():
            self._tell()

    def _tell(self) -> None:
        """Bring titles, ticker, status and key line up to date; a line that is so already is not drawn."""
        palette, reading = self.context.palette(), self.reading
        self.query_one("#titles", Line).show(self._titles(palette), palette.bar)
        if self.context.ticker:
            now = self.context.now()
            self.query_one("#ticker", Line).show(ticker.line(self._tape.shown, now, palette), palette.bar)
        right: list[Segment] = []
        if self._arrivals:
            right.append(Segment(f"{self._arrivals} new, . shows  ", palette.bar_key))
        if faults := len(reading.faults()):
            right.append(Segment(f"! {faults} failing  ", palette.bar_key))
        right.append(Segment(f"{reading.places[0].count} unread ", palette.bar))
        said = f" {self._message or self._fault() or reading.poller_word()} "
        if self._message and width(said) + sum(width(piece.text) for piece in right) > self.size.width:
            right = []
        self.query_one("#status", Line).show([Segment(said, palette.bar)], palette.bar, right)
        if self._prompt is not None:
            asked = paint(self._prompt, self.size.width, palette)
            self.query_one("#keys", Line).show(asked, palette.bar)
            return
        keys = [
            piece
            for key, words in key_line(self.pane, self.size.width)
            for piece in (Segment(f" {key} ", palette.bar_key), Segment(f"{words} ", palette.bar))
        ]
        self.query_one("#keys", Line).show(keys, palette.bar)

    def _fault(self) -> str:
        """What is wrong with the source under the cursor, while the keys are in its pane."""
        cursor = self.rows(Pane.SOURCES).cursor
        if self.pane is not Pane.SOURCES or cursor >= len(self.reading.places):
            return ""
        place = self.reading.places[cursor]
        return f"{place.name}: {place.fault}" if place.fault else ""

    def _titles(self, palette: Palette) -> list[Segment]:
        """The titles of the panes that are on screen, each above its pane."""
        query = f" / {self.reading.query}" if self.reading.query else ""
        words = {
            Pane.SOURCES: "Sources",
            Pane.HEADLINES: self.reading.place.name + query,
            Pane.STORY: self.article.source if self.article else "Story",
        }
        return [
            Segment(
                fit(f" {words[pane]}", self.query_one(f"#{pane}").size.width),
                palette.bar_focus if pane is self.pane else palette.bar,
            )
            for pane in Pane
        ]

    def _paint_place(self, index: int, cells: int) -> list[Segment]:
        return sources.paint(self.reading.places[index], cells, self.context.palette())

    def _paint_headline(self, index: int, cells: int) -> list[Segment]:
        row = self.reading.row(index)
        palette = self.context.palette()
        if row is None:
            return [Segment("    (no longer in the cache)", palette.dim)]
        return headlines.paint(row, cells, palette)

    def _nothing(self) -> str:
        if self.reading.query:
            return "Nothing fits. q shows the whole list."
        if not self.reading.statuses:
            return "No sources yet: telex add URL, or telex import FILE."
        if len(self.reading.faults()) == len(self.reading.statuses):
            return f"No source can be reached: {self.reading.faults()[0].error}. It is tried again."
        return self.reading.place.fault or "Nothing here yet. R polls all sources."

    # Where keys and clicks go

    def on_key(self, event: events.Key) -> None:
        """A key means an act, or goes to the line that asks."""
        event.stop()
        event.prevent_default()
        self._filling = False
        if self._prompt is not None:
            self._press(self._prompt, event)
            return
        self._message = ""
        found = meaning(self.pane, typed(event.key, event.character))
        if found is None:
            self.say("? shows what the keys do here.")
            return
        act, argument = found
        carry_out(self, act.id, argument)
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self._filling = False
        self.give_keys(Pane(str(event.rows.id)))
        if event.again or self.pane is Pane.SOURCES:
            carry_out(self, "open", "")

    def ask(
        self, mark: str, answer: Callable[[str], None], *, value: str = "", names: Sequence[str] = ()
    ) -> None:
        """Ask for a line; ``answer`` gets it, unless the user thinks better of it."""
        self._answer, self._prompt = answer, Prompt(mark, value, len(value), names)
        self._tell()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes to the line that asks; without one it means nothing."""
        event.stop()
        if self._prompt is not None:
            self._prompt = typed_in(self._prompt, event.text)
            self._tell()

    def _press(self, prompt: Prompt, event: events.Key) -> None:
        if event.key in ("escape", "ctrl+c", "enter"):
            answer, self._prompt = self._answer, None
            if event.key == "enter" and answer is not None:
                answer(prompt.text)
        else:
            self._prompt = pressed(prompt, event.key, event.character)
        self._tell()

    @on(commands.CommandGiven)
    def _command_given(self, event: commands.CommandGiven) -> None:
        self.command(event.line)

    def command(self, line: str) -> None:
        """Carry out a ``:`` line."""
        try:
            act, argument = commands.parse(line)
        except commands.CommandError as error:
            self.say(str(error))
            return
        if self.pane not in act.panes:
            self.say(f"{act.id} does nothing in the {self.pane} pane.")
            return
        carry_out(self, act.id, argument)
