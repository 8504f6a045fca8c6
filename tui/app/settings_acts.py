"""What the acts on the configuration do: change a setting, bind a key. Knows no key itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.app.acts import Pane
from tui.app.command_line import CommandError, parse
from tui.app.key_names import KeyNameError, keys_from, shown
from tui.app.widgets.sources import Kind

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _settings(reader: Reader, sought: str) -> None:
    show_settings(reader, sought=sought)


def show_settings(
    reader: Reader, *, sought: str = "", table: str = "", key: str = "", value: str = ""
) -> None:
    """Show what the configuration holds, narrowed to what fits ``sought``, or one table of a list.

    That is the one of ``table`` whose ``key`` is ``value``.
    """
    from tui.app.config_file import ConfigFile
    from tui.app.screens.settings import SettingsScreen
    from tui.config_form import tables_of

    book = ConfigFile(reader)

    def read(text: str) -> None:
        values = [each.get(key) for each in tables_of(text).get(table, [])]
        place = (table, values.index(value)) if value in values else ()
        palette = reader.context.palette
        reader.app.push_screen(SettingsScreen(text, book, palette, place=place, sought=sought))

    book.read(read)


def _source_settings(reader: Reader, _: str) -> None:
    place = reader.reading.places[reader.rows(Pane.SOURCES).cursor]
    if place.kind is Kind.SOURCE:
        show_settings(reader, table="sources", key="url", value=place.url)
    elif place.kind is Kind.FOLDER:
        show_settings(reader, table="folders", key="name", value=place.name)
    else:
        reader.say("That is shown of one source or smart folder: put the cursor on it.")


def _edit(reader: Reader, _: str) -> None:
    from textual.app import SuspendNotSupported

    from tui.outside import edit_here

    context = reader.context
    editor = context.environ.get("VISUAL") or context.environ.get("EDITOR")
    if not editor:
        reader.say(f"Set $EDITOR to edit {context.config} from here.")
        return
    try:
        with reader.app.suspend():
            failed = edit_here(editor, context.config)
    except SuspendNotSupported:
        failed = "This terminal cannot be lent to another program."
    # What the file says now is obeyed a moment later, or its mistakes are told.
    reader.say(failed or f"{context.config.name} is read again.")


def _bind(reader: Reader, typed: str) -> None:
    from tui.app.config_file import ConfigFile
    from tui.config_set import set_value

    def answered(line: str) -> None:
        keys, _, act = line.strip().partition(" ")
        try:
            known = shown(keys_from(keys))
            if act:
                parse(act)
        except (KeyNameError, CommandError) as error:
            reader.say(f"{error}; write a key and an act, such as: Ctrl-e star")
            return
        ConfigFile(reader).edit(
            partial(set_value, place=("keys", "all", known), value=json.dumps(act)),
            lambda _: reader.say(f"{known} does {act or 'nothing any more'}."),
            lambda error: reader.say(f"Not written: {error}"),
        )

    reader.ask("bind key act", answered, given=typed)


SETTINGS_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "settings": _settings,
    "source-settings": _source_settings,
    "edit-settings": _edit,
    "bind": _bind,
}
