"""Charts: lines of one character a count, a timeline of a story, the day's strip."""

from __future__ import annotations

from rich.segment import Segment
from telex_command import BAY, POST, Home, entry
from textual.color import Color

from tui.app.charts import on_line, sparkline
from tui.app.story_blocks import timeline
from tui.app.terminal import PlainSigns
from tui.cache.database import connect
from tui.cache.density import by_source, day
from tui.cache.stories import View
from tui.model import Level


def test_none_is_not_few_and_the_most_is_the_highest() -> None:
    assert sparkline([0, 1, 50, 100]) == "·▁▄█"
    assert sparkline([0, 0]) == "··"
    assert sparkline([3]) == "█"
    assert sparkline([1, 1_000_000])[0] == "▁"


def test_a_chart_is_drawn_without_unicode_too() -> None:
    steps = sparkline([0, *range(1, 9)])
    (plain,) = PlainSigns().apply([Segment(steps)], Color(0, 0, 0))
    assert plain.text.isascii()
    assert len(set(plain.text)) == len(steps) == len(plain.text)


def test_a_timeline_says_who_had_it_when() -> None:
    views = [
        View(n, name, "T", "", at, None, False)
        for n, name, at in ((1, "Post", 0), (2, "Bay", 600), (3, "Pier", 1_200))
    ]
    assert timeline(views).splitlines() == [
        f"Post •{'·' * 23} first",
        f"Bay  {'·' * 12}•{'·' * 11} +10 min",
        f"Pier {'·' * 23}• +20 min",
    ]
    assert on_line(5, 5, 5, 3) == "•··"


def test_the_day_counts_by_hour_source_and_level(home: Home) -> None:
    home.store(
        POST,
        entry("a", "One", age=60),
        entry("b", "Two", level=Level.URGENT, age=120),
        entry("c", "Old", age=90_000),
    )
    home.store(BAY, entry("d", "Three", age=2 * 3_600 + 60))
    connection = connect(home.cache / "telex.db")
    now = int(connection.execute("SELECT max(fetched) FROM article").get)
    found = day(connection, now)
    assert (found.hours[-1], found.hours[-3], sum(found.hours)) == (2, 1, 3)
    assert found.levels == ((Level.URGENT, 1),)
    assert {source: sum(counts) for source, counts in by_source(connection, now).items()} == {1: 2, 2: 1}
    connection.close()
