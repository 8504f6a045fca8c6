"""A list that lies over the reader: a title, lines to scroll and search, and what to press.

Knows not what the lines say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.app.acts import Pane
from tui.app.key_names import typed
from tui.app.keys import Keyed, Keymap, Typing, hints, keymap, press
from tui.app.palette import Palette, key_pieces
from tui.app.widgets.line import Line, folded
from tui.app.widgets.rows import Look, Rows

Result = TypeVar("Result")

Hints = Sequence[tuple[str, str]]
"""(act, words) of what may be pressed, what leaves at the end; the keys are those of the preset."""

LEAVING = frozenset({"back", "leave", "quit", "help"})
"""Acts that lead back to the reader."""


class Overlay(ModalScreen[Result | None], inherit_bindings=False):
    """Shows ``lines``, each a list of styled pieces; Enter takes one, leaving takes none.

    The keys are those of the lists; the key that searches narrows the lines to those that hold what is
    typed, letter by letter.
    """

    DEFAULT_CSS = """
    Overlay { background: $background; }
    Overlay Rows { height: 1fr; background: $background; }
    """
    AUTO_FOCUS = ""
    KEYS_OF = Pane.HEADLINES
    """The pane whose keys hold here."""
    ESCAPE = "all lines"
    """What Esc brings while something is sought."""

    def __init__(
        self,
        title: str,
        keys: Hints,
        lines: Sequence[list[Segment]],
        palette: Palette,
        *,
        folds: bool = False,
    ) -> None:
        """``folds``: a line that is longer than the screen is wide goes on below."""
        super().__init__()
        self._folds = folds
        self._title_words, self._key_words = title, keys
        self._lines, self._colours = list(lines), palette
        self._found = list(range(len(self._lines)))
        self._shown: list[tuple[int, list[Segment]]] = []
        self._sought: str | None = None
        self._seeking = False
        """Whether what is typed goes to what is sought; what was sought may stay sought without it."""
        self._typing = Typing()

    def compose(self) -> ComposeResult:
        """The title, the lines, the keys."""
        yield Line(id="overlay-title")
        yield Rows(lambda at, _: self._shown[at][1], lambda at: self._shown[at][0], empty=self._none)
        yield Line(id="overlay-keys")

    def on_mount(self) -> None:
        """Fill it."""
        if not self.query(Rows):
            return  # the app is leaving
        colours, rows = self._colours, self.query_one(Rows)
        rows.look = Look(colours.text, colours.cursor, colours.cursor_blurred)
        self._lay_out()
        rows.focus()
        self._tell()
        self.began()

    def on_key(self, event: events.Key) -> None:
        """Scroll, search, take or leave."""
        event.stop()
        if not self.is_active or not self.children:
            return  # it has been left by the key before this one, or the app is leaving
        if self.keeps(event) or (self._seeking and self._search(event)):
            return
        pressed = press(self._keys, self.KEYS_OF, self._typing, typed(event.key, event.character))
        self._typing = pressed.typing
        for command in pressed.commands:
            self._do(command.act.id, pressed.count)

    @property
    def _keys(self) -> Keymap:
        return self.app.keys_now() if isinstance(self.app, Keyed) else keymap()

    @property
    def at(self) -> int:
        """The line under the cursor, of all that there are."""
        return self._shown[self.query_one(Rows).cursor][0] if self._shown else 0

    def replace_line(self, index: int, pieces: list[Segment]) -> None:
        """Another text for one line."""
        self._lines[index] = pieces
        self._lay_out(self.query_one(Rows).cursor)

    def show_lines(self, lines: Sequence[list[Segment]], cursor: int = 0) -> None:
        """Other lines, or the same ones changed; the cursor on that one, and what is sought still sought."""
        same = len(lines) == len(self._lines)
        self._lines = list(lines)
        if not same:
            self._found = self._finding()
        rows = [row for row, at in enumerate(self._found) if at == cursor]
        if same:
            self._lay_out(rows[0] if rows else 0, stay=True)
        else:
            self._lay_out(rows[0] if rows else 0)
        self._tell()

    def on_resize(self) -> None:
        """Fold for another width; the cursor stays on its line."""
        if self._folds and self._shown:
            at = self.at
            self._lay_out()
            self.query_one(Rows).move(next(row for row, (line, _) in enumerate(self._shown) if line == at))

    def _lay_out(self, cursor: int = 0, *, stay: bool = False) -> None:
        """Give every line that was found its row, or rows. ``stay``: what is on screen stays where it is."""
        cells = self.app.size.width
        self._shown = [
            (at, row)
            for at in self._found
            for row in (folded(self._lines[at], cells) if self._folds else [self._lines[at]])
        ]
        rows = self.query_one(Rows)
        (rows.rearrange if stay else rows.show)(len(self._shown), cursor)

    def _do(self, act: str, count: int) -> None:
        rows, times = self.query_one(Rows), count or 1
        steps = {
            "down": times,
            "up": -times,
            "half-page-down": rows.page // 2 * times,
            "half-page-up": -(rows.page // 2) * times,
            "read-on": rows.page,
            "page-down": rows.page * times,
            "page-up": -rows.page * times,
            "first": -rows.count,
            "last": rows.count,
        }
        if act in steps:
            rows.move_by(steps[act])
            self.moved()
        elif act == "search":
            self._sought, self._seeking = self._sought or "", True
            self._tell()
        elif act == "open" and self._shown:
            self.take(self.at)
        elif act == "back" and self._sought is not None:
            self._narrow(None)
        elif act in LEAVING:
            self.dismiss(None)

    def _search(self, event: events.Key) -> bool:
        """Take a key of what is sought; False for those that scroll and take."""
        sought = self._sought or ""
        if event.key == "escape" or (event.key == "backspace" and not sought):
            self._narrow(None)
        elif event.key == "backspace":
            self._narrow(sought[:-1])
        elif event.character and event.character.isprintable():
            self._narrow(sought + event.character)
        else:
            return False
        return True

    def _narrow(self, sought: str | None) -> None:
        self._sought, self._seeking = sought, sought is not None
        self._found = self._finding()
        self._lay_out()
        self._tell()
        self.moved()

    def _finding(self) -> list[int]:
        """The lines that hold what is sought."""
        words = (self._sought or "").casefold().split()
        texts = (self.searched(at).casefold() for at in range(len(self._lines)))
        return [at for at, text in enumerate(texts) if all(word in text for word in words)]

    def searched(self, index: int) -> str:
        """The text of a line that a search looks at."""
        return "".join(piece.text for piece in self._lines[index])

    def _none(self) -> str:
        return "Nothing fits. Esc shows all again." if self._sought else ""

    def _tell(self) -> None:
        colours = self._colours
        title = [Segment(f" {self._title_words}", colours.bar_focus)]
        if self._sought is not None:
            title += [Segment("  / ", colours.bar_key), Segment(self._sought, colours.bar)]
            title += [Segment(" ", colours.bar_cursor)] if self._seeking else []
        self.query_one("#overlay-title", Line).show(title, colours.bar)
        self.query_one("#overlay-keys", Line).show(self._hinted(), colours.bar)

    def _hinted(self) -> list[Segment]:
        """What may be pressed."""
        pairs = [("Enter", "take"), ("Esc", self.ESCAPE)]
        if not self._seeking:
            pairs = hints(self._keys, self.KEYS_OF, self._key_words, self.app.size.width)
        return key_pieces(pairs, self._colours)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        if self.is_active and event.index < len(self._shown):
            at = self._shown[event.index][0]
            if event.again:
                self.take(at)
            else:
                self.moved()

    # What those that do more than show a list say themselves. Textual calls the handlers of each class.

    def began(self) -> None:
        """It is on screen."""

    def keeps(self, event: events.Key) -> bool:  # noqa: ARG002 - for those that ask
        """Whether a key is for something else than the list."""
        return False

    def take(self, index: int) -> None:
        """Enter on a line, or a click on the line with the cursor."""
        self.dismiss(self.taken(index))

    def moved(self) -> None:
        """The cursor is on another line."""

    def taken(self, index: int) -> Result | None:  # noqa: ARG002 - for those that give something
        """What Enter on the line ``index`` gives; here nothing."""
        return None
