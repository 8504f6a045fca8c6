"""What the screens are given: the cache to read and to write, the clock, the environment, the colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.app.keys import Keymap
from tui.app.layout import Kept
from tui.app.pacing import Link
from tui.app.palette import Palette
from tui.app.reading import Reading
from tui.cache.background import BackgroundWriter
from tui.cache.searcher import Searcher
from tui.config import AlertSettings, StorySettings

if TYPE_CHECKING:
    from tui.cache.database import Connection
    from tui.source_edits import TextEdit


@dataclass(frozen=True, slots=True)
class Context:
    """Handed from the app to its screens, so that no screen reaches for a global."""

    reading: Reading
    writer: BackgroundWriter
    searcher: Searcher
    now: Callable[[], int]
    """Seconds since 1970."""
    environ: Mapping[str, str]
    platform: str
    terminal: str
    """This terminal's name, for the journal."""
    palette: Callable[[], Palette]
    """The colours of the theme that is active now."""
    keymap: Callable[[], Keymap]
    """What the keys do now."""
    widths: Kept
    """The widths of the panes, by terminal size."""
    config: Path
    """The configuration file, for edits of the sources."""
    measure: int
    """The widest line of a story, in cells."""
    lines: int
    """Lines of a headline's row."""
    stories: bool
    """Whether rows are stories, to begin with."""
    ticker: bool
    """Whether there is a ticker."""
    story: StorySettings
    """What is done with a story outside of telex."""
    alerts: AlertSettings
    """How this user wants to be told."""
    guest: bool
    """Whether nothing may be changed and no program started."""
    welcome: str
    """What to say first; empty: nothing."""
    hold: Callable[[], Callable[[], None]]
    """Lets keys wait until what it gives is called."""
    redraw: Callable[[], None]
    """Draws the whole screen anew."""
    link: Callable[[], Link]
    """What is known of the way to the terminal now."""

    def edit(self, change: TextEdit) -> Callable[[Connection], str]:
        """What the writer is to do to edit the configuration; it gives the file's new text."""
        from tui.source_edits import apply

        return partial(apply, path=self.config, change=change, now=self.now())
