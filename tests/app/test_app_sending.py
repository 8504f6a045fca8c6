"""Frames on their way: one at a time, merged while the terminal is behind, held-down keys never queue up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from rich.segment import Segment

from tui.app import pacing
from tui.app.frame import Frame
from tui.app.pacing import Link
from tui.app.sending import Sender

COLUMNS, LINES = 20, 6


@dataclass
class Outlet:
    """A terminal that takes what it is given when the test says so."""

    got: list[str] = field(default_factory=list)
    there: bool = True

    def write(self, patch: str, lines: int) -> int:
        assert lines
        if not self.there:
            return 0
        self.got.append(patch)
        return len(patch)


def sender(outlet: Outlet, *, link: Link | None = None) -> Sender:
    found = Sender(Frame(), outlet.write, lambda: (0, 0))
    found.link = link or Link(unanswered=pacing.DEAF)
    return found


def show(to: Sender, *rows: str) -> None:
    to.take([(y, 0, [Segment(text)]) for y, text in enumerate(rows)], COLUMNS, LINES, None)


async def test_while_the_terminal_is_behind_a_held_down_key_makes_one_frame() -> None:
    outlet = Outlet()
    to = sender(outlet)
    for number in range(100):
        show(to, f"row {number:03}")
    assert len(outlet.got) == 1
    to.written()
    assert len(outlet.got) == 2
    assert outlet.got[1].count("99") == 1
    to.written()
    assert len(outlet.got) == 2


async def test_a_terminal_that_has_taken_all_wakes_nobody_up_while_nothing_waits() -> None:
    outlet = Outlet()
    to = sender(outlet)
    show(to, "one")
    assert not to.flushed()
    show(to, "two")
    show(to, "six")
    assert to.flushed()


async def test_over_a_slow_link_no_more_is_on_its_way_than_the_window() -> None:
    outlet = Outlet()
    to = sender(outlet, link=Link(trips=(0.15,)))
    for number in range(200):
        show(to, f"row {number:03}", f"{number:010}")
        to.written()
    assert sum(map(len, outlet.got)) < pacing.WINDOW + 100
    sent = len(outlet.got)
    to.answered(to.link.last + 0.15)
    assert len(outlet.got) == sent + 1
    assert "199" in outlet.got[-1]


async def test_a_change_of_many_lines_waits_a_moment_and_is_one_frame_with_what_follows() -> None:
    outlet = Outlet()
    to = sender(outlet)
    show(to, *"abcdef")
    show(to, *"ghijkl")
    assert outlet.got == []
    await asyncio.sleep(pacing.MERGE * 3)
    assert len(outlet.got) == 1
    assert "a" not in outlet.got[0]


async def test_what_changes_back_before_it_is_sent_is_not_sent() -> None:
    outlet = Outlet()
    to = sender(outlet)
    show(to, "one")
    show(to, "two")
    show(to, "one")
    to.written()
    assert len(outlet.got) == 1


async def test_where_no_terminal_is_ours_all_is_drawn_anew_once_one_is() -> None:
    outlet = Outlet(there=False)
    to = sender(outlet)
    show(to, "one")
    outlet.there = True
    show(to, "one")
    assert "one" in outlet.got[0]
