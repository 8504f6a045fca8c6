"""The way to the terminal, asked and timed on a real pty."""

from __future__ import annotations

import os
import pty
import termios
from threading import Thread

import pytest

from tui.plain import link as links
from tui.plain.link import TRIPS, link
from tui.round_trip import ANSWER, QUESTION


def test_the_terminal_s_answer_is_timed_and_the_terminal_left_as_it_was() -> None:
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    asked: list[bytes] = []

    def answering() -> None:
        for _ in range(TRIPS):
            asked.append(os.read(master, 100))
            os.write(master, ANSWER.encode())

    terminal = Thread(target=answering)
    terminal.start()
    fact = link(slave, slave)
    terminal.join()
    assert fact is not None
    assert "ms there and back" in fact.text
    assert asked == [QUESTION.encode()] * TRIPS
    assert termios.tcgetattr(slave) == before
    os.close(master)
    os.close(slave)


def test_a_terminal_that_does_not_answer_is_remarked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "PATIENCE", 0.01)
    master, slave = pty.openpty()
    fact = link(slave, slave)
    assert fact is not None
    assert (fact.text, fact.remarkable) == ("this terminal gives no answer", True)
    os.close(master)
    os.close(slave)


def test_where_there_is_no_terminal_nothing_is_asked() -> None:
    reading, writing = os.pipe()
    assert link(reading, writing) is None
    os.close(reading)
    os.close(writing)
