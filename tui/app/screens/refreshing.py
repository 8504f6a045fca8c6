"""When the reader looks into the cache again, and what of the screen then changes. Draws nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.app import pacing
from tui.app.acts import Pane
from tui.app.screens.telling import tell_masthead
from tui.app.widgets import ticker
from tui.cache.returns import bring_back

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader
    from tui.cache.requests import Discovery

LOOK_SECONDS = 0.25
"""How often the cache's change counter is looked at."""
RETURN_SECONDS = 30.0
"""After how long it is tried again to bring back what is due."""
STEADY_SECONDS = 1.0
"""How often at most changes are shown while keys come one after the other."""
BEHIND_SECONDS = 0.01
"""How long after a key's frame what waited for it is shown."""
GROW = 10_000
"""Ids that a long list takes in at a time, behind the first page: some 5 ms of reading."""
GROW_SECONDS = 0.02
"""The breath between two portions, in which keys are answered."""


class Refreshing:
    """Shows what has changed, and nothing else: arrivals are counted until they are let in."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._questions: dict[int, Callable[[Discovery], None]] = {}
        self.arrivals = 0
        """Articles that have come since the list was made."""
        self._returning = self._settling = False
        self._stale = self._waiting = False
        self._key_at = self._shown_at = float("-inf")
        self._flips = 0
        self._rolling: Timer | None = None
        self.filling = not len(reader.reading.window)
        """Nobody has looked at anything yet: an empty first list may fill before their eyes."""

    def start(self) -> None:
        """Look for changes from now on."""
        self._reader.set_interval(LOOK_SECONDS, self._look)
        self._reader.set_interval(ticker.SECONDS, self._flip)
        self._rolling = self._reader.set_interval(ticker.ROLL_SECONDS, self._roll, pause=True)

    def pressed(self) -> None:
        """A key was pressed: somebody has looked at the list, and waits for this key's frame first."""
        self.filling = False
        self._key_at = monotonic()
        if self._waiting:
            # The frame is drawn then, and the thread that sends it still needs the interpreter.
            self._reader.call_after_refresh(self._reader.set_timer, BEHIND_SECONDS, self._refresh_waiting)

    def refresh(self) -> None:
        """Show changed marks, counts and health; give the poller's answers to who asked."""
        reader = self._reader
        self._stale = self._waiting = False
        self._shown_at = monotonic()
        self._refresh_places()
        reader.reading.window.refresh()
        self.arrivals = reader.reading.window.arrivals()
        if self.arrivals and self.filling:
            self.release()
        reader.rows(Pane.HEADLINES).repaint_changed()
        tape = reader.tape
        tape.add(reader.reading.desk.tape_arrived(tape.last_article, tape.last_alert, ticker.QUEUE))
        reader.deskwatch.look()
        reader.pages.look()
        if reader.tape.shown is None:
            self._flip()
        for question in list(self._questions):
            if (discovery := reader.reading.answer(question)) is not None:
                self._questions.pop(question)(discovery)
        reader.tell()

    def release(self) -> None:
        """Let what has arrived into the list; the cursor stays on its article."""
        reader = self._reader
        row = reader.current
        reader.reading.reopen()
        window = reader.reading.window
        place = window.index_of(row.headline.id) if row and not self.filling else None
        reader.show_list(place or 0)

    def listed(self) -> None:
        """Another list is shown: nothing has arrived since, and its rest is still to be taken in."""
        self.arrivals = 0
        self._reader.set_timer(GROW_SECONDS, self._complete)

    def await_answer(self, question: int, answered: Callable[[Discovery], None]) -> None:
        """``answered`` gets the poller's answer to a question, once the cache has it."""
        self._questions[question] = answered

    def _refresh_places(self) -> None:
        reader = self._reader
        place_list = reader.rows(Pane.SOURCES)
        before = [place.identity for place in reader.reading.places]
        reader.reading.look()
        after = [place.identity for place in reader.reading.places]
        if before == after:
            place_list.repaint_changed()
        else:
            at = before[place_list.cursor]
            place_list.show(len(after), after.index(at) if at in after else place_list.cursor)

    def _complete(self) -> None:
        """Take in the rest of a long list, a portion at a time, so that no key waits."""
        window = self._reader.reading.window
        if window.searched:
            self._reader.searching.grow()
            return
        more = window.grow(GROW)
        self._reader.rows(Pane.HEADLINES).extend(len(window))
        if more:
            self._reader.set_timer(GROW_SECONDS, self._complete)

    def _look(self) -> None:
        self._stale |= self._reader.reading.changed()
        if self._stale:
            self._show_changes(monotonic())
        if not self._settling and self._reader.reading.unsettled():
            self._settle()
        if not self._returning and self._reader.reading.due():
            self._bring_back()

    def _show_changes(self, now: float) -> None:
        if not pacing.disturbs(now - self._key_at):
            self.refresh()
        elif now - self._shown_at >= STEADY_SECONDS:
            if self._waiting:
                self.refresh()
            self._waiting = self._stale  # until after the next key's frame, or else until the next look

    def _refresh_waiting(self) -> None:
        if self._waiting:
            self.refresh()

    def _settle(self) -> None:
        """Bring the counts of smart folders a step nearer to the truth; the next look goes on."""
        from tui.cache.folders import settle

        def done(_: bool) -> None:
            self._settling = False

        self._settling = True
        self._reader.write(done, partial(settle, now=self._reader.context.now()))

    def _bring_back(self) -> None:
        """No poller has done it: bring back what was put off until now; where that fails, try again."""

        def again() -> None:
            self._returning = False

        def done(_: tuple[int, ...]) -> None:
            again()

        self._returning = True
        self._reader.set_timer(RETURN_SECONDS, again)
        self._reader.write(done, partial(bring_back, now=self._reader.context.now()))

    def scroll(self, on: bool) -> None:
        """Let the ticker scroll, or flip again."""
        self._reader.tape.scrolls, self._reader.tape.rolled = on, 0
        if self._rolling is not None:
            (self._rolling.resume if on else self._rolling.pause)()

    def _roll(self) -> None:
        if not self._reader.context.link().slow and self._reader.tape.roll(self._reader.context.now()):
            self._reader.tell()

    def _flip(self) -> None:
        # The day's strip moves with the clock, too slowly to be looked at more often.
        tell_masthead(self._reader)
        tape, link = self._reader.tape, self._reader.context.link()
        self._flips += 1
        # While it scrolls it goes on by itself, until nothing waits; over a slow link nothing scrolls.
        if tape.scrolls and not tape.resting and not link.slow:
            return
        if pacing.flips(link, self._flips) and tape.flip():
            self._reader.tell()
