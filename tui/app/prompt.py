"""The line at the bottom that asks: a query, an act, a name. Pure: a line and a key make another line.

Textual's Input hands some keys round the whole app before it obeys them; what is typed fast, or
pasted with its Enter, then arrives in another order. Here each key has its effect before the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.segment import Segment
from rich.style import Style

from tui.app.palette import Palette
from tui.text import clean_line, width

LIMIT = 2_000
"""Characters of a line; the longest address fits."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked, and how far the answer has got."""

    mark: str
    """What stands before the answer: ``/``, ``:``, ``name`` …"""
    text: str = ""
    at: int = 0
    """Characters before the cursor."""
    names: Sequence[str] = ()
    """What the answer may be completed to."""

    @property
    def suggestion(self) -> str:
        """What Tab would add: the rest of the first name that begins as the text does."""
        if not self.text or self.at < len(self.text):
            return ""
        begun = self.text.casefold()
        return next((name[len(begun) :] for name in self.names if name.casefold().startswith(begun)), "")


def typed(prompt: Prompt, text: str) -> Prompt:
    """``text`` put in at the cursor; a paste becomes one line."""
    added = text if len(text) == 1 and text.isprintable() else clean_line(text, LIMIT)
    kept = (prompt.text[: prompt.at] + added + prompt.text[prompt.at :])[:LIMIT]
    return replace(prompt, text=kept, at=min(len(kept), prompt.at + len(added)))


def pressed(prompt: Prompt, key: str, character: str | None) -> Prompt:
    """The line after a key, by the habits of readline; a key that means nothing changes nothing."""
    before, after = prompt.text[: prompt.at], prompt.text[prompt.at :]
    match key:
        case "backspace" | "ctrl+h":
            return replace(prompt, text=before[:-1] + after, at=max(0, prompt.at - 1))
        case "delete" | "ctrl+d":
            return replace(prompt, text=before + after[1:])
        case "ctrl+u":
            return replace(prompt, text=after, at=0)
        case "ctrl+k":
            return replace(prompt, text=before)
        case "ctrl+w":
            head = before.rstrip()
            kept = head[: head.rfind(" ") + 1]
            return replace(prompt, text=kept + after, at=len(kept))
        case "left" | "ctrl+b":
            return replace(prompt, at=max(0, prompt.at - 1))
        case "right" | "ctrl+f" if prompt.at < len(prompt.text):
            return replace(prompt, at=prompt.at + 1)
        case "home" | "ctrl+a":
            return replace(prompt, at=0)
        case "end" | "ctrl+e" if prompt.at < len(prompt.text):
            return replace(prompt, at=len(prompt.text))
        case "tab" | "right" | "ctrl+f" | "end" | "ctrl+e":
            return typed(prompt, prompt.suggestion) if prompt.suggestion else prompt
    return typed(prompt, character) if character and character.isprintable() else prompt


def paint(prompt: Prompt, cells: int, palette: Palette, wrong: int | None = None) -> list[Segment]:
    """The line in ``cells`` cells, its cursor in reverse; of a long answer, the part round the cursor.

    ``wrong``: the place from which the answer means nothing; it is underlined.
    """
    room = max(1, cells - width(prompt.mark) - 3)
    first = 0
    while width(prompt.text[first : prompt.at]) > room - 1:
        first += 1
    fault = palette.bar + Style(underline=True, bold=True)
    end = len(prompt.text)
    split = end if wrong is None else min(max(wrong, first), end)
    under = prompt.text[prompt.at : prompt.at + 1]
    pieces = [Segment(f" {prompt.mark} ", palette.bar_key)]
    pieces += _pieces(prompt.text, first, prompt.at, split, (palette.bar, fault))
    pieces.append(Segment(under or (prompt.suggestion[:1] or " "), palette.bar_cursor))
    pieces += _pieces(prompt.text, prompt.at + 1, end, split, (palette.bar, fault))
    if not under:
        pieces.append(Segment(prompt.suggestion[1:], palette.bar_dim))
    return pieces


def _pieces(text: str, start: int, end: int, split: int, styles: tuple[Style, Style]) -> list[Segment]:
    """``text`` from ``start`` to ``end``, in the second style from ``split`` on."""
    middle = min(max(start, split), max(start, end))
    stretches = ((text[start:middle], styles[0]), (text[middle:end], styles[1]))
    return [Segment(stretch, style) for stretch, style in stretches if stretch]
