"""All that the configuration holds, to look at and to change: one list; ``tui.config_form`` has its lines.

Enter changes a setting where it stands, or opens what has settings of its own. Knows no setting by name
and no file: what is changed goes through ``app.config_editing``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult

from tui.app.acts import Pane
from tui.app.asking import Asking
from tui.app.config_editing import Book, Editing
from tui.app.palette import Palette
from tui.app.prompt import paint
from tui.app.screens.overlay import LEAVING, Hints, Overlay
from tui.app.widgets.line import Line, folded
from tui.app.widgets.rows import Look, Rows
from tui.config import Settings
from tui.config_form import NAMES, Entry, Kind, choices, entries, hidden, one_of, questions, told, written
from tui.config_lines import Place
from tui.config_values import SettingError
from tui.text import fit

NAME_CELLS = 18
VALUE_CELLS = 28
"""Cells of a value where its help stands beside it."""
WIDE = 100
"""Columns from which a line has room for its help."""
HELP_LINES = 7
"""Lines of help at most: enough for the longest one in the narrowest terminal."""
FEW_LINES = 20
"""Lines of a terminal below which the help of what is only looked at is cut."""
HINTS: Hints = (
    ("open", "change"),
    ("subscribe", "add"),
    ("remove", "default"),
    ("undo", "undo"),
    ("search", "search"),
    ("pause", "pause"),
    ("leave", "back"),
)


class SettingsScreen(Overlay[None]):
    """The whole configuration, or one table of a list; what the line under the cursor is for stands below."""

    DEFAULT_CSS = "SettingsScreen .help { height: 1; }"
    KEYS_OF = Pane.SOURCES

    def __init__(
        self, text: str, book: Book, palette: Callable[[], Palette], *, place: Place = (), sought: str = ""
    ) -> None:
        """``place``: the table of a list to begin with. ``sought``: what to narrow the list to."""
        self._editing = Editing(text, book, self._changed)
        self._book, self._palette = book, palette
        self._place = self._first = place
        self._entries = entries(self._editing.tables, place)
        self._above = 0
        """The line of the whole list that was opened."""
        self._asking = Asking(self._tell)
        self._asked: Entry | None = None
        self._said = ""
        super().__init__("Settings", HINTS, [], palette())
        self._sought = sought or None

    def compose(self) -> ComposeResult:
        """Title, lines, help, keys."""
        *above, keys = super().compose()
        yield from above
        for number in range(HELP_LINES):
            yield Line(id=f"help-{number}", classes="help")
        yield keys

    def began(self) -> None:
        """Fill it; another theme, which may be chosen here, is put on at once."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.call_after_refresh(self._recolour))
        self._show(1)

    def obey(self, settings: Settings) -> None:
        """The file has been edited: show what it says now."""
        del settings
        self._editing.reread()

    # What is shown

    def on_resize(self) -> None:
        """Other lines for another width."""
        if self.query(Rows):
            self._show(self.at)

    def _recolour(self) -> None:
        colours = self._colours = self._palette()
        self.query_one(Rows).look = Look(colours.text, colours.cursor, colours.cursor_blurred)
        self._show(self.at)

    def _changed(self, said: str) -> None:
        """Something is said, and perhaps the file says something else than before."""
        at = self.at
        self._show(at)
        self._say(said)

    def _say(self, said: str) -> None:
        self._said = said
        self._tell()

    def _show(self, cursor: int) -> None:
        tables = self._editing.tables
        if self._place and int(self._place[1]) >= len(tables.get(str(self._place[0]), [])):
            self._place = self._first = ()  # it is no longer there
            cursor = self._above
        self._entries = entries(tables, self._place)
        self.show_lines([self._line(entry) for entry in self._entries], min(cursor, len(self._entries) - 1))

    def _line(self, entry: Entry) -> list[Segment]:
        colours = self._colours
        if entry.kind is Kind.HEAD:
            return [Segment(f" {entry.name}", colours.heading)]
        if entry.kind in (Kind.ADD, Kind.REMOVE):
            return [Segment(f"   {entry.name}", colours.link)]
        waiting = self._editing.waiting.get(entry.place)
        mark = "?" if waiting else "*" if entry.stands and entry.kind is Kind.VALUE else " "
        value = waiting[0] if waiting else entry.value
        said = value or ("" if entry.kind is Kind.TABLE else "nothing")
        told_beside = self.app.size.width >= WIDE and entry.key is not None
        line = [
            Segment(f" {mark} {entry.name:<{NAME_CELLS}} ", colours.link),
            Segment(
                fit(said, VALUE_CELLS) if told_beside else said,
                colours.unread if entry.stands or waiting else colours.text,
            ),
        ]
        return [*line, Segment(f"  {entry.key.help}", colours.dim)] if told_beside and entry.key else line

    def searched(self, index: int) -> str:
        """A line is found by what it is about too; a heading by nothing."""
        entry = self._entries[index]
        return "" if entry.kind is Kind.HEAD else f"{entry.section} {entry.name} {entry.value} {told(entry)}"

    def moved(self) -> None:
        """The help of another line."""
        self._say("")

    def _tell(self) -> None:
        if not self.query("#help-0"):
            return  # the app is leaving
        self._title_words = self._title()
        super()._tell()
        asking = self._asking.prompt is not None
        entry = self._asked if asking else self._entries[self.at] if self._shown else None
        cells, colours = self.app.size.width, self._colours
        said = ((self._said, colours.bar_key), (told(entry) if entry else "", colours.bar))
        rows = [row for text, style in said if text for row in folded([Segment(f" {text}", style)], cells)]
        few = 2 if self.app.size.height < FEW_LINES else 4
        room = max(few, len(rows)) if asking or self._said else few
        for number, line in enumerate(self.query(".help").results(Line)):
            line.display = number < room
            line.show(rows[number] if number < len(rows) else [], colours.bar)

    def _title(self) -> str:
        if not self._place:
            return "Settings"
        own = {entry.name: entry.value for entry in self._entries if entry.stands}
        name = next((own[key] for key in NAMES if own.get(key)), "")
        return f"Settings: {one_of(str(self._place[0]))} {name}"

    def _hinted(self) -> list[Segment]:
        if self._asking.prompt is not None:
            return paint(self._asking.prompt, self.app.size.width, self._colours)
        return super()._hinted()

    # What is pressed

    def keeps(self, event: events.Key) -> bool:
        """A key goes to the line that asks, where there is one."""
        return self._asking.press(event)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes to the line that asks."""
        event.stop()
        self._asking.paste(event.text)

    def _do(self, act: str, count: int) -> None:
        entry = self._entries[self.at] if self._shown else None
        if act in LEAVING and act != "quit" and self._place != self._first and self._sought is None:
            self._go_back()
        elif act == "undo":
            self._editing.take_back()
        elif act == "subscribe" and entry is not None:
            self._add(entry)
        elif act == "remove" and entry is not None:
            self._reset(entry)
        elif act == "pause" and entry is not None:
            self._editing.pause(entry)
        else:
            super()._do(act, count)

    def take(self, index: int) -> None:
        """Change the setting of a line, or open what has settings of its own."""
        entry = self._entries[index]
        self._seeking = False
        match entry.kind:
            case Kind.TABLE:
                self._open(entry.place)
            case Kind.ADD:
                self._add(entry)
            case Kind.REMOVE:
                self._editing.remove(entry)
            case Kind.VALUE if entry.key is not None and isinstance(entry.key.default, bool):
                value = "false" if entry.value == "true" else "true"
                self._editing.set(entry, value, value)
            case Kind.VALUE:
                self._ask(entry, partial(self._answered, entry))

    def _open(self, place: Place) -> None:
        if not self._place:
            self._above = self.at
        self._place, self._sought = place, None
        self._show(0)

    def _go_back(self) -> None:
        waited = self._editing.forget()
        self._place = ()
        self._show(self._above)
        self._say("What did not fit was not written." if waited else "")

    def _answered(self, entry: Entry, typed: str, value: str) -> None:
        if value:
            self._editing.set(entry, typed, value)
        else:
            self._editing.reset(entry)

    def _reset(self, entry: Entry) -> None:
        """Back to the default; a table, and a key of the user's own, out of its list."""
        if entry.kind in (Kind.TABLE, Kind.REMOVE):
            self._editing.remove(entry)
        elif entry.kind is Kind.VALUE:
            self._editing.reset(entry)

    def _add(self, entry: Entry) -> None:
        """Ask for what one more of a list needs, one after the other."""
        whole = entries(self._editing.tables)
        lists = [each.place for each in whole if each.kind is Kind.ADD and each.place[0] == entry.place[0]]
        if lists:
            self._go_on(questions(self._editing.tables, lists[0]), {})
        else:
            self._say("There is one of each here; rules, places and other lists can be added to.")

    def _go_on(self, asked: Sequence[Entry], answers: dict[Place, str]) -> None:
        entry, *rest = asked

        def answered(_: str, value: str) -> None:
            answers[entry.place] = value
            if rest:
                self._go_on(rest, answers)
            else:
                self._editing.add(answers, partial(self._added, entry.place))

        self._ask(entry, answered)

    def _added(self, place: Place) -> None:
        if isinstance(place[1], int):
            self._open(place[:2])

    def _ask(self, entry: Entry, answered: Callable[[str, str], None]) -> None:
        """Ask for the value of a setting; the line stays until the setting can be what was typed."""

        def answer(line: str) -> bool:
            try:
                value = written(entry, line)
            except SettingError as error:
                wrong = f"{entry.name} {error}."
            else:
                wrong = self._book.wrong(entry, line.strip())
            if wrong:
                self._say(wrong)
                return False
            self._said = ""
            answered(line.strip(), value)
            return True

        self._asked, self._said = entry, ""
        waiting = self._editing.waiting.get(entry.place)
        value = waiting[0] if waiting else entry.value
        if entry.key is not None and hidden(entry.key):
            value = ""
        known = (choices(entry.key) if entry.key else ()) or self._book.names(entry)
        self._asking.ask(entry.name, answer, value=value, helper=_Words(known, partial(self._say, "")))


class _Words:
    """Completes the last word of a value, and with each further Tab takes the next that there is."""

    history: Sequence[str] = ()

    def __init__(self, words: Sequence[str], edited: Callable[[], None]) -> None:
        self._words, self._edited = words, edited

    def edited(self, text: str) -> None:
        """What was wrong is being mended."""
        del text
        self._edited()

    def left(self) -> None:
        """Nothing is changed."""

    def candidates(self, text: str) -> tuple[str, Sequence[str]]:
        """What stands before the last word, and what that may become."""
        cut = max(text.rfind(", "), text.rfind("; ")) + 2 if ", " in text or "; " in text else 0
        begun = text[cut:].casefold()
        names = [word.casefold() for word in self._words]
        if begun in names:
            after = names.index(begun) + 1
            return text[:cut], [*self._words[after:], *self._words[:after]]
        return text[:cut], [word for word in self._words if word.casefold().startswith(begun)]
