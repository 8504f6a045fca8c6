"""tui.app.widgets.ticker: what the ticker shows next, when it rests, and how it is held and stepped."""

from __future__ import annotations

from tui.app.widgets.ticker import QUEUE, STANDS, Tape
from tui.cache.tape import Item
from tui.model import Level

NOW = 1_800_000_000


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
