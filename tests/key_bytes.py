"""What a terminal sends for a key as the tables name it: xterm's bytes."""

from __future__ import annotations

from tui.app.key_names import Keys

_NAMED = {
    "enter": "\r", "space": " ", "backspace": "\x7f", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z",
    "pagedown": "\x1b[6~", "pageup": "\x1b[5~", "home": "\x1b[H", "end": "\x1b[F", "insert": "\x1b[2~",
    "delete": "\x1b[3~", "left": "\x1b[D", "right": "\x1b[C", "up": "\x1b[A", "down": "\x1b[B",
    "f1": "\x1bOP", "f5": "\x1b[15~", "f6": "\x1b[17~",
}  # fmt: skip


def sent(keys: Keys) -> str:
    """The bytes of keys pressed one after the other, as text."""
    return "".join(map(_sent, keys))


def _sent(key: str) -> str:
    if key in _NAMED:
        return _NAMED[key]
    if key.startswith("ctrl+"):
        return chr(ord(key.removeprefix("ctrl+").upper()) & 0x1F)
    if key.startswith("alt+"):
        return "\x1b" + _sent(key.removeprefix("alt+"))
    return key
