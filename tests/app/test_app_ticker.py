"""tui.app.widgets.ticker: what the ticker shows next, when it rests, and how it is held and stepped."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from typing import Any

from rich.style import Style

from tui.app.palette import Palette
from tui.app.widgets.ticker import QUEUE, ROLL, STANDS, Tape, line
from tui.cache.tape import Item
from tui.model import Level

NOW = 1_800_000_000
STYLES: dict[str, Any] = {each.name: Style() for each in fields(Palette)}
PLAIN = Palette(**STYLES | {"levels": (Style(),) * 4})


def headline(number: int, came: int = NOW) -> Item:
    return Item(came + number, 0, number, number, Level.ROUTINE, "Paper", f"Headline {number}", came)


def alert(number: int, level: Level = Level.URGENT, came: int = NOW) -> Item:
    return Item(came + number, 1, number, 900 + number, level, "Paper", f"Alert {number}", came)


def shown(tape: Tape) -> list[str]:
    """All that it flips through until it rests."""
    titles = []
    while tape.flip():
        assert tape.shown is not None
        titles.append(tape.shown.title)
    return titles


def test_alerts_come_first_and_by_level_then_headlines_then_it_rests_on_the_alert() -> None:
    tape = Tape()
    tape.add([headline(1), alert(2), headline(3), alert(4, Level.FLASH)])
    assert shown(tape) == ["Alert 4", "Alert 2", "Headline 1", "Headline 3", "Alert 4"]
    assert tape.resting
    assert (tape.last_article, tape.last_alert) == (3, 4)


def test_after_an_hour_it_rests_on_the_newest_headline() -> None:
    tape = Tape()
    tape.add([alert(1)])
    shown(tape)
    tape.add([headline(2, NOW + STANDS)])
    assert shown(tape) == ["Headline 2"]


def test_of_a_flood_the_newest_headlines_are_kept_and_all_alerts() -> None:
    tape = Tape()
    tape.add([alert(1), *(headline(number) for number in range(2, 200))])
    found = shown(tape)
    assert found[0] == "Alert 1"
    assert found[1:-1] == [f"Headline {number}" for number in range(200 - QUEUE, 200)]


def test_on_request_it_scrolls_through_what_waits_cell_by_cell_and_then_rests() -> None:
    tape = Tape()
    tape.begin([headline(1)])
    tape.add([headline(2), headline(3)])
    tape.scrolls = True
    seen = []
    while tape.roll(NOW):
        seen.append("".join(piece.text for piece in line(tape, NOW, PLAIN)).removeprefix(" TELEX "))
    assert "Headline 1   +++   " in seen[0]
    assert "Headline 2" in seen[0]
    assert all(after.startswith(before[ROLL:40]) for before, after in pairwise(seen[:20]))
    assert seen[-1].endswith("Paper  Headline 3")
    assert tape.shown == headline(3)
    assert tape.rolled == 0
    assert not tape.roll(NOW)


def test_held_or_stepped_it_stays_until_it_runs_on() -> None:
    tape = Tape()
    tape.begin([headline(1), headline(2)])
    assert tape.shown == headline(2)
    tape.add([headline(3)])
    tape.paused = True
    assert not tape.flip()
    tape.run()
    tape.step(headline(1))
    assert not tape.flip()
    tape.run([headline(2)])
    assert shown(tape) == ["Headline 2", "Headline 3"]
