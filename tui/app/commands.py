"""The palette: acts and themes found by typing, and handed on as a ``:`` line."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.message import Message

from tui.app.acts import ACTS
from tui.app.keys import Keyed, keymap


class CommandGiven(Message):
    """A ``:`` line that came from the palette."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line


class ActProvider(Provider):
    """All acts and themes for Textual's palette."""

    async def discover(self) -> Hits:
        """Every act, before anything is typed."""
        for line, words in self._lines():
            yield DiscoveryHit(line, partial(self._run, line), help=words)

    async def search(self, query: str) -> Hits:
        """The acts whose name or help is like ``query``."""
        matcher = self.matcher(query)
        for line, words in self._lines():
            score = max(matcher.match(line), matcher.match(words) * 0.8)
            if score > 0:
                yield Hit(score, line, partial(self._run, line), text=line, help=words)

    def _lines(self) -> list[tuple[str, str]]:
        keys = self.app.keys_now() if isinstance(self.app, Keyed) else keymap()
        acts = [
            (act.id, f"{act.help}  [{keys.said(act)}]")
            for act in ACTS
            if act.argument in ("", "NAME") and act.id != "palette"
        ]
        themes = [(f"theme {name}", "Switch to this theme.") for name in sorted(self.app.available_themes)]
        return acts + themes

    def _run(self, line: str) -> None:
        self.screen.post_message(CommandGiven(line))
