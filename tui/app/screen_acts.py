"""What the acts on the screen itself do: commands, looks, help, leaving. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.app.command_line import completions
from tui.app.pacing import told

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _command(reader: Reader, _: str) -> None:
    reader.ask(":", reader.command, names=completions(reader.app.available_themes))


def _palette(reader: Reader, _: str) -> None:
    from tui.app.screens.palette import PaletteScreen

    def chosen(line: str | None) -> None:
        if line is not None:
            reader.command(line)

    context = reader.context
    themes = reader.app.available_themes
    reader.app.push_screen(PaletteScreen(context.keymap(), themes, reader.pane, context.palette()), chosen)


def _theme(reader: Reader, name: str) -> None:
    names = sorted(reader.app.available_themes)
    if name and name not in names:
        reader.say(f"No theme is called {name}; there are {', '.join(names)}.")
        return
    reader.app.theme = name or names[(names.index(reader.app.theme) + 1) % len(names)]
    reader.say(f'Theme {reader.app.theme}; theme = "{reader.app.theme}" in the configuration keeps it.')


def _redraw(reader: Reader, _: str) -> None:
    reader.context.redraw()


def _terminal(reader: Reader, _: str) -> None:
    reader.say(f"The terminal: {told(reader.context.link())}.")


def _suspend(reader: Reader, _: str) -> None:
    reader.app.action_suspend_process()


def _help(reader: Reader, _: str) -> None:
    from tui.app.screens.help import HelpScreen

    reader.app.push_screen(HelpScreen(reader.pane, reader.context.keymap(), reader.context.palette()))


def _quit(reader: Reader, _: str) -> None:
    reader.app.exit()


SCREEN_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "command": _command,
    "palette": _palette,
    "theme": _theme,
    "redraw": _redraw,
    "terminal": _terminal,
    "suspend": _suspend,
    "help": _help,
    "quit": _quit,
}
