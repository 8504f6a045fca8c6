"""What tests of the app start from."""

from __future__ import annotations

import pytest
from textual.theme import BUILTIN_THEMES

from tui.app.palette import Palette, palette
from tui.app.themes import extra_variables


@pytest.fixture
def plain_palette() -> Palette:
    """The colours of a theme of Textual's own."""
    theme = BUILTIN_THEMES["nord"]
    return palette({**extra_variables(theme), **theme.to_color_system().generate()})
