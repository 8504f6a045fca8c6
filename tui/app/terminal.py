"""What Textual does not do for a terminal: stray bytes, hang-up, mouse moves, OSC 52, the last gate.

All that rests on Textual's private parts stands here. Knows nothing of articles.
"""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import sys
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TextIO, cast

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._keyboard_protocol import MODIFIER_FUNCTIONAL_KEYS
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.keys import Keys
from textual.message import Message

from tui.app.frame import Frame, Piece
from tui.app.outlet import Outlet
from tui.app.pasting import Pasting
from tui.notify import window_title
from tui.round_trip import ANSWER
from tui.text import gated, gated_lines

_NO_KEYS = MODIFIER_FUNCTIONAL_KEYS | {"caps_lock", "num_lock", "scroll_lock"}

WAITING = 16
"""Writes that may wait for the terminal; of Textual's 30 enough are left to give it back."""

KEEP_TITLE, TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"
"""The terminal keeps the window's name, and gives it back."""

PATIENCE = 0.7
"""Seconds that a terminal has to take what was written when telex leaves, and again to be emptied."""


class NoControls(LineFilter):
    """The gate at the screen: nothing harmful in any text gets through, wherever it came from."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """``segments``, what is harmful in them made harmless, in as many cells as before.

        Most lines have none and pass as they are.
        """
        del background
        mended = [text if control else _gated(text) for text, _, control in segments]
        if all(text is segment.text for text, segment in zip(mended, segments, strict=True)):
            return segments
        return [
            segment if text is segment.text else Segment(text, segment.style)
            for text, segment in zip(mended, segments, strict=True)
        ]


def _gated(text: str) -> str:
    shown = gated(text)
    return shown if shown is text else set_cell_size(shown, cell_len(text))


_SIGNS = str.maketrans({"•": "o", "‖": "=", "↓": "v", "·": ".", "…": "~", "×": "x", "─": "-", "│": "|",
                        "▲": "^", "▌": "|", "█": "#", "→": ">", "←": "<", "–": "-",
                        "▁": "_", "▂": ",", "▃": "-", "▄": "~", "▅": "=", "▆": "+", "▇": "*"})  # fmt: skip


class PlainSigns(LineFilter):
    """telex's own signs in ASCII, each of one cell as before; text of other scripts stays as it is."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """``segments`` with the signs replaced."""
        del background
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(segment.text.translate(_SIGNS), segment.style)
            for segment in segments
        ]


def utf8(environ: Mapping[str, str]) -> bool:
    """Whether the locale is one of UTF-8; where none is set it is not (POSIX, 8.2)."""
    # Python itself sets this LC_CTYPE where the locale is C (PEP 538).
    kind = environ.get("LC_CTYPE", "").removeprefix("C.UTF-8")
    wanted = environ.get("LC_ALL") or kind or environ.get("LANG") or "C"
    return wanted.lower().replace("-", "").find("utf8") >= 0


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, made to outlive its terminal."""

    on_hang_up: Callable[[], None] | None = None
    """Called when the terminal is gone."""
    on_answer: Callable[[float], None] | None = None
    """Called when the terminal answers a question, with the monotonic time."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # Textual writes to standard error; `telex 2>log` must still show a screen.
        screen = sys.__stderr__ if sys.__stderr__ and sys.__stderr__.isatty() else sys.__stdout__
        self.outlet = Outlet(cast("TextIO", screen))
        self._file = cast("Any", self.outlet)
        self.writes = False
        """Whether there is a terminal that is ours to write to."""
        self.lost = False
        """Whether something was not written, since the terminal has taken nothing for long."""
        self._undecided: asyncio.TimerHandle | None = None
        """Says what a key was that may have been the beginning of a longer one."""
        self._mouse_asked = 0
        self._named = False
        """Whether the window has a name of ours."""

    def write(self, data: str) -> None:
        """Write what the terminal takes, hand over the rest and never wait: behind a dead link it is lost."""
        writer = self._writer_thread
        rest = self.outlet.write_at_once(data) if self.writes else data
        if rest is None:
            return
        if self.writes and writer is not None and writer._queue.qsize() >= WAITING:  # noqa: SLF001
            self.lost = True
        else:
            self.outlet.handed += 1
            super().write(rest)

    def close(self) -> None:
        """End the writer. What a terminal does not take, at the far end of a dead link, is thrown away."""
        writer = self._writer_thread
        if writer is not None:
            writer._queue.put(None)  # noqa: SLF001 - Textual's own stop waits for ever
            writer.join(PATIENCE)
            # Linux throws away what a pty holds, but only a signal has the waiting write look again.
            signal.signal(signal.SIGUSR1, lambda *_: None)
            end = time.monotonic() + PATIENCE
            while writer.is_alive() and writer.ident and time.monotonic() < end:
                with suppress(termios.error, ProcessLookupError):
                    termios.tcflush(self.outlet.fileno(), termios.TCOFLUSH)
                    signal.pthread_kill(writer.ident, signal.SIGUSR1)
                writer.join(0.01)

    def start_application_mode(self) -> None:
        """Begin, or go on after a stop."""
        self._mouse_asked = 0
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # A line feed is to be one: on its own it goes straight down (curses does the same).
        with suppress(termios.error):
            attributes = termios.tcgetattr(self.fileno)
            attributes[1] &= ~termios.OPOST
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        self.writes = True

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self.writes = False
        self.write(self.title_back() + "\x1b[m")
        super().stop_application_mode()

    def title(self, text: str) -> str:
        """The sequences that name the window ``text``; what it was called before is kept by the terminal."""
        kept, self._named = "" if self._named else KEEP_TITLE, True
        return kept + window_title(text)

    def title_back(self) -> str:
        """The sequences after which the window is called what it was before; "" where it is."""
        named, self._named = self._named, False
        return window_title("telex") + TITLE_BACK if named else ""

    def _enable_mouse_support(self) -> None:
        # Textual asks at the beginning and at the end of its start: the end counts (iTerm 3.5).
        self._mouse_asked += 1
        # 1002 reports clicks, wheel and drags; Textual's 1003 every move (100 moves: 709 KB of repaints).
        if self._mouse and self._mouse_asked > 1:
            self.write("\x1b[?1000;1002;1006h")
            self.flush()

    def _enable_mouse_pixels(self) -> None:
        """Cells are fine enough."""

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l")
            self.flush()

    def _run_input_thread(self) -> None:
        # Textual's thread of the keys ends at once: the loop reads them, and no key waits until both have
        # been given a processor.
        self._loop.call_soon_threadsafe(self._listen)

    def _listen(self) -> None:
        if not self.writes:
            return  # given back meanwhile
        parser = Parser(self._debug)
        parser.on_answer = self.on_answer
        decode = getincrementaldecoder("utf-8")("replace").decode
        read = partial(self._read, parser, Pasting(), decode)
        self._loop.add_reader(self.fileno, self._obey, parser, read)

    def _read(self, parser: Parser, pasting: Pasting, decode: Callable[[bytes], str]) -> Iterable[Message]:
        """What was typed.

        Unlike Textual's own: a byte that is no UTF-8 is one U+FFFD and not the end of the app
        (textual #6456), and the end of the input is the end of the reading and not a busy loop.
        """
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            data = b""
        if not data:
            self._deafen()
            if self.on_hang_up is not None:
                self.on_hang_up()
            return ()
        typed = pasting.take(decode(data), time.monotonic())
        return parser.feed(typed) if typed else ()

    def _obey(self, parser: Parser, read: Callable[[], Iterable[Message]]) -> None:
        # The loop would tell of the error where nobody sees it, and go on.
        try:
            for message in read():
                self.process_message(message)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told as all faults are
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001
        self._forget_undecided()
        if (left := parser.patience) is not None:
            self._undecided = self._loop.call_later(left, self._obey, parser, parser.tick)

    def _deafen(self) -> None:
        self._loop.remove_reader(self.fileno)
        self._forget_undecided()

    def _forget_undecided(self) -> None:
        if self._undecided is not None:
            self._undecided.cancel()
            self._undecided = None

    def disable_input(self) -> None:
        """Read no more."""
        self._deafen()
        super().disable_input()

    def send_message(self, message: Message) -> None:
        """Hand over to the app, in whose loop this is."""
        self._app.post_message(message)


class Parser(XTermParser):
    """Textual's parser of keys, which takes Alt with a sign for the sign alone (8.2.8)."""

    on_answer: Callable[[float], None] | None = None
    """Told of the terminal's answer to a question of ours."""

    @property
    def patience(self) -> float | None:
        """Seconds until what may be the beginning of a key is known to be one itself; None: nothing is."""
        begun = self._timeout_time
        return None if begun is None else max(0.001, begun - get_time())

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if sequence == ANSWER:
            if self.on_answer is not None:
                self.on_answer(time.monotonic())
            return [events.Key(Keys.Ignore, sequence)]
        first, rest = sequence[:1], sequence[1:]
        # What may begin a longer sequence is not decided yet.
        if (
            first == "\x1b"
            and len(rest) == 1
            and rest not in "[]OP^_X\x1b"
            and (rest == "\t" or rest.isprintable())
        ):
            return [events.Key(f"alt+{'tab' if rest == chr(9) else rest}", None)]
        try:
            found = list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):  # numbers that no key has (CSI 1:2u, CSI 1114112u)
            return [events.Key(Keys.Ignore, sequence)]
        # Shift, Control and their like alone, which the keyboard protocol of kitty tells of, are no keys.
        alone = any(event.key.rpartition("+")[2] in _NO_KEYS for event in found)
        return [events.Key(Keys.Ignore, sequence)] if alone else found


def pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[Piece]:
    """The pieces of lines that an update of the compositor draws."""
    return _layout_pieces(update) if isinstance(update, LayoutUpdate) else _chop_pieces(update)


def _layout_pieces(update: LayoutUpdate) -> Iterator[Piece]:
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield y, x, strip
            x += strip.cell_length


def _chop_pieces(update: ChopsUpdate) -> Iterator[Piece]:
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > x2 or end <= x1:
                continue
            whole = x2 > x >= x1 and end <= x2
            yield y, x, strip if whole else strip.crop(0, min(end, x2) - x)


def clipboard_sequence(text: str, environ: Mapping[str, str]) -> str:
    """OSC 52 that puts ``text`` on the clipboard of the terminal at the far end of the SSH link.

    tmux drops it unless ``set-clipboard on``; wrapped for pass-through it reaches the outer terminal
    where ``allow-passthrough on`` is set. Both are sent, so that either setting will do. What is copied
    is pasted into shells: it passes the gate, line by line.
    """
    payload = base64.b64encode(gated_lines(text).encode()).decode("ascii")
    plain = f"\x1b]52;c;{payload}\x07"
    if environ.get("TMUX"):
        return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    return plain


def send(app: App[object], sequence: str) -> None:
    """Write a control sequence of our own to the terminal; nothing happens where there is none."""
    driver = app._driver  # noqa: SLF001 - the only way to the terminal that Textual has
    if driver is not None and not app.is_headless:
        driver.write(sequence)
        driver.flush()


def name_window(app: App[object], text: str) -> None:
    """Name the window for as long as ``text`` is not "": then what it was called before comes back."""
    if isinstance(app._driver, TerminalDriver):  # noqa: SLF001 - as above
        send(app, app._driver.title(text) if text else app._driver.title_back())  # noqa: SLF001


def fills(environ: Mapping[str, str]) -> bool:
    """Whether the terminal erases with the colour of the paper, as all but GNU screen do (its ``defbce``)."""
    return not (environ.get("STY") and environ.get("TERM", "").startswith("screen"))


def fills_moved(environ: Mapping[str, str]) -> bool:
    """Whether lines that come in where others move away have the colour of the paper; kitty's have not."""
    return environ.get("TERM") != "xterm-kitty" and not (
        "KITTY_WINDOW_ID" in environ and not environ.get("TMUX")
    )


def frame(environ: Mapping[str, str], *, colourless: bool) -> Frame:
    """A frame for what this terminal does."""
    return Frame(fills=fills(environ), fills_moved=fills_moved(environ), colourless=colourless)


def driver_class() -> type[Driver] | None:
    """Our driver for real terminals; what ``TEXTUAL_DRIVER`` names, if it does."""
    return None if os.environ.get("TEXTUAL_DRIVER") else TerminalDriver
