"""The ``:`` line and the palette: acts by name. Pure, but for what the palette hands to Textual."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.message import Message

from tui.app.acts import ACTS, BY_ID, Act
from tui.app.keys import keys_of


class CommandGiven(Message):
    """A ``:`` line that came from the palette."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line


class CommandError(ValueError):
    """A ``:`` line that means nothing; the text says what was expected."""


def parse(line: str) -> tuple[Act, str]:
    """The act that a ``:`` line names, in full or by its beginning, and its argument. Raises CommandError."""
    word, _, argument = line.strip().partition(" ")
    argument = argument.strip()
    found = [BY_ID[word]] if word in BY_ID else [act for act in ACTS if act.id.startswith(word)]
    if not word or not found:
        raise CommandError(f"no act is called {word!r}; ? lists them")
    if len(found) > 1:
        raise CommandError(f"{word!r} may be {', '.join(act.id for act in found)}")
    if argument and not found[0].argument:
        raise CommandError(f"{found[0].id} takes nothing after it")
    return found[0], argument


def completions(themes: Iterable[str]) -> list[str]:
    """What the ``:`` line may be completed to."""
    return [act.id for act in ACTS] + [f"theme {name}" for name in sorted(themes)]


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
        acts = [
            (act.id, f"{act.help}  [{keys_of(act)}]")
            for act in ACTS
            if act.argument in ("", "NAME") and act.id != "palette"
        ]
        themes = [(f"theme {name}", "Switch to this theme.") for name in sorted(self.app.available_themes)]
        return acts + themes

    def _run(self, line: str) -> None:
        self.screen.post_message(CommandGiven(line))
