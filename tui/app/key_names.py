"""How keys are written and what a terminal's key is called: ``Ctrl-d``, ``^D``, ``C-d`` are one. Pure."""

from __future__ import annotations

from difflib import get_close_matches

Keys = tuple[str, ...]
"""Keys pressed one after the other: characters as typed, or Textual's names of other keys."""

LONGEST = 4
"""Keys of a sequence at most; a longer word is a name that nobody knows."""

_SHOWN = {
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
    "insert": "Ins",
    "delete": "Del",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
_NAMES = {
    **{name: name for name in _SHOWN},
    **{shown.casefold(): name for name, shown in _SHOWN.items()},
    "return": "enter",
    "ret": "enter",
    "spc": "space",
    "esc": "escape",
    "bs": "backspace",
}
_MODIFIERS = {"ctrl": "ctrl", "c": "ctrl", "^": "ctrl", "alt": "alt", "m": "alt", "meta": "alt", "s": "shift"}
_TEXTUAL = {
    "ctrl+underscore": "ctrl+_",
    "ctrl+backslash": "ctrl+\\",
    "ctrl+right_square_bracket": "ctrl+]",
    "ctrl+circumflex_accent": "ctrl+^",
    # Terminals with the kitty protocol tell the key and Shift, not the character: so it is on most of them.
    "alt+shift+comma": "alt+<",
    "alt+shift+full_stop": "alt+>",
    "alt+less_than_sign": "alt+<",
    "alt+greater_than_sign": "alt+>",
}


class KeyNameError(ValueError):
    """A key that is written in no way that we know; the text says what is wrong."""


def typed(key: str, character: str | None) -> str:
    """The name by which the tables know a key: the character where it is visible, else Textual's name."""
    if key.startswith(("alt+", "ctrl+")):
        return _TEXTUAL.get(key, key)
    if character and character.isprintable() and character != " ":
        return character
    return key


def keys_from(text: str) -> Keys:
    """The keys that ``text`` names: ``gg``, ``Ctrl-x k``, ``^D``, ``, s``. Raises ``KeyNameError``."""
    found: list[str] = []
    for word in text.split():
        found.extend(_word(word))
    if not found:
        raise KeyNameError("names no key")
    if len(found) > LONGEST:
        raise KeyNameError(f"is longer than {LONGEST} keys")
    return tuple(found)


def shown(keys: Keys) -> str:
    """A sequence as people write it: ``Ctrl-d``, ``gg``, ``Ctrl-x o``."""
    words = [_shown(key) for key in keys]
    return ("" if all(len(word) == 1 for word in words) else " ").join(words)


def _shown(key: str) -> str:
    if key in _SHOWN:
        return _SHOWN[key]
    for modifier in ("ctrl+", "alt+"):
        if key.startswith(modifier):
            return f"{modifier[:-1].title()}-{_shown(key.removeprefix(modifier))}"
    return key


def _word(word: str) -> list[str]:
    if word.casefold() in _NAMES:
        return [_NAMES[word.casefold()]]
    if len(word) == 1:
        return [word]
    if modified := _modified(word):
        return [modified]
    if not word.isprintable():
        raise KeyNameError("holds a character that no key gives")
    if len(word) > LONGEST:
        near = get_close_matches(word.casefold(), _NAMES, n=1)
        also = f"; did you mean {_SHOWN[_NAMES[near[0]]]}?" if near else ""
        raise KeyNameError(f"no key is called {word}{also}")
    return list(word)


def _modified(word: str) -> str:
    """``Ctrl-d``, ``ctrl+d``, ``C-d``, ``^D`` as ``ctrl+d``; "" for a word without such a beginning."""
    if word[0] == "^" and len(word) == 2:
        return f"ctrl+{word[1].lower()}"
    for sign in "+-":
        modifier, found, rest = word.partition(sign)
        name = _MODIFIERS.get(modifier.casefold(), modifier.casefold() if modifier == "shift" else "")
        if not found or not rest or not name:
            continue
        if rest.casefold() in _NAMES:
            return f"{name}+{_NAMES[rest.casefold()]}"
        if len(rest) == 1 and name != "shift":
            return f"{name}+{rest.lower() if name == 'ctrl' else rest}"
    return ""
