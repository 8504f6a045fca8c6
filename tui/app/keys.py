"""What does this key do here? Pure functions over the table of acts."""

from __future__ import annotations

from collections.abc import Iterable

from tui.app.acts import ACTS, Act, Pane
from tui.text import width

_NAMES = {
    "enter": "Enter",
    "space": "Space",
    "backspace": "Backspace",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift-Tab",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


def typed(key: str, character: str | None) -> str:
    """The name by which the table knows a key: the character where it is visible, else Textual's name."""
    if character and character.isprintable() and character != " ":
        return character
    return key


def meaning(pane: Pane, key: str) -> tuple[Act, str] | None:
    """The act of ``key`` in ``pane`` and its argument (a link's digit, the key that leads back), or None."""
    for act in ACTS:
        if pane in act.panes and key in act.keys:
            return act, key if act.id in ("link", "back") else ""
    return None


def shown(key: str) -> str:
    """A key as people write it: ``ctrl+d`` → ``Ctrl-d``."""
    if key in _NAMES:
        return _NAMES[key]
    return key.replace("ctrl+", "Ctrl-") if key.startswith("ctrl+") else key


def keys_of(act: Act) -> str:
    """All keys of an act for the help: ``j ↓``."""
    return "1–9" if act.id == "link" else " ".join(shown(key) for key in act.keys)


def key_line(pane: Pane, cells: int) -> list[tuple[str, str]]:
    """(key, words) of the few acts that matter in ``pane``, as many as fit; how to get help is among them."""
    line = [(shown(act.keys[0]), act.words) for act in ACTS if pane in act.shown]
    wanted = line.pop()
    room = cells - _cells(wanted)
    kept: list[tuple[str, str]] = []
    for pair in line:
        room -= _cells(pair)
        if room < 0:
            break
        kept.append(pair)
    return [*kept, wanted]


def _cells(pair: tuple[str, str]) -> int:
    return width(pair[0]) + width(pair[1]) + 3


def clashes(acts: Iterable[Act] = ACTS) -> list[str]:
    """Keys that mean two things in one pane, in words; the shipped table must have none."""
    taken: dict[tuple[Pane, str], Act] = {}
    found: list[str] = []
    for act in acts:
        for pane in act.panes:
            for key in act.keys:
                other = taken.setdefault((pane, key), act)
                if other is not act:
                    found.append(f"{shown(key)} in {pane}: {other.id} and {act.id}")
    return found
