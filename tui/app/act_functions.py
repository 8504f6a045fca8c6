"""The function of every act, by the name that it has in the table. Knows no key.

The functions stand by area in ``app.<area>_acts``. Loaded behind the first frame: ``app.carry_out``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.app.bulk_acts import BULK_ACTS
from tui.app.desk_acts import DESK_ACTS
from tui.app.grouping_acts import GROUPING_ACTS
from tui.app.guide_acts import GUIDE_ACTS
from tui.app.jump_acts import JUMP_ACTS
from tui.app.layout_acts import LAYOUT_ACTS
from tui.app.link_acts import LINK_ACTS
from tui.app.move_acts import MOVE_ACTS
from tui.app.screen_acts import SCREEN_ACTS
from tui.app.search_acts import SEARCH_ACTS
from tui.app.settings_acts import SETTINGS_ACTS
from tui.app.source_acts import SOURCE_ACTS
from tui.app.story_acts import story_acts
from tui.app.triage_acts import TRIAGE_ACTS
from tui.app.view_acts import VIEW_ACTS

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _triage_mode(reader: Reader, _: str) -> None:
    from tui.app.screens.triage import triage

    triage(reader)


CARRIED_OUT: dict[str, Callable[[Reader, str], None]] = {
    **VIEW_ACTS,
    **TRIAGE_ACTS,
    **GROUPING_ACTS,
    **BULK_ACTS,
    **DESK_ACTS,
    **LINK_ACTS,
    **SEARCH_ACTS,
    **SOURCE_ACTS,
    **MOVE_ACTS,
    **JUMP_ACTS,
    **LAYOUT_ACTS,
    "triage-mode": _triage_mode,
    **SCREEN_ACTS,
    **SETTINGS_ACTS,
    **GUIDE_ACTS,
    # Last: while words are searched in a story, n, N and Esc go on there.
    **story_acts(VIEW_ACTS),
}
