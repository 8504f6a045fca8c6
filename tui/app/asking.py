"""The line that asks, and who gets its answer. Knows what a prompt is, not what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from textual import events

from tui.app.prompt import Prompt, pressed, typed


class Helper(Protocol):
    """Who follows a line while it is typed."""

    history: Sequence[str]
    """Earlier answers, the last one first."""

    def edited(self, text: str) -> None:
        """Another text stands on the line."""

    def left(self) -> None:
        """The line was left without an answer."""

    def candidates(self, text: str) -> tuple[str, Sequence[str]]:
        """What stands before the last word of ``text``, and the words that it may become."""


class Asking:
    """At most one question at a time; ``changed`` is called whenever the line looks different."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.prompt: Prompt | None = None
        """The line as typed so far; None while nothing is asked."""
        self._answer: Callable[[str], object] | None = None
        self._helper: Helper | None = None
        self._past = -1
        self._draft = ""
        self._cycle: tuple[str, Sequence[str], int] | None = None
        self._changed = changed

    def ask(
        self,
        mark: str,
        answer: Callable[[str], object],
        *,
        value: str = "",
        names: Sequence[str] = (),
        helper: Helper | None = None,
    ) -> None:
        """Ask for a line; ``answer`` gets it, unless the user thinks better of it.

        With a ``helper``, an answer that gives False is none: the line stays as it is.
        """
        self._answer, self.prompt = answer, Prompt(mark, value, len(value), names)
        self._helper, self._past, self._cycle = helper, -1, None
        self._changed()

    def press(self, event: events.Key) -> bool:
        """Take a key; False while nothing is asked."""
        prompt = self.prompt
        if prompt is None:
            return False
        if event.key in ("escape", "ctrl+c"):
            self.close()
            if self._helper is not None:
                self._helper.left()
        elif event.key == "enter":
            self.close()
            if self._answer is not None and self._answer(prompt.text) is False and self._helper is not None:
                self.prompt = prompt
        elif self._helper is None or not self._helped(self._helper, prompt, event.key):
            self._cycle = None
            self._edit(pressed(prompt, event.key, event.character))
        self._changed()
        return True

    def paste(self, text: str) -> None:
        """Take what is pasted; while nothing is asked it means nothing."""
        if self.prompt is not None:
            self._edit(typed(self.prompt, text))
            self._changed()

    def close(self) -> None:
        """Ask no longer."""
        self.prompt = None

    def _edit(self, prompt: Prompt) -> None:
        before, self.prompt = self.prompt, prompt
        if self._helper is not None and (before is None or before.text != prompt.text):
            kept, words = self._helper.candidates(prompt.text)
            self.prompt = replace(prompt, names=[kept + word for word in words])
            self._helper.edited(prompt.text)

    def _helped(self, helper: Helper, prompt: Prompt, key: str) -> bool:
        """Whether the key is one that only a helper gives a meaning: history, and one word after another."""
        if key in ("up", "down", "ctrl+p", "ctrl+n"):
            self._recall(helper, prompt, 1 if key in ("up", "ctrl+p") else -1)
        elif key in ("tab", "shift+tab") and prompt.at == len(prompt.text):
            self._go_on(helper, prompt, 1 if key == "tab" else -1)
        else:
            return False
        return True

    def _recall(self, helper: Helper, prompt: Prompt, step: int) -> None:
        past = self._past + step
        if not -1 <= past < len(helper.history):
            return
        if self._past < 0:
            self._draft = prompt.text
        self._past = past
        text = helper.history[past] if past >= 0 else self._draft
        self._edit(replace(prompt, text=text, at=len(text)))

    def _go_on(self, helper: Helper, prompt: Prompt, step: int) -> None:
        """The first word that the last one may become, or with each further key the next."""
        kept, words, place = self._cycle or (*helper.candidates(prompt.text), -1 if step > 0 else 0)
        if not words:
            return
        place = (place + step) % len(words)
        text = kept + words[place]
        # After a field its values come.
        self._cycle = None if text.endswith(":") and len(words) == 1 else (kept, words, place)
        self._edit(replace(prompt, text=text, at=len(text)))
