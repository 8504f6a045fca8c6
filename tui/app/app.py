"""The app: wires cache, theme, terminal and poller to the reader. Never imports the network."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from tui.app import reloading, terminal
from tui.app.context import Context
from tui.app.key_order import KeyOrder
from tui.app.keys import Keymap, redraws
from tui.app.layout import Kept
from tui.app.list_looks import KeptLooks
from tui.app.own_keys import keymap_of
from tui.app.pacing import FEW
from tui.app.palette import Palette, palette
from tui.app.poller_child import PollerChild
from tui.app.reading import Reading
from tui.app.screens.reader import Reader
from tui.app.sending import Sender
from tui.app.themes import extra_variables, load_theme, load_themes
from tui.cache.background import BackgroundWriter
from tui.cache.database import FAULTS, Connection, explain
from tui.cache.searcher import Searcher
from tui.config import ConfigError, Settings
from tui.crash import report
from tui.paths import Paths, shipped, terminal_name

UNREADABLE = 3
"""Exit status where the cache cannot be read any more, as that of the verbs."""
CRASHED = 70
"""Exit status after an error of telex's own (sysexits.h EX_SOFTWARE)."""
FALLBACK_THEME = "telex"
"""What is shown where the configured theme cannot be."""
SETTLE_SECONDS = 0.05
"""How long after the first refresh what no frame needs is made ready: the whole screen is out by then."""
KEEP_SECONDS = 2.0
"""How often the app sees to it that a poller is at work: at most so long after one died."""


class TelexApp(App[None], inherit_bindings=False):
    """One terminal on the cache."""

    # Ours is a list like the others: Textual's ends the app when it is left while it still gathers (8.2.8).
    ENABLE_COMMAND_PALETTE = False
    TITLE = "telex"
    CSS_PATH = "screens/reader.tcss"

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        connection: Connection,
        *,
        seen: reloading.Stamp | None = None,
        welcome: str = "",
        guest: bool = False,
        guide: bool = False,
    ) -> None:
        """``seen``: the configuration's stamp before it was read; None: as it is now.

        Raises ConfigError for keys that mean nothing.
        """
        super().__init__(driver_class=terminal.driver_class())
        self.animation_level = "none"
        self._paths, self._settings = paths, settings
        config = reloading.stamp([paths.config]) if seen is None else seen
        self._stamp = config + reloading.stamp(reloading.theme_files(paths.user_themes))
        self._writer = BackgroundWriter(paths.database)
        self._searcher = Searcher(paths.database)
        self._poller = PollerChild(paths)
        looks = KeptLooks(None if guest else paths.state / "lists.json")
        self._reading = Reading(connection, _now, stories=settings.app.stories, looks=looks)
        self._palette: Palette | None = None
        self._utf8 = terminal.utf8(os.environ)
        frame = terminal.frame(os.environ, colourless=self.no_color)
        self._sender = Sender(frame, self._write, self._cursor)
        self._keys = keymap_of(settings.keys, paths.config)
        self._key_order = KeyOrder(lambda: self.screen_stack)
        self._welcome, self._guest, self._guide = welcome, guest, guide
        self._gate = [terminal.NoControls(), terminal.PlainSigns()]
        self._theme_folders = (shipped("themes"), paths.user_themes)
        wanted = load_theme(self._theme_folders, settings.app.theme) or load_theme(
            self._theme_folders, FALLBACK_THEME
        )
        if wanted is not None:
            self.register_theme(wanted)
            self.theme = wanted.name

    def on_mount(self) -> None:
        """Show the reader; look for a poller once the first frame is out."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.leave, number)
        if isinstance(self._driver, terminal.TerminalDriver):
            self._driver.on_hang_up = partial(_from_thread, loop, self.leave, signal.SIGHUP)
            self._driver.on_answer = partial(_from_thread, loop, self._sender.answered)
            self._driver.outlet.on_flush = partial(self._flushed, loop)
        reader = Reader(
            Context(
                reading=self._reading,
                writer=self._writer,
                searcher=self._searcher,
                now=_now,
                environ=dict(os.environ),
                platform=sys.platform,
                terminal=terminal_name(),
                palette=self.palette_now,
                keymap=self.keys_now,
                widths=Kept(None if self._guest else self._paths.state / "panes.json"),
                config=self._paths.config,
                lines=self._settings.app.lines,
                measure=self._settings.app.measure,
                stories=self._settings.app.stories,
                ticker=self._settings.app.ticker,
                story=self._settings.story,
                alerts=self._settings.alerts,
                guest=self._guest,
                welcome=self._welcome,
                hold=self._key_order.hold,
                redraw=self.redraw,
                link=lambda: self._sender.link,
            ),
            self.size.width,
        )
        self.push_screen(reader)
        self.call_after_refresh(self.set_timer, SETTLE_SECONDS, partial(self._settle, reader))

    async def on_event(self, event: events.Event) -> None:
        """Keys one after the other; all else as Textual has it."""
        if isinstance(event, events.Key) and redraws(self._keys, event.key):
            self.redraw()  # whatever the keys are for: a list that lies over the reader, a line that asks
        elif isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.app_focus = True
            self._key_order.press(event)
        else:
            await super().on_event(event)

    def _settle(self, reader: Reader) -> None:
        self.app_resume_signal.subscribe(self, lambda _: self.redraw())
        self.theme_changed_signal.subscribe(self, lambda _: self._recolour(reader))
        self._load_themes(self._settings.app.theme)
        if self._guide:
            self._show_guide(reader)
        self._keep_poller()
        self.set_interval(KEEP_SECONDS, self._keep_poller)
        self.set_interval(reloading.SECONDS, self._look_at_files)
        # Before the first key needs them, and behind the first frame.
        for name in ("act_functions", "pagewatch", "story_blocks"):
            import_module(f"tui.app.{name}")
        # Everything that start-up made stays: no later collection need look at it again (45 ms each).
        gc.freeze()
        gc.enable()

    def _load_themes(self, wanted: str) -> None:
        """Take in all themes, also those that are known but have changed, and put one on."""
        themes, problems = load_themes(self._theme_folders)
        for theme in themes:
            if theme != self.available_themes.get(theme.name):
                self.register_theme(theme)
                if theme.name == self.theme:
                    self.refresh_css()
                    self.theme_changed_signal.publish(theme)
        for problem in problems:
            self._say(f"{problem.path}: {problem.reason}")
        if wanted in self.available_themes:
            self.theme = wanted
        else:
            self._say(f"No theme is called {wanted}; there are {', '.join(sorted(self.available_themes))}.")

    def _files(self) -> reloading.Stamp:
        return reloading.stamp([self._paths.config, *reloading.theme_files(self._paths.user_themes)])

    async def _look_at_files(self) -> None:
        """Obey an edit made outside; one that is wrong is told, and what held before holds on."""
        seen = self._files()
        if seen == self._stamp:
            return
        self._stamp = seen
        try:
            fresh = await reloading.read(self._paths.config)
        except ConfigError as error:
            # The file's name alone: its folders would leave no room for what is wrong.
            said = str(error).splitlines()[0].removeprefix(f"{self._paths.config.parent}/")
            self._say(f"{said}; what was set before holds.")
            return
        chosen, self._settings, self._keys = self._settings.app.theme, fresh.settings, fresh.keys
        for screen in self.screen_stack:
            if isinstance(screen, reloading.Obeys):
                screen.obey(fresh.settings)
        wanted = fresh.settings.app.theme if fresh.settings.app.theme != chosen else self.theme
        self._load_themes(wanted)

    def _show_guide(self, reader: Reader) -> None:
        from tui.app.guide_acts import guide

        def ended() -> None:
            self._guide = False
            self._keep_poller()

        guide(reader, ended)

    def _keep_poller(self) -> None:
        if self._reading.read_only or self._guide:
            return  # a poller could keep nothing, or nobody has said yet what to poll
        if not self._guest and (word := self._poller.keep()):
            self._say(word)

    def _say(self, word: str) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Reader):
                screen.say(word)

    def palette_now(self) -> Palette:
        """The colours of the active theme."""
        if self._palette is None:
            self._palette = palette(self.theme_variables, colourless=self.no_color)
        return self._palette

    def keys_now(self) -> Keymap:
        """What the keys do."""
        return self._keys

    def _recolour(self, reader: Reader) -> None:
        self._palette = None
        reader.recolour()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables for themes that lack them, Textual's own among them."""
        return extra_variables(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The last gate for control characters, after Textual's own filters."""
        wanted = self._settings.app.signs
        plain = wanted == "ascii" or (wanted == "auto" and not self._utf8)
        # The same ones each time: strips keep what a filter made of them.
        return [*super().get_line_filters(), *(self._gate if plain else self._gate[:1])]

    def pop_screen(self) -> AwaitComplete:
        """Let a screen go, and its lines with it.

        A cache of Textual's holds those of the last thousand widgets for the sake of two colours
        (github.com/Textualize/textual/issues/6665): 36 MB here.
        """
        StylesCache.get_inner_outer.cache_clear()
        return super().pop_screen()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # Textual's updates are no renderables by their types, though it passes them as such.
        update: Any = renderable
        if not (self._settings.app.diff and isinstance(update, LayoutUpdate | ChopsUpdate)):
            super()._display(screen, update)
        elif self._running and not self._closed and not self.is_headless and not self._batch_count:
            self._sender.take(terminal.pieces(update), *self.size, self.console._color_system)  # noqa: SLF001

    def _write(self, patch: str, lines: int) -> int:
        driver = self._driver
        if not isinstance(driver, terminal.TerminalDriver) or not driver.writes:
            return 0
        if self._sync_available and lines > FEW:
            patch = f"{SYNC_START}{patch}{SYNC_END}"
        driver.write(patch)
        return len(patch.encode())

    def _flushed(self, loop: asyncio.AbstractEventLoop) -> None:
        # In the writer's thread, or within a write. Nobody is woken up for nothing: that takes a tenth of a
        # key's time.
        lost = isinstance(self._driver, terminal.TerminalDriver) and self._driver.lost
        if self._sender.flushed() or lost:
            _from_thread(loop, self._written)

    def _written(self) -> None:
        """The terminal has taken all; what it missed meanwhile is drawn."""
        if not self._running:
            return  # the app is leaving: there is no screen any more
        self._sender.written()
        if isinstance(self._driver, terminal.TerminalDriver) and self._driver.lost:
            self._driver.lost = False
            self.redraw()

    def _cursor(self) -> tuple[int, int]:
        if not self._running:
            return 0, 0  # likewise; nothing is written any more
        column, line = self.screen.outer_size.clamp_offset(self.cursor_position)
        return line, column

    def _set_pointer_shape(self, shape: str) -> None:
        """The pointer stays as the terminal has it."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal: an interrupt is then meant for the program that has it, and not for telex."""
        # A handler and not SIG_IGN, which the program would inherit; from before the terminal is lent until
        # after it is back: one that comes in between would end telex.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with super().suspend():
                yield
        finally:
            signal.signal(signal.SIGINT, before)

    def redraw(self) -> None:
        """Draw the whole screen anew: something else may have written on it."""
        self._sender.forget()
        self.screen.refresh()

    def on_resize(self) -> None:
        """Textual does nothing about a size that it had before others; what the terminal shows is lost."""
        self.redraw()

    def on_app_focus(self) -> None:
        """The terminal was away; what it shows now is not known."""
        self.redraw()

    def leave(self, number: int) -> None:
        """Leave because of a signal, with the exit status that a shell expects."""
        self.exit(return_code=128 + number)

    def close(self) -> None:
        """Let go of poller and cache; what was marked is written first."""
        self._poller.stop()
        self._searcher.close()
        self._writer.close()

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print local variables, which may hold addresses with passwords, and leave with 1.
        # The first is told; others follow from it.
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error  # which knows where it was raised
        if self._exception is None:
            self._exception = error
            if isinstance(error, FAULTS):
                self._return_code = UNREADABLE
                told = f"telex: {explain(error, self._paths.database)}"
            else:
                self._return_code = CRASHED
                told = report(type(error), error, error.__traceback__, self._paths.state)
            self._exit_renderables.append(Text(told))
            self._close_messages_no_wait()


def _from_thread(loop: asyncio.AbstractEventLoop, act: Callable[..., None], *given: float) -> None:
    with suppress(RuntimeError):  # the loop has ended
        loop.call_soon_threadsafe(act, *given)


def _now() -> int:
    return int(time.time())
