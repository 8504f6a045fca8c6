"""The commands in lines that show the configuration and change it."""

from __future__ import annotations

from functools import partial

from tui.config import EditError
from tui.config_keys import KEYS
from tui.config_set import literal, set_value
from tui.plain.order import Order
from tui.plain.session import Session

TABLES = ("", "poll", "retention", "story", "alerts")
"""What one sets by itself; keys mean nothing in lines, and sources and rules have their own commands."""


def _named(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _settings(session: Session, text: str) -> None:
    session.say(f"These are set in {session.config}; set NAME VALUE changes one.")
    for table in TABLES:
        for name, key in KEYS[table].items():
            if text.casefold() in f"{_named(table, name)} {key.help}".casefold():
                session.say(f"{_named(table, name)}: {key.help}")


def _set(session: Session, text: str) -> None:
    named, _, value = text.partition(" ")
    table, _, name = named.rpartition(".")
    if table not in TABLES or name not in KEYS[table]:
        raise ValueError(f"No setting is called {named or 'so'}; settings lists them.")
    if not value.strip():
        raise ValueError(f"To what? Write set {named} VALUE.")
    written = literal(value, KEYS[table][name].default)
    try:
        session.edit(partial(set_value, table=table, key=name, value=written))
    except EditError as error:
        raise ValueError(f"{named} {error}") from error
    session.say(f"{named} = {written}")


SETTINGS = (
    Order("settings", "WORD", "Every setting and what it is for; those with a word in them.", _settings),
    Order("set", "NAME VALUE", "Change a setting, such as set alerts.level BULLETIN.", _set),
)
