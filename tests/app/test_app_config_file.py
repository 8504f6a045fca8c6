"""Edits of the configuration as the app makes them: keys that clash are refused."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tui.app.config_file import checked
from tui.config import EditError
from tui.config_set import set_value

PATH = Path("config.toml")
TEXT = '[keys.all]\n"gu" = "star"\n'


def test_keys_that_cannot_be_told_apart_are_refused_with_both_places() -> None:
    change = partial(set_value, place=("keys", "all", "gux"), value='"down"')
    said = "line 3: keys.all.gux cannot be told from gu in line 2; take one of them out"
    with pytest.raises(EditError, match=said):
        checked(change, PATH, TEXT)


def test_a_key_of_one_pane_may_stand_over_one_of_all() -> None:
    change = partial(set_value, place=("keys", "story", "gu"), value='["star", "down"]')
    assert checked(change, PATH, TEXT).endswith('[keys.story]\ngu = ["star", "down"]\n')
