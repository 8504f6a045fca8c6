"""themes/*.toml to Textual themes. A bad file is reported with its reason, never fatal.

Knows no app and no widget. A theme file has the fields of ``textual.theme.Theme``; in
``[variables]`` it may set Textual's own variables and those of ``EXTRA_VARIABLES``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from tui.text import clean_line

EXTRA_VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "level-flash": "error",
        "level-bulletin": "warning",
        "level-urgent": "accent",
        "unread": "foreground",
        "read": "foreground",
        "star": "warning",
        "quote": "foreground",
        "code": "secondary",
        "link": "primary",
        "heading": "foreground",
        "fault": "error",
    }
)
"""Our own colours, each with the colour of the theme that stands in where a theme does not set it."""

FILE_LIMIT = 100_000
"""The longest theme file that is read, in bytes."""

_COLOURS = frozenset({"primary", "secondary", "warning", "error", "success", "accent", "foreground"})
_GROUNDS = frozenset({"background", "surface", "panel", "boost"})
_FRACTIONS = frozenset({"luminosity_spread", "text_alpha"})
_FLAGS = frozenset({"dark", "ansi"})
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_PERCENT = re.compile(r" +(?:100|[0-9]{1,2})%")
_STYLE = re.compile(
    r"(?:(?:b|blink|bold|dim|i|italic|none|not|o|overline|reverse|strike|u|underline|uu)(?: |$))+"
)
_ANSI_VARIABLES = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
"""What Textual's style sheet refers to in an ansi theme and generates in the others only (8.2.8)."""


@dataclass(frozen=True, slots=True)
class ThemeProblem:
    """A theme file, or a folder of them, that could not be used."""

    path: Path
    reason: str


class _ThemeError(Exception):
    """What is wrong with one theme file."""


def load_themes(folders: Iterable[Path]) -> tuple[list[Theme], list[ThemeProblem]]:
    """Read every ``*.toml`` of ``folders``, by name within a folder.

    Of two themes with one name the later one wins. A folder that does not exist holds no themes.
    """
    themes: dict[str, Theme] = {}
    problems: list[ThemeProblem] = []
    for folder in folders:
        try:
            files = sorted(each for each in folder.iterdir() if each.suffix == ".toml")
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(ThemeProblem(folder, f"cannot be read: {error.strerror or error}"))
            continue
        for path in files:
            try:
                theme = _theme(_table(path))
            except _ThemeError as error:
                problems.append(ThemeProblem(path, str(error)))
            else:
                themes[theme.name] = theme
    return list(themes.values()), problems


def load_theme(folders: Sequence[Path], name: str) -> Theme | None:
    """The theme of that name if a file of that name holds it, in the last folder that does.

    What start-up reads, where the other themes can wait; None: only ``load_themes`` can tell.
    """
    for folder in reversed(folders):
        path = folder / f"{name}.toml"
        try:
            theme = _theme(_table(path)) if _NAME.fullmatch(name) and path.is_file() else None
        except _ThemeError:
            return None
        if theme is not None and theme.name == name:
            return theme
    return None


def extra_variables(theme: Theme) -> dict[str, str]:
    """The value of each of ``EXTRA_VARIABLES`` in ``theme``: its own, or derived from its colours."""
    colours = theme.to_color_system().generate()
    return {name: theme.variables.get(name, colours[stand_in]) for name, stand_in in EXTRA_VARIABLES.items()}


def _table(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise _ThemeError(f"is larger than {FILE_LIMIT} bytes")
        return tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise _ThemeError(f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise _ThemeError("is not UTF-8") from error
    except RecursionError as error:
        raise _ThemeError("is nested too deeply") from error
    except ValueError as error:
        # TOMLDecodeError, and Python's own limit on the digits of a number.
        raise _ThemeError(f"is not valid TOML: {clean_line(str(error))}") from error


def _theme(table: dict[str, Any]) -> Theme:
    """Check one theme; ``_ThemeError`` names all that is wrong with it."""
    fields = dict(table)
    variables = fields.pop("variables", {})
    wrong = [reason for key, value in fields.items() if (reason := _fault_of(key, value))]
    wrong += [f"{key} is missing" for key in ("name", "primary") if key not in fields]
    if not isinstance(variables, dict):
        wrong.append("variables must be a table")
    if wrong:
        raise _ThemeError("; ".join(wrong))
    known = Theme(**fields).to_color_system().generate() | _ANSI_VARIABLES
    wrong = [
        reason for name, value in variables.items() if (reason := _fault_of_variable(name, value, known))
    ]
    if wrong:
        raise _ThemeError("; ".join(wrong))
    if fields.get("ansi"):
        variables = _ANSI_VARIABLES | variables
    # To the letter: what Textual makes of them is off by one now and then (8.2.8), in twice the bytes.
    variables = {key: value for key, value in fields.items() if key in _COLOURS | _GROUNDS} | variables
    theme = Theme(**fields, variables=variables)
    theme.variables = variables | extra_variables(theme)
    return theme


def _fault_of(key: str, value: object) -> str:
    """What is wrong with one field of a theme; empty where nothing is."""
    if key == "name":
        good = isinstance(value, str) and _NAME.fullmatch(value) is not None
        return "" if good else "name must be small letters, digits, - and _, at most 40"
    if key in _COLOURS | _GROUNDS:
        return "" if _is_colour(value) else f"{key} = {_shown(value)} is no colour"
    if key in _FLAGS:
        return "" if isinstance(value, bool) else f"{key} must be true or false"
    if key in _FRACTIONS:
        good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
        return "" if good else f"{key} must be a number from 0 to 1"
    return f"{_shown(key)} is no field of a theme"


def _fault_of_variable(name: str, value: object, known: Mapping[str, str]) -> str:
    """What is wrong with one variable: a bad one would stop the app when the theme is chosen."""
    if name in EXTRA_VARIABLES:
        return "" if _is_colour(value) else f"variable {name} = {_shown(value)} is no colour"
    if name not in known:
        return f"variable {_shown(name)} is not known"
    if "style" in name:
        good = isinstance(value, str) and _STYLE.fullmatch(value) is not None
        return "" if good else f"variable {name} = {_shown(value)} is no text style"
    plain = _PERCENT.sub("", value) if isinstance(value, str) else value
    good = plain == "auto" or _is_colour(plain)
    return "" if good else f"variable {name} = {_shown(value)} is no colour"


def _is_colour(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        Color.parse(value)
    except ColorParseError:
        return False
    return True


def _shown(value: object) -> str:
    return f'"{clean_line(value, 60)}"' if isinstance(value, str) else clean_line(repr(value), 60)
