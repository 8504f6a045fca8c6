"""Back and forward through where the reader has been."""

from __future__ import annotations

from tui.app.acts import Pane
from tui.app.trail import LONGEST, Spot, Trail
from tui.app.widgets.sources import Kind, Place


def spot(number: int) -> Spot:
    return Spot(Place(Kind.ALL, "All", (), 0), "", number, Pane.HEADLINES)


def test_back_and_forward_lead_through_the_places_in_order() -> None:
    trail = Trail()
    for number in (1, 2):
        trail.leave(spot(number))
    assert trail.back(spot(3)) == spot(2)
    assert trail.back(spot(2)) == spot(1)
    assert trail.back(spot(1)) is None
    assert trail.forward(spot(1)) == spot(2)
    assert trail.forward(spot(2)) == spot(3)
    assert trail.forward(spot(3)) is None


def test_going_elsewhere_ends_what_was_ahead() -> None:
    trail = Trail()
    trail.leave(spot(1))
    assert trail.back(spot(2)) == spot(1)
    trail.leave(spot(1))
    assert trail.forward(spot(5)) is None


def test_the_trail_does_not_grow_without_end() -> None:
    trail = Trail()
    for number in range(3 * LONGEST):
        trail.leave(spot(number))
    steps = 0
    here = spot(-1)
    while (found := trail.back(here)) is not None:
        here, steps = found, steps + 1
    assert steps <= LONGEST + 1
