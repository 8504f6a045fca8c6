"""tui.material: which changes of a headline bring a dismissed article back."""

from __future__ import annotations

import pytest

from tui.material import material


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ferry runs aground", "Ferry runs aground"),
        ("Ferry runs aground", "FERRY runs aground!"),
        ("Café – storm’s end", "Cafe - storm's end"),
        ("Ferry runs agruond", "Ferry runs aground"),
        ("Ferry runs agrond", "Ferry runs aground"),
        ("Harbor closed", "Harbour closed"),
        ("Fähre läuft auf Grund", "Faehre läuft auf Grund".replace("Fae", "Fä")),
    ],
)
def test_typing_mended_is_not_material(old: str, new: str) -> None:
    assert not material(old, new)
    assert not material(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ferry runs aground", "Ferry runs aground, 3 missing"),
        ("Quake kills 12", "Quake kills 13"),
        ("Quake kills 12", "Quake kills 12 in Peru"),
        ("Court to hear case", "Court not to hear case"),
        ("Minister is in", "Minister is on"),
        ("Storm nears coast", "Storm leaves coast"),
        ("地震で3人死亡", "地震で4人死亡"),
        ("大統領が辞任", "大統領が就任"),
        ("", "Something"),
    ],
)
def test_other_words_and_numbers_are_material(old: str, new: str) -> None:
    assert material(old, new)
    assert material(new, old)
