"""The commands in lines that show the configuration and change it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from tui.config_form import Entry, Kind, entries, questions, tables_of, told, written
from tui.config_keys import NEEDED
from tui.config_lines import Place
from tui.config_set import add_table, remove_table, set_value, unset
from tui.config_values import SettingError
from tui.plain.order import Order
from tui.plain.session import Session, place_of

LISTS = tuple(table for table in NEEDED if table != "keys")
"""The tables that are lists, such as rules; keys mean nothing in lines."""


def _named(place: Place) -> str:
    """A place as one types it: ``alerts.level``, ``rules.1.query``."""
    return ".".join(str(each + 1) if isinstance(each, int) else each for each in place)


def _entries(session: Session) -> Iterable[Entry]:
    """Each setting, and those of each table of a list."""
    tables = tables_of(session.config.read_text("utf-8"))
    for entry in entries(tables):
        if entry.kind is Kind.VALUE and entry.place[0] != "keys":
            yield entry
        elif entry.kind is Kind.TABLE:
            yield from (each for each in entries(tables, entry.place) if each.kind is Kind.VALUE)


def _settings(session: Session, text: str) -> None:
    session.say(f"These are set in {session.config}; set NAME VALUE changes one.")
    for entry in _entries(session):
        said = f"{_named(entry.place)} = {entry.value or 'nothing'}: {told(entry)}"
        if text.casefold() in said.casefold() and (text or entry.place[0] not in LISTS):
            session.say(said)
    if not text:
        session.say(f"settings WORD also finds those of {', '.join(LISTS)}: settings rules.")


def _set(session: Session, text: str) -> None:
    name, _, typed = text.partition(" ")
    entry = next((each for each in _entries(session) if _named(each.place) == name), None)
    if entry is None:
        raise ValueError(f"No setting is called {name or 'so'}; settings lists them.")
    value = _written(entry, typed)
    session.edit(
        partial(set_value, place=entry.place, value=value) if value else partial(unset, place=entry.place)
    )
    session.say(f"{name} = {value}" if value else f"{name} is as by default again.")


def _written(entry: Entry, typed: str) -> str:
    try:
        return written(entry, typed)
    except SettingError as error:
        raise ValueError(f"{_named(entry.place)} {error}") from error


def _add(session: Session, text: str) -> None:
    if text not in LISTS:
        raise ValueError(f"To which list? Write add and one of {', '.join(LISTS)}.")
    keys: dict[str, object] = {}
    for entry in questions(tables_of(session.config.read_text("utf-8")), (text,)):
        typed = session.ask(f"{entry.name}? {told(entry)}")
        keys[entry.name] = tables_of(f"x = {_written(entry, typed)}")["x"]
    session.edit(partial(add_table, name=text, keys=keys))
    session.say(f"Added; settings {text} shows it.")


def _delete(session: Session, text: str) -> None:
    table, _, number = text.partition(".")
    held = tables_of(session.config.read_text("utf-8")).get(table, []) if table in LISTS else []
    place = place_of(number, len(held))
    if place < 0:
        raise ValueError("Which one? Write delete and its place in its list, such as delete rules.1.")
    session.edit(partial(remove_table, place=(table, place)))
    session.say(f"{text} is taken out.")


SETTINGS = (
    Order("settings", "WORD", "Every setting, its value, what it is for; those with a word.", _settings),
    Order("set", "NAME VALUE", "Change a setting: set alerts.level BULLETIN; no value: the default.", _set),
    Order("add", "LIST", "Add a rule, place, smart folder … to the configuration.", _add),
    Order("delete", "NAME", "Take one out of its list: delete rules.1.", _delete),
)
