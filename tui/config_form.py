"""What there is to change in a configuration, as entries in order: settings, the tables of lists, keys.

Pure: what TOML gave goes in, entries come out, made from the tables of ``tui.config_keys``. Knows neither
file nor screen; ``tui.config_set`` writes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from tui import config_values as values
from tui.config_bindings import acts_of
from tui.config_keys import KEYS, NEEDED
from tui.config_lines import Place
from tui.config_set import literal, table_at
from tui.config_settings import PANES, Key
from tui.text import clean_line

SECTIONS = {
    "": "The screen",
    "keys": "Keys",
    "alerts": "Alerts",
    "rules": "Rules",
    "places": "Places",
    "folders": "Smart folders",
    "groups": "Groups",
    "poll": "Polling",
    "story": "A story outside of telex",
    "retention": "How long articles stay",
    "sources": "Sources",
}
"""The tables of the file in the order of the form, and what each is about."""
NAMES = ("name", "query", "url")
"""The keys that a table of a list is called by, the best first."""
HIDDEN = "set, and not shown"
"""What stands for a secret."""
BETWEEN = ";"
"""What stands between the acts of one key."""
_INHERITED: Mapping[Place, Place] = {
    ("sources", "interval"): ("poll", "interval"),
    ("sources", "timeout"): ("poll", "timeout"),
}
"""Settings of a source that are those of all sources while it has none of its own."""
_SECRETS = (values.secret, values.secret_headers, values.proxy)
_PANE = Key("all", values.OneOf(PANES, str), "Where the key holds: in all panes, or in one.")
_KEY = Key("", values.words, "The key, or several one after the other: Ctrl-e, gu, F5, ,x.")
_ACT = Key(
    "",
    acts_of,
    f"What the key does: an act as : has it, with what may follow it; several with {BETWEEN} between them; "
    "nothing takes the key away.",
)


_ASKED = {
    "keys": "A key, and the act or acts that it does. It goes before what the preset has on it.",
    "rules": "A query, and what becomes of all that fits it: an alert, a mark, or out of the lists.",
    "places": "A place that you care for, by latitude and longitude: warnings near it count for more.",
    "folders": "A query that stands in the sources as a list of its own.",
    "groups": "A group of sources whose articles join no story.",
    "sources": "A feed by its address; subscribing in the sources also finds it from a site's.",
}
"""What adding to a list is about."""


class Kind(Enum):
    """What an entry is."""

    HEAD = auto()
    VALUE = auto()
    """A setting: it has a value."""
    TABLE = auto()
    """One of a list: it has settings of its own."""
    ADD = auto()
    REMOVE = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the form."""

    kind: Kind
    place: Place
    """Of an ADD: the list."""
    name: str
    section: str
    """What its table is about."""
    value: str = ""
    """As one would type it."""
    stands: bool = False
    """Whether it stands in the file; else it is the default."""
    key: Key | None = None
    """What is known of a setting."""

    @property
    def needed(self) -> bool:
        """Whether its table is none without it."""
        return self.key in (_PANE, _KEY) or self.name in NEEDED.get(str(self.place[0]), ())


def tables_of(text: str) -> dict[str, Any]:
    """The configuration's text as tables; none where it is no TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}


def entries(tables: dict[str, Any], place: Place = ()) -> list[Entry]:
    """All that can be changed, or what the one table of a list at ``place`` has."""
    if place:
        section = SECTIONS[str(place[0])]
        own = [_value(tables, (*place, name), key, section) for name, key in KEYS[str(place[0])].items()]
        return [*own, Entry(Kind.REMOVE, place, f"Remove this {one_of(str(place[0]))}", section)]
    found: list[Entry] = []
    for table, section in SECTIONS.items():
        found.append(Entry(Kind.HEAD, (table,), section, section))
        if table in NEEDED:
            found += _listed(tables, table, section)
        else:
            top = (table,) if table else ()
            found += [_value(tables, (*top, name), key, section) for name, key in KEYS[table].items()]
        if table == "keys":
            found += _bindings(tables, section)
    return found


def questions(tables: dict[str, Any], place: Place) -> list[Entry]:
    """What is asked, one after the other, to add to the list at ``place``."""
    table = str(place[0])
    if table == "keys":
        asked = (("pane", "all", _PANE), ("key", "", _KEY), ("act", "", _ACT))
        return [Entry(Kind.VALUE, ("keys", name), name, "Keys", value, key=key) for name, value, key in asked]
    at = len(tables.get(table, []))
    return [
        Entry(Kind.VALUE, (table, at, name), name, SECTIONS[table], key=KEYS[table][name])
        for name in NEEDED[table]
    ]


def one_of(table: str) -> str:
    """What one of a list is called: ``rule``, ``source`` …"""
    return "key of your own" if table == "keys" else table.removesuffix("s")


def choices(key: Key) -> Sequence[str]:
    """What a value may be, where that is one of a few words, or some of them."""
    if isinstance(key.default, bool):
        return ("true", "false")
    return key.read.names if isinstance(key.read, values.OneOf | values.SomeOf) else ()


def hidden(key: Key) -> bool:
    """Whether it is a secret, whose value is shown to nobody."""
    return key.read in _SECRETS


def written(entry: Entry, typed: str) -> str:
    """What was typed for a setting, as TOML; "" for an empty line, which means the default.

    Raises SettingError where the setting cannot be that.
    """
    key, text = entry.key, typed.strip()
    if key is None or (not text and key is not _ACT and hidden(key)):
        raise values.SettingError("is not shown; type another, or leave it by Esc")
    given = literal(text, key.default)
    if key is _ACT:
        acts = [literal(part.strip(), "") for part in text.split(BETWEEN) if part.strip()]
        given = f"[{', '.join(acts)}]" if len(acts) > 1 else "".join(acts) or '""'
    elif not text:
        if entry.needed:
            raise values.SettingError("must not be empty")
        return ""
    try:
        key.read(tomllib.loads(f"x = {given}")["x"])
    except tomllib.TOMLDecodeError as error:
        raise values.SettingError("is nothing that TOML can hold") from error
    return given


def told(entry: Entry) -> str:
    """What an entry is for, and of a setting what it may be and what it is by default."""
    key = entry.key
    if key is None:
        return entry.value or _ASKED.get(str(entry.place[0]), "")
    said = _wanted(key)
    if not entry.needed and key is not _ACT:
        default = _typed(key.default, key)
        said += f"; {f'by default {default}' if default else 'empty by default'}"
    return f"{key.help} {said[:1].upper()}{said[1:]}."


def _wanted(key: Key) -> str:
    """What a value is made of, in a few words."""
    if words := choices(key):
        return f"{'some of' if isinstance(key.default, list) else 'one of'} {', '.join(words)}"
    if isinstance(key.default, int | float):
        return "a number"
    if isinstance(key.default, dict):
        return "a table"
    try:
        values.seconds_of(str(key.default))
    except values.SettingError:
        return "a text"
    return "a duration such as 90s, 15m or 1d"


def _value(tables: dict[str, Any], place: Place, key: Key, section: str) -> Entry:
    table = table_at(tables, place[:-1])
    stands = place[-1] in table
    value = table[place[-1]] if stands else key.default
    if not stands and (other := _INHERITED.get((place[0], place[-1]))):
        value = table_at(tables, other[:-1]).get(other[-1], value)
    return Entry(Kind.VALUE, place, str(place[-1]), section, _typed(value, key), stands=stands, key=key)


def _listed(tables: dict[str, Any], table: str, section: str) -> list[Entry]:
    """The tables of a list, each by its name and what it says besides, and one that adds another."""
    found: list[Entry] = []
    for index, each in enumerate(tables.get(table, [])):
        if not isinstance(each, dict):
            continue
        name = next((str(each[key]) for key in NAMES if each.get(key)), "")
        said = [
            f"{key} {_typed(value, KEYS[table][key])}"
            for key, value in sorted(each.items(), key=lambda pair: pair[0] == "url")
            if key in KEYS[table] and value != name and key != "enabled"
        ]
        paused = ["paused"] if each.get("enabled") is False else []
        value = ", ".join([*paused, *said])
        found.append(Entry(Kind.TABLE, (table, index), clean_line(name), section, value, stands=True))
    return [*found, Entry(Kind.ADD, (table,), f"+ Add a {one_of(table)}", section)]


def _bindings(tables: dict[str, Any], section: str) -> list[Entry]:
    """The user's own keys, by pane, and an entry that adds one."""
    found: list[Entry] = []
    for pane in PANES:
        own = table_at(tables, ("keys",)).get(pane, {})
        for key, value in own.items() if isinstance(own, dict) else ():
            where = "" if pane == "all" else f" in {pane}"
            name = clean_line(f"{key}{where}")
            acts = value if isinstance(value, list) else [value]
            shown = f" {BETWEEN} ".join(clean_line(str(act)) for act in acts)
            found.append(Entry(Kind.VALUE, ("keys", pane, key), name, section, shown, stands=True, key=_ACT))
    return [*found, Entry(Kind.ADD, ("keys",), f"+ Add a {one_of('keys')}", section)]


def _typed(value: object, key: Key) -> str:
    """A value as one would type it; a secret hidden."""
    if key.read in _SECRETS and value not in ("", {}, "direct"):
        return HIDDEN
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(_typed(each, key) for each in value)
        case dict():
            return ""
    return clean_line(str(value), 4_000)
