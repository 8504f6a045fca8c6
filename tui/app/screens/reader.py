"""The reader: its panes, what they show, and where the keys go.

What the keys do is in ``app.act_functions``. Reads through ``Reading``; writes nothing but through the
app's background writer, and never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from tui.app.acts import Act, Pane
from tui.app.asking import Asking
from tui.app.carry_out import carry_out
from tui.app.command_line import CommandError, parse
from tui.app.context import Context
from tui.app.deskwatch import Deskwatch
from tui.app.hyperlinks import known as hyperlinks_known
from tui.app.key_names import shown, typed
from tui.app.keys import Typing, press
from tui.app.layout import ARRANGEMENTS, TWO_PANES, arrangement, fits
from tui.app.painting import Painting
from tui.app.screens.refreshing import Refreshing
from tui.app.screens.telling import tell, tell_masthead
from tui.app.searching import Searching
from tui.app.trail import Trail
from tui.app.widgets import headlines, masthead, ticker
from tui.app.widgets.line import Line
from tui.app.widgets.rows import Look, Rows
from tui.app.widgets.story import Story
from tui.app.writing import Writing
from tui.cache.database import Connection
from tui.cache.in_step import keep_in_step
from tui.config import Settings
from tui.model import Article, Headline
from tui.pages.document import Document

if TYPE_CHECKING:
    from tui.app.pagewatch import Pagewatch
    from tui.cache.requests import Discovery
    from tui.pages.edition import Edition

T = TypeVar("T")


class Reader(Screen[None], inherit_bindings=False):
    """The one screen that is always there."""

    AUTO_FOCUS = ""

    def __init__(self, context: Context, columns: int) -> None:
        """``columns``: the terminal's width, so that the first layout is the right one."""
        # Classes given now cost nothing; each one that changes later restyles every widget.
        super().__init__(classes=f"{arrangement(columns)} at-{Pane.HEADLINES}")
        self.context = context
        self.reading = context.reading
        self.pane = Pane.HEADLINES
        self.article: Article | None = None
        self.tape = ticker.Tape()
        self.message = context.welcome
        """What the status line says until the next key; empty: what the poller does."""
        self.typing = Typing()
        """The keys of a sequence and the count that have been typed so far."""
        self.count = 0
        """How often, for the act that is being carried out; 0 where no number was typed."""
        self.zoomed = False
        """Whether the pane with the keys stands alone."""
        self.trail = Trail()
        self.asking = Asking(self.tell)
        self.searching = Searching(self, context.searcher)
        self.deskwatch = Deskwatch(self)
        self._refreshing = Refreshing(self)
        self._writing = Writing(self)
        self.painting = Painting(self)

    def compose(self) -> ComposeResult:
        """Ticker, panes, status, and one line for keys or the prompt."""
        yield Line(id="masthead")
        strip = Line(id="ticker")
        strip.display = self.context.ticker
        yield strip
        yield Line(id="titles")
        with Horizontal(id="panes"):
            yield from self.painting.lists()
            yield Story(
                self.context.palette,
                measure=self.context.measure,
                hyperlinks=hyperlinks_known(self.context.environ),
                id="story",
            )
        yield Line(id="status")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Fill the panes from the cache, then look for changes from time to time."""
        self.tape.begin(self.reading.desk.tape_before(None, 2 * ticker.QUEUE))
        self.rows(Pane.SOURCES).show(len(self.reading.places))
        self.recolour()
        self.show_list()
        self.give_keys(Pane.HEADLINES)
        # A title stands above its pane once that has its width.
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self.tell())
        self._refreshing.start()
        self.deskwatch.start()

    # What opens an article is imported when one is, or behind the first frame (see ``TelexApp._settle``).

    @cached_property
    def pages(self) -> Pagewatch:
        """The wait for full stories."""
        from tui.app.pagewatch import Pagewatch

        return Pagewatch(self)

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
        if self.article is not None and self.has_class("unopened"):
            self.lay_out()
        for other in Pane:
            self.set_class(other is pane, f"at-{other}")
        (self.story if pane is Pane.STORY else self.rows(pane)).focus(scroll_visible=False)
        self.tell()

    def on_resize(self, event: events.Resize) -> None:
        """As many panes as there is room for."""
        del event
        self.lay_out()

    def lay_out(self) -> None:
        """Put the panes side by side as size, zoom and the user's widths have it."""
        columns, lines = self.size
        wanted = arrangement(0 if self.zoomed else columns)
        if not self.has_class(wanted):
            self.remove_class(*ARRANGEMENTS)
            self.add_class(wanted)
        self.set_class(not fits(columns, lines), "small")
        self.set_class(self.article is None, "unopened")
        self.set_class(lines >= masthead.LINES and columns >= TWO_PANES, "tall")
        widths = self.context.widths.of(columns, lines)
        alone = wanted == ARRANGEMENTS[0]
        self.rows(Pane.SOURCES).styles.width = "1fr" if alone else widths.sources
        wide = widths.headlines if wanted == ARRANGEMENTS[2] and self.article else 0
        self.rows(Pane.HEADLINES).styles.width = wide or ("1.1fr" if wanted == ARRANGEMENTS[2] else "1fr")
        self.call_after_refresh(tell_masthead, self)

    # What is shown

    def show_list(self, cursor: int = 0) -> None:
        """Show the reading's list, with the cursor on a row."""
        self.rows(Pane.HEADLINES).show(len(self.reading.window), cursor)
        self._refreshing.listed()
        self.tell()

    def show_article(self, index: int) -> None:
        """Open the article at ``index`` of the list."""
        self.rows(Pane.HEADLINES).move(index)
        self.show_by_itself(self.reading.window.id_at(index))

    def show_by_itself(self, article_id: int) -> None:
        """Open an article that need not be in the list."""
        article = self.reading.article(article_id)
        if article is None:
            self.say("This article is no longer in the cache.")
            return
        from tui.app.article_blocks import blocks_of

        self.article = article
        self.deskwatch.open(article.id)
        self.show_document(article, blocks_of(article, self.edition_of(article)))
        self.give_keys(Pane.STORY)
        self.pages.opened(article)

    def show_document(self, article: Article, document: Document, *, keep_place: bool = False) -> None:
        """Show an article's blocks, with a line on its story where others have it too."""
        from tui.app.story_blocks import with_story

        views = self.reading.views(article.id)
        # Where it is not on screen yet, it will have all of its width.
        blocks = with_story(document, views, article.id)
        self.story.show(blocks, home=article.link, keep_place=keep_place, room=self.size)

    @property
    def arrivals(self) -> int:
        """Articles that have come since the list was made."""
        return self._refreshing.arrivals

    def refresh_from_cache(self) -> None:
        """Show what has changed, and nothing else: marks, counts, health; arrivals are counted, not shown."""
        self._refreshing.refresh()

    def show_new_list(self) -> None:
        """Show what fills now before the eyes: nobody has read anything of it yet."""
        self._refreshing.filling = True
        self._refreshing.refresh()

    def release(self) -> None:
        """Let what has arrived into the list; the cursor stays on its article."""
        self._refreshing.release()

    def scroll_ticker(self, on: bool) -> None:
        """Let the ticker scroll, or flip again."""
        self._refreshing.scroll(on)

    def recolour(self) -> None:
        """Another theme: every line anew."""
        palette = self.context.palette()
        for rows in self.query(Rows):
            rows.look = Look(palette.text, palette.cursor, palette.cursor_blurred)
            rows.repaint()
        self.story.refresh()
        tell_masthead(self)
        self.tell()

    def obey(self, settings: Settings) -> None:
        """The configuration has been edited: what it says now holds."""
        app = settings.app
        self.write(lambda _: None, partial(keep_in_step, settings=settings, now=self.context.now()))
        if app.stories != self.context.stories:
            self.reading.stories = app.stories
            self.reading.reopen()
            self.show_list()
        self.context = replace(
            self.context,
            ticker=app.ticker,
            stories=app.stories,
            lines=app.lines,
            measure=app.measure,
            alerts=settings.alerts,
            story=settings.story,
        )
        self.query_one("#ticker", Line).display = app.ticker
        self.story.measure = app.measure
        self.recolour()

    def say(self, message: str) -> None:
        """A word on the status line, until the next key."""
        self.message = " ".join(message.split())
        self.tell()

    def write(
        self,
        done: Callable[[T], None],
        write: Callable[[Connection], T],
        failed: Callable[[Exception], None] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Hand a write to the background writer; see ``app.writing``. Of a guest nothing is written."""
        if not self.context.guest:
            self._writing.hand_in(write, done, failed, quiet=quiet)

    def await_answer(self, question: int, answered: Callable[[Discovery], None]) -> None:
        """``answered`` gets the poller's answer to a question, once the cache has it."""
        self._refreshing.await_answer(question, answered)

    def edition_of(self, article: Article) -> Edition:
        """An article with its fullest text; says so where that cannot be shown."""
        from tui.pages.edition import edition

        found = edition(article, self.reading.full_story(article.id))
        if found.trouble:
            self.say(f"The text of this article cannot be shown: {found.trouble}")
        return found

    def tell(self) -> None:
        """Bring titles, ticker, status and key line up to date, and the range that the cursor ends."""
        headline_list = self.rows(Pane.HEADLINES)
        self.reading.selection.cursor = headline_list.cursor
        if self.reading.selection.ranging:
            headline_list.repaint_changed()
        tell(self)

    # Where keys and clicks go

    def on_key(self, event: events.Key) -> None:
        """A key means an act, or goes to the line that asks."""
        event.stop()
        event.prevent_default()
        if not self.children:
            return  # the app is leaving
        self._refreshing.pressed()
        if self.deskwatch.pressed():
            return
        if self.asking.press(event):
            return
        self.message = ""
        key = typed(event.key, event.character)
        pressed = press(self.context.keymap(), self.pane, self.typing, key)
        self.typing, self.count = pressed.typing, pressed.count
        if not pressed.known:
            self.say(f"{shown((key,))} does nothing here; ? shows what the keys do.")
        for command in pressed.commands:
            self._do(command.act, command.argument)
        self.count = 0
        self.tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self._refreshing.filling = False
        self.give_keys(Pane(str(event.rows.id)))
        if event.again or self.pane is Pane.SOURCES:
            carry_out(self, "open", "")

    def ask(
        self,
        mark: str,
        answer: Callable[[str], None],
        *,
        given: str = "",
        value: str = "",
        names: Sequence[str] = (),
    ) -> None:
        """Ask for a line; ``answer`` gets it, unless the user thinks better of it.

        ``given``: what was typed after the act on the ``:`` line; where it is there, nothing is asked.
        """
        if given:
            answer(given)
        else:
            self.asking.ask(mark, answer, value=value, names=names)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes to the line that asks; without one it means nothing."""
        event.stop()
        self.asking.paste(event.text)

    def command(self, line: str) -> None:
        """Carry out a ``:`` line."""
        try:
            act, argument = parse(line)
        except CommandError as error:
            self.say(str(error))
            return
        self._do(act, argument)

    def _do(self, act: Act, argument: str) -> None:
        if self.pane not in act.panes:
            self.say(f"{act.id} does nothing in the {self.pane} pane.")
            return
        carry_out(self, act.id, argument)
