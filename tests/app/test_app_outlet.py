"""tui.app.outlet: what a terminal has room for is written at once, the rest by the thread, in order."""

from __future__ import annotations

import os
import tty
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread

import pytest

from tui.app.outlet import Outlet


@dataclass
class Pty:
    """A terminal without a program behind it."""

    master: int
    outlet: Outlet
    flushed: list[str] = field(default_factory=list)
    there: bool = True

    def hang_up(self) -> None:
        if self.there:
            os.close(self.master)
        self.there = False

    def read(self, count: int) -> str:
        data = b""
        while len(data) < count:
            data += os.read(self.master, 1 << 16)
        return data.decode()


@pytest.fixture
def pty() -> Iterator[Pty]:
    master, slave = os.openpty()
    tty.setraw(slave)
    with open(slave, "w", encoding="utf-8") as file:
        found = Pty(master, Outlet(file))
        found.outlet.on_flush = lambda: found.flushed.append("all")
        yield found
        found.hang_up()


def test_what_the_terminal_takes_is_written_without_the_thread(pty: Pty) -> None:
    assert pty.outlet.write_at_once("ärgerlich") is None
    assert pty.flushed == ["all"]
    assert pty.read(10) == "ärgerlich"


def test_what_it_has_no_room_for_is_written_by_the_thread_and_nothing_is_cut(pty: Pty) -> None:
    long = "aä€" * 50_000
    rest = pty.outlet.write_at_once(long)
    assert rest == "", "the terminal had room for all"
    pty.outlet.handed += 1
    assert pty.outlet.write_at_once("later") == "later", "nothing goes past what waits"
    pty.outlet.handed += 1

    def write() -> None:
        for text in (rest, "later"):
            pty.outlet.write(text)
        pty.outlet.flush()

    thread = Thread(target=write)
    thread.start()
    assert pty.read(len(long.encode()) + 5) == long + "later"
    thread.join()
    assert pty.flushed == ["all"]
    assert pty.outlet.write_at_once("!") is None


def test_where_the_thread_has_written_but_the_terminal_has_not_taken_it_all_waits(pty: Pty) -> None:
    pty.outlet.handed += 1
    pty.outlet.write("first")
    assert pty.outlet.write_at_once("second") == "second"
    pty.outlet.flush()
    assert pty.outlet.write_at_once("second") is None
    assert pty.read(11) == "firstsecond"


def test_after_a_hang_up_all_is_dropped(pty: Pty, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go: list[int] = []
    monkeypatch.setattr(os, "dup2", lambda _old, new: let_go.append(new))
    pty.hang_up()
    assert pty.outlet.write_at_once("unheard") is None
    assert pty.outlet.gone
    assert {1, 2} < set(let_go)
