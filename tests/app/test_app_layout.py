"""How wide the panes are, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.app.acts import Pane
from tui.app.layout import NARROWEST, Kept, Widths, arrangement, fits, resized, visible


@pytest.mark.parametrize(
    ("columns", "panes"), [(40, "one"), (71, "one"), (72, "two"), (119, "two"), (120, "three")]
)
def test_as_many_panes_as_there_is_room_for(columns: int, panes: str) -> None:
    assert arrangement(columns) == panes


def test_forty_by_ten_is_enough_and_less_is_not() -> None:
    assert fits(40, 10)
    assert not fits(39, 10)
    assert not fits(40, 9)


def test_a_pane_is_made_wider_at_its_neighbour_s_cost() -> None:
    assert resized(Widths(), "sources", 4, 80) == Widths(28)
    assert resized(Widths(), "headlines", 4, 80) == Widths(20)
    assert resized(Widths(), "headlines", 4, 120) == Widths(24, 52)
    assert resized(Widths(24, 52), "story", 4, 120) == Widths(24, 48)


@pytest.mark.parametrize("pane", ["sources", "headlines", "story"])
@pytest.mark.parametrize("step", [400, -400])
@pytest.mark.parametrize("columns", [72, 120, 200])
def test_no_pane_is_made_to_vanish(pane: str, step: int, columns: int) -> None:
    widths = resized(Widths(24, 40 if columns >= 120 else 0), pane, step, columns)
    assert widths.sources >= NARROWEST
    assert columns - widths.sources - widths.headlines >= NARROWEST


def test_widths_are_kept_by_size(tmp_path: Path) -> None:
    Kept(tmp_path / "state" / "panes.json").keep(80, 24, Widths(30))
    kept = Kept(tmp_path / "state" / "panes.json")
    assert kept.of(80, 24) == Widths(30)
    assert kept.of(120, 40) == Widths()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"80x24": 3}', '{"80x24": ["a", 1]}'])
def test_a_file_that_is_no_such_file_is_done_without(tmp_path: Path, text: str) -> None:
    (tmp_path / "panes.json").write_text(text)
    assert Kept(tmp_path / "panes.json").of(80, 24) == Widths()


def test_a_file_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the folder's place")
    kept = Kept(tmp_path / "state" / "panes.json")
    kept.keep(80, 24, Widths(30))
    assert kept.of(80, 24) == Widths(30)


def test_the_panes_on_screen_are_those_of_the_pane_with_the_keys() -> None:
    assert visible(40, Pane.SOURCES) == [Pane.SOURCES]
    assert visible(80, Pane.SOURCES) == [Pane.SOURCES, Pane.HEADLINES]
    assert visible(80, Pane.STORY) == [Pane.STORY]
    assert visible(120, Pane.STORY) == list(Pane)
    assert visible(120, Pane.HEADLINES, opened=False) == [Pane.SOURCES, Pane.HEADLINES]
