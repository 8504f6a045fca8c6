"""The line that asks, and who gets its answer. Knows what a prompt is, not what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events

from tui.app.prompt import Prompt, pressed, typed


class Asking:
    """At most one question at a time; ``changed`` is called whenever the line looks different."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.prompt: Prompt | None = None
        """The line as typed so far; None while nothing is asked."""
        self._answer: Callable[[str], None] | None = None
        self._changed = changed

    def ask(
        self, mark: str, answer: Callable[[str], None], *, value: str = "", names: Sequence[str] = ()
    ) -> None:
        """Ask for a line; ``answer`` gets it, unless the user thinks better of it."""
        self._answer, self.prompt = answer, Prompt(mark, value, len(value), names)
        self._changed()

    def press(self, event: events.Key) -> bool:
        """Take a key; False while nothing is asked."""
        prompt = self.prompt
        if prompt is None:
            return False
        if event.key in ("escape", "ctrl+c", "enter"):
            answer, self.prompt = self._answer, None
            if event.key == "enter" and answer is not None:
                answer(prompt.text)
        else:
            self.prompt = pressed(prompt, event.key, event.character)
        self._changed()
        return True

    def paste(self, text: str) -> None:
        """Take what is pasted; while nothing is asked it means nothing."""
        if self.prompt is not None:
            self.prompt = typed(self.prompt, text)
            self._changed()
