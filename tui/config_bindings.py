"""The user's own keys in config.toml: ``[keys.all]``, ``[keys.story]`` … Knows no act and no key's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tui.config_settings import PANES, Binding
from tui.config_values import SettingError, shown, words

if TYPE_CHECKING:
    from tui.config_lines import Place

LINES_LIMIT = 20
"""Acts on one key."""


def bindings(
    table: Mapping[str, Any], line: Callable[[Place], int], wrong: Callable[[Place, str], None]
) -> tuple[Binding, ...]:
    """The bindings of ``[keys]``; ``line`` tells where each stands, ``wrong`` takes mistakes."""
    found: list[Binding] = []
    for pane in PANES:
        own = table.get(pane, {})
        if not isinstance(own, dict):
            wrong(("keys", pane), f"must be a table: write [keys.{pane}] on a line of its own")
            continue
        for keys, value in own.items():
            place = ("keys", pane, keys)
            try:
                found.append(Binding(pane, words(keys), acts_of(value), line(place)))
            except SettingError as error:
                wrong(place, str(error))
    return tuple(found)


def acts_of(value: object) -> tuple[str, ...]:
    """A reader of an act, of several one after the other, or of none."""
    given = value if isinstance(value, list) else [value]
    if len(given) > LINES_LIMIT or not all(isinstance(each, str) for each in given):
        raise SettingError(f'must be an act such as "star", or several: ["star", "down"], not {shown(value)}')
    return tuple(line for each in given if (line := words(each)))
