"""What a person changes in the configuration, entry by entry: what waits, is written, is taken back.

Knows the file only through ``Book``, and no widget. Whatever is written keeps the user's comments:
``tui.config_set``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from tui.config import EditError
from tui.config_form import Entry, tables_of
from tui.config_keys import KEYS
from tui.config_lines import Place
from tui.config_set import add_table, remove_table, set_value, set_values, table_at, unset
from tui.source_edits import TextEdit

Answered = Callable[[str], None]
"""What gets the text of the file."""


class Book(Protocol):
    """The configuration's file, and what the app alone knows of its values."""

    def read(self, done: Answered) -> None:
        """``done`` gets the text, once it is read and is a configuration."""
        ...

    def edit(self, change: TextEdit, done: Answered, failed: Callable[[Exception], None]) -> None:
        """Put what ``change`` makes of the text in its place; ``done`` gets that, ``failed`` why not."""
        ...

    def names(self, entry: Entry) -> Sequence[str]:
        """What the value of a setting may be completed to."""
        ...

    def wrong(self, entry: Entry, typed: str) -> str:
        """Why a setting cannot be what was typed; "" where it can."""
        ...


class Editing:
    """One person's changes; each is written at once, or waits for what it does not fit without."""

    def __init__(self, text: str, book: Book, changed: Callable[[str], None]) -> None:
        """``changed`` is called with a word on it whenever something looks different."""
        self._text, self._book, self._changed = text, book, changed
        self.tables = tables_of(text)
        self.waiting: dict[Place, tuple[str, str]] = {}
        """What was typed, and as TOML, that does not fit yet what else its table says."""
        self._past: list[tuple[str, str]] = []

    def reread(self) -> None:
        """Somebody else has edited the file."""

        def read(text: str) -> None:
            if text != self._text:
                self._now("The file has been edited elsewhere; it is shown as it is now.", text)

        self._book.read(read)

    def set(self, entry: Entry, typed: str, value: str) -> None:
        """Give a setting a value, with those that wait."""
        values = {place: toml for place, (_, toml) in self.waiting.items()}
        values[entry.place] = value
        self._write(
            partial(set_values, values=values),
            f"{entry.name}: {typed}",
            partial(self._kept_back, entry.place, typed, value),
        )

    def reset(self, entry: Entry) -> None:
        """A setting as it is by default."""
        if self.waiting.pop(entry.place, None) or not entry.stands:
            self._changed(f"{entry.name} is as it is by default.")
            return
        self._write(partial(unset, place=entry.place), f"{entry.name} is as it is by default.")

    def remove(self, entry: Entry) -> None:
        """Take a table out of its list."""
        self.forget()
        self._write(partial(remove_table, place=entry.place), "Taken out.")

    def pause(self, entry: Entry) -> None:
        """Stop what a table does, or let it go on."""
        if len(entry.place) < 2 or "enabled" not in KEYS.get(str(entry.place[0]), {}):
            self._changed("That cannot be paused: taking it out is all that stops it.")
            return
        place = (*entry.place[:2], "enabled")
        if table_at(self.tables, place[:-1]).get("enabled", True):
            self._write(partial(set_value, place=place, value="false"), "Paused.")
        else:
            self._write(partial(unset, place=place), "No longer paused.")

    def add(self, answers: Mapping[Place, str], added: Callable[[], None]) -> None:
        """Add a table with some settings, or a key of the user's own; then ``added`` is called."""
        first, *_ = answers
        values = {str(place[-1]): tomllib.loads(f"x = {toml}")["x"] for place, toml in answers.items()}
        if first[0] == "keys":
            place = ("keys", values["pane"], values["key"])
            change: TextEdit = partial(set_value, place=place, value=answers["keys", "act"])
        else:
            change = partial(add_table, name=str(first[0]), keys=values)
        self._write(change, "Added.", then=added)

    def take_back(self) -> None:
        """The file as it was before the last change made here, unless somebody else has changed it since."""
        if not self._past:
            self._changed("Nothing was changed here that could be taken back.")
            return
        before, after = self._past[-1]

        def change(text: str) -> str:
            if text != after:
                raise EditError("the file has been changed elsewhere since")
            return before

        def done(text: str) -> None:
            self._past.pop()
            self._now("Taken back.", text)

        self._book.edit(change, done, self._failed)

    def forget(self) -> bool:
        """Let go of what waits; whether there was anything."""
        had = bool(self.waiting)
        self.waiting.clear()
        return had

    def _write(
        self,
        change: TextEdit,
        said: str,
        unfit: Callable[[EditError], None] | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        # What the file says may be newer than what is shown: before is what the change begins with.
        began: list[str] = []

        def kept(text: str) -> str:
            began[:] = [text]
            return change(text)

        def done(text: str) -> None:
            self._past.append((began[0], text))
            self.waiting.clear()
            self._now(said, text)
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            if isinstance(error, EditError) and unfit is not None:
                unfit(error)
            else:
                self._failed(error)

        self._book.edit(kept, done, failed)

    def _kept_back(self, place: Place, typed: str, value: str, error: EditError) -> None:
        """A setting of a list's table may fit once another one is there; any other is refused."""
        if place[0] in KEYS and len(place) == 3 and isinstance(place[1], int):
            self.waiting[place] = (typed, value)
            self._changed(f"Not written yet: {error}.")
        else:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._changed(f"Not written: {error}.")

    def _now(self, said: str, text: str) -> None:
        self._text, self.tables = text, tables_of(text)
        self._changed(said)
