"""Textual's private parts that telex rests on: an upgrade that moves one fails here, by name (goal 30)."""

from __future__ import annotations

import inspect

import pytest
from figures import record
from rich.cells import CellTable, cached_cell_len, get_character_cell_size
from textual import _compositor, _parser, _styles_cache, _xterm_parser, events
from textual.app import App
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.drivers.linux_driver import LinuxDriver

from tui.app.app import TelexApp
from tui.app.terminal import WAITING, Parser, TerminalDriver

OVERRIDDEN = (
    (TelexApp, App, "_display"),
    (TelexApp, App, "_handle_exception"),
    (TelexApp, App, "get_line_filters"),
    (TelexApp, App, "pop_screen"),
    (TelexApp, App, "_set_pointer_shape"),
    (TerminalDriver, LinuxDriver, "write"),
    (TerminalDriver, LinuxDriver, "close"),
    (TerminalDriver, LinuxDriver, "start_application_mode"),
    (TerminalDriver, LinuxDriver, "stop_application_mode"),
    (TerminalDriver, LinuxDriver, "_run_input_thread"),
    (TerminalDriver, LinuxDriver, "disable_input"),
    (TerminalDriver, LinuxDriver, "send_message"),
    (TerminalDriver, LinuxDriver, "_enable_mouse_support"),
    (TerminalDriver, LinuxDriver, "_enable_mouse_pixels"),
    (TerminalDriver, LinuxDriver, "_disable_mouse_support"),
    (Parser, _xterm_parser.XTermParser, "_sequence_to_key_events"),
)
# (where, the words of its source that telex relies on)
RELIED_ON = (
    (App.__init__, ("_exit_renderables", "_exception", "_return_code", "_sync_available")),
    (App._handle_exception, ("_return_code",)),
    (App._print_error_renderables, ("_exit_renderables",)),
    (LinuxDriver, ("_writer_thread", "_key_thread", "self._file", "self._run_input_thread")),
    (WriterThread, ("_queue", "qsize", "Queue(MAX_QUEUED_WRITES)")),
    (_parser.Parser, ("_timeout_time", "def tick", "def feed")),
    (_xterm_parser.XTermParser.parse, ("sequence_to_key_events(sequence)", "BRACKETED_PASTE_END")),
    (_compositor.ChopsUpdate, ("self.chops", "self.spans", "self.chop_ends")),
    (_compositor.LayoutUpdate, ("self.strips", "self.region")),
    (_styles_cache.StylesCache, ("@lru_cache(1024)\n    def get_inner_outer",)),
    (events.Event.__mro__[1], ("_set_forwarded", "_forwarded")),
    (get_character_cell_size, ("table = load_cell_table(unicode_version).widths", "@lru_cache")),
    (cached_cell_len, ("@lru_cache", "_cell_len(text, unicode_version)")),
    (CellTable, ("widths: Sequence[tuple[int, int, int]]",)),
)


@pytest.mark.parametrize(
    ("ours", "theirs", "name"), OVERRIDDEN, ids=[f"{o.__name__}.{n}" for o, _, n in OVERRIDDEN]
)
def test_what_is_overridden_is_still_theirs(ours: type, theirs: type, name: str) -> None:
    assert name in vars(ours)
    assert hasattr(theirs, name)
    mine, other = (inspect.signature(getattr(each, name)).parameters for each in (ours, theirs))
    assert len(mine) == len(other)


@pytest.mark.parametrize(
    ("where", "words"), RELIED_ON, ids=[str(getattr(w, "__qualname__", w)) for w, _ in RELIED_ON]
)
def test_what_is_relied_on_is_still_there(where: object, words: tuple[str, ...]) -> None:
    source = inspect.getsource(where)  # type: ignore[arg-type]
    assert [word for word in words if word not in source] == []
    record(
        30,
        "private parts of Textual that are watched",
        f"{len(OVERRIDDEN) + sum(len(w) for _, w in RELIED_ON)}",
    )


def test_the_writer_s_queue_has_room_to_give_the_terminal_back() -> None:
    assert MAX_QUEUED_WRITES - WAITING >= 12
