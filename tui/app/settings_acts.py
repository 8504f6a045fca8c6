"""What the acts on the configuration do: change a setting, bind a key. Knows no key itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.app.command_line import CommandError, parse
from tui.app.key_names import KeyNameError, keys_from, shown

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader
    from tui.app.screens.settings import Setting


def _settings(reader: Reader, _: str) -> None:
    from tui.app.screens.settings import SettingsScreen

    try:
        text = reader.context.config.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reader.say(f"{reader.context.config} cannot be read: {error}")
        return

    def chosen(setting: Setting | None) -> None:
        if setting is not None:
            _ask(reader, text, setting)

    reader.app.push_screen(SettingsScreen(text, reader.context.palette()), chosen)


def _ask(reader: Reader, text: str, setting: Setting) -> None:
    from tui.app.screens.settings import value_of, values
    from tui.config_keys import KEYS
    from tui.config_set import literal

    table, name = setting
    key = KEYS[table][name]

    def answered(line: str) -> None:
        _write(reader, table, name, literal(line, key.default), f"{name} = {line}")

    names = ("true", "false") if isinstance(key.default, bool) else _names(reader, setting)
    reader.ask(name, answered, value=value_of(values(text), setting, key), names=names)


def _names(reader: Reader, setting: Setting) -> tuple[str, ...]:
    if setting == ("", "theme"):
        return tuple(sorted(reader.app.available_themes))
    return ("vim", "newsboat", "mutt", "emacs") if setting == ("keys", "preset") else ()


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
    def answered(line: str) -> None:
        keys, _, act = line.strip().partition(" ")
        try:
            known = shown(keys_from(keys))
            if act:
                parse(act)
        except (KeyNameError, CommandError) as error:
            reader.say(f"{error}; write a key and an act, such as: Ctrl-e star")
            return
        _write(reader, "keys.all", known, json.dumps(act), f"{known} does {act or 'nothing any more'}")

    if typed:
        answered(typed)
    else:
        reader.ask("bind key act", answered)


def _write(reader: Reader, table: str, name: str, value: str, said: str) -> None:
    from tui.config_set import set_value
    from tui.source_edits import apply

    change = partial(set_value, table=table, key=name, value=value)
    # The file is looked at by the second: what it says now is obeyed a moment later.
    reader.write(lambda _: reader.say(f"{said}."), partial(apply, path=reader.context.config, change=change))


SETTINGS_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "settings": _settings,
    "edit-settings": _edit,
    "bind": _bind,
}
