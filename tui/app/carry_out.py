"""Carries an act out, unless this is a guest's session. Knows no key; loads no function too early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.guest import ALLOWED, REFUSED

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def carry_out(reader: Reader, act: str, argument: str) -> None:
    """Do the act of that id. ``argument``: what stood after it on the ``:`` line, or the digit of a link."""
    if reader.context.guest and act not in ALLOWED:
        reader.say(REFUSED.format(act))
        return
    # Not above: with all that they need the functions would put the first frame off.
    from tui.app.act_functions import CARRIED_OUT

    CARRIED_OUT[act](reader, argument)
