"""config.toml to typed settings, by the tables of ``tui.config_keys``.

Knows no screen and no network, and imports nothing that is slow to load: what only a mistake needs is
imported where one is told. All mistakes of a file are reported at once, each with its line and key.
"""

from __future__ import annotations

import errno
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui import __version__, paths
from tui import config_values as values
from tui.config_bindings import bindings
from tui.config_keys import ACCESS, KEYS, NEEDED
from tui.config_settings import (
    PANES,
    AlertSettings,
    AppSettings,
    Key,
    KeySettings,
    PollSettings,
    RetentionSettings,
    StorySettings,
)
from tui.model import Access, Folder, Rule, RuleAct, Source
from tui.model import Place as Spot
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.config_lines import Place

__all__ = [
    "KEYS",
    "AlertSettings",
    "AppSettings",
    "ConfigError",
    "Key",
    "KeySettings",
    "PollSettings",
    "Problem",
    "Settings",
    "StorySettings",
    "load",
    "parse",
    "write_example",
]

_SOURCES = re.compile(r"(?ms)^[ \t]*\[\[?[ \t]*sources\b.*?(?=^[ \t]*\[(?!\[?[ \t]*sources\b)|\Z)")
"""Every table of sources, to the header of another one."""
_TABLES = ("poll", "alerts", "keys", "retention", "story")
"""What stands in the file once; of what is in ``NEEDED`` there is any number."""
_BARE = (
    b"# Made by telex restore. config.example.toml shows every key; ,c in the app lists and changes them.\n"
)
BYTES_LIMIT = 16_000_000
"""The longest configuration that is read, in bytes: some 100,000 sources."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One configuration, read and checked. Without arguments: all defaults, no sources."""

    sources: tuple[Source, ...] = ()
    poll: PollSettings = field(default_factory=PollSettings)
    app: AppSettings = field(default_factory=AppSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    story: StorySettings = field(default_factory=StorySettings)
    rules: tuple[Rule, ...] = ()
    places: tuple[Spot, ...] = ()
    folders: tuple[Folder, ...] = ()
    retention: RetentionSettings = field(default_factory=RetentionSettings)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a configuration."""

    line: int
    """Counted from 1; 0 where the mistake is the file's as a whole."""
    key: str
    """Such as ``poll.interval``; empty where the mistake is no key's."""
    message: str


class EditError(Exception):
    """An edit that cannot be made; says why in plain words. The file is as it was."""


class ConfigError(Exception):
    """A configuration that cannot be used; ``str()`` gives one line for each mistake."""

    def __init__(self, path: str, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(self._lines()))

    def _lines(self) -> Iterable[str]:
        for problem in self.problems:
            line = f":{problem.line}" if problem.line else ""
            key = f"{problem.key}: " if problem.key else ""
            yield f"{clean_line(self.path)}{line}: {key}{problem.message}"


@dataclass(frozen=True, slots=True)
class _Mistake:
    place: Place
    message: str
    other: Place = ()
    """A second place that the message speaks of."""


def load(path: Path) -> Settings:
    """Read the configuration at ``path``.

    Raises ``ConfigError``, also for a file that is missing, unreadable, too large or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_LIMIT + 1)
        if len(data) > BYTES_LIMIT:
            raise ConfigError(str(path), [Problem(0, "", f"is larger than {BYTES_LIMIT} bytes")])
        text = data.decode("utf-8")
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise ConfigError(str(path), [Problem(0, "", reason)]) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"is not UTF-8 (byte 0x{data[error.start]:02x}); save the file as UTF-8"
        raise ConfigError(str(path), [Problem(line, "", reason)]) from error
    return parse(text, str(path))


def parse(text: str, path: str) -> Settings:
    """Read a configuration from its text; ``path`` is for messages only. Raises ``ConfigError``."""
    data = _toml(text, path)
    mistakes: list[_Mistake] = []
    poll, alerts, keys, retention, story = (_table(data, name, mistakes) for name in _TABLES)
    rules, folders, places, groups, sources = (_list(data, name, mistakes) for name in NEEDED)
    app = AppSettings(**_read(data, "", (), mistakes))
    settings = Settings(
        sources=tuple(_sources(sources, _apart(groups, mistakes), mistakes)),
        poll=PollSettings(**_read(poll, "poll", ("poll",), mistakes)),
        app=app,
        keys=_keys(text, keys, mistakes),
        alerts=AlertSettings(**_read(alerts, "alerts", ("alerts",), mistakes)),
        rules=tuple(_rules(rules, mistakes)),
        places=tuple(_places(places, mistakes)),
        folders=tuple(_folders(folders, mistakes)),
        retention=RetentionSettings(**_read(retention, "retention", ("retention",), mistakes)),
        story=StorySettings(**_read(story, "story", ("story",), mistakes)),
    )
    if mistakes:
        raise ConfigError(path, _problems(text, mistakes))
    return settings


def mark_of(path: Path) -> str:
    """What changes whenever the file at ``path``, or telex itself, does; "" where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return ""
    state = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
    return " ".join([__version__, *map(str, state), str(path.absolute())])


def load_without_sources(path: Path) -> Settings | None:
    """The settings beside the sources, which are most of the file and most of the time that it takes.

    For a file that is known to be good; None where it cannot be read so, and ``load`` says why.
    """
    try:
        text = path.read_text("utf-8")
        # Within a string of several lines a header is none.
        return None if '"""' in text or "'''" in text else parse(_SOURCES.sub("", text), str(path))
    except (OSError, UnicodeDecodeError, ConfigError):
        return None


def write_example(path: Path, *, bare: bool = False) -> None:
    """Write the shipped example to ``path``, mode 0600, and make its folder, mode 0700.

    ``bare``: one without sources, for what a backup will add. Raises ``FileExistsError`` rather than
    overwrite, and other ``OSError`` as they come; nothing is there then.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    example = _BARE if bare else paths.shipped("config.example.toml").read_bytes()
    paths.make_folder(path.parent)
    paths.put_file(path, example)


def _toml(text: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        at = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        column = f" (column {at[2]})" if at and at[2] else ""
        reason = clean_line(message[: at.start()] if at else message)
        problem = Problem(line, "", f"is not valid TOML: {reason}{column}")
    except RecursionError:
        problem = Problem(0, "", "is nested too deeply to be a configuration")
    except ValueError:
        # Python's own limit on the digits of a number; tomllib lets it through (CPython 3.11).
        problem = Problem(0, "", "holds a number that is too long to be one")
    raise ConfigError(path, [problem])


def _read(table: dict[str, Any], name: str, place: Place, mistakes: list[_Mistake]) -> dict[str, Any]:
    """The checked values of one table; what is wrong is added to ``mistakes`` and left out."""
    good: dict[str, Any] = {}
    for key, value in table.items():
        known = KEYS[name].get(key)
        if known is None:
            mistakes.append(_Mistake((*place, key), _unknown(key, name)))
            continue
        try:
            good[key] = known.read(value)
        except values.SettingError as error:
            mistakes.append(_Mistake((*place, key), str(error)))
    return good


def _unknown(key: str, table: str) -> str:
    """What to say of a key that ``table`` does not have."""
    homes = {"": "the top of the file, before any [table]", **{name: f"[{name}]" for name in _TABLES}}
    for home, keys in KEYS.items():
        if key in keys:
            at_home = homes.get(home, f"[[{home}]]" if home in NEEDED else f"[{home}]")
            return f"is not known here; it belongs in {at_home}"
    known = [*KEYS[table], *(() if table else (*_TABLES, *NEEDED))]
    near = get_close_matches(key, known, n=1)
    return f"is not known; did you mean {near[0]}?" if near else "is not known; take it out"


def _keys(text: str, table: dict[str, Any], mistakes: list[_Mistake]) -> KeySettings:
    own = {name: table.pop(name) for name in PANES if name in table}
    good = _read(table, "keys", ("keys",), mistakes)
    # Where each stands is looked up only where there are any: in a long list of sources it takes time.
    if not own:
        return KeySettings(**good)
    from tui.config_lines import locate

    line = locate(text).line
    return KeySettings(
        **good, bindings=bindings(own, line, lambda place, words: mistakes.append(_Mistake(place, words)))
    )


def _table(data: dict[str, Any], name: str, mistakes: list[_Mistake]) -> dict[str, Any]:
    found = data.pop(name, {})
    if isinstance(found, dict):
        return found
    mistakes.append(_Mistake((name,), f"must be a table: write [{name}] on a line of its own"))
    return {}


def _list(data: dict[str, Any], name: str, mistakes: list[_Mistake]) -> list[Any]:
    found = data.pop(name, [])
    if isinstance(found, list):
        return found
    mistakes.append(_Mistake((name,), f"must be a list: write [[{name}]], with two brackets each side"))
    return []


def _rules(tables: list[Any], mistakes: list[_Mistake]) -> Iterable[Rule]:
    for place, table, good in _good("rules", tables, mistakes):
        if not table.get("query"):
            mistakes.append(_Mistake((*place, "query"), "is missing; a rule needs something to look for"))
        elif good.get("act") is RuleAct.TAG and not table.get("tag"):
            mistakes.append(_Mistake((*place, "tag"), "is missing; say which tag to give"))
        elif "query" in good:
            yield Rule(**good)


def _apart(tables: list[Any], mistakes: list[_Mistake]) -> dict[str, bool]:
    """The groups whose articles join stories, and those whose do not, by name."""
    found: dict[str, bool] = {}
    for place, table, good in _good("groups", tables, mistakes):
        if not table.get("name"):
            mistakes.append(_Mistake((*place, "name"), "is missing; say which group is meant"))
        elif "name" in good:
            found[good["name"]] = good.get("stories", False)
    return found


def _joins(group: str, groups: Mapping[str, bool]) -> bool:
    """Whether the articles of a group join stories: by the innermost group that says so."""
    parts = group.split("/")
    names = ("/".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((groups[name] for name in names if name in groups), True)


def _places(tables: list[Any], mistakes: list[_Mistake]) -> Iterable[Spot]:
    for place, table, good in _good("places", tables, mistakes):
        missing = [name for name in ("name", "lat", "lon") if name not in table]
        mistakes += [_Mistake((*place, name), "is missing; a place needs it") for name in missing]
        if {"name", "lat", "lon"} <= good.keys():
            yield Spot(**good)


def _folders(tables: list[Any], mistakes: list[_Mistake]) -> Iterable[Folder]:
    seen: set[str] = set()
    for place, table, good in _good("folders", tables, mistakes):
        missing = [name for name in ("name", "query") if not table.get(name)]
        mistakes += [_Mistake((*place, name), "is missing; a folder needs it") for name in missing]
        if "name" in good and "query" in good and not missing:
            if good["name"] in seen:
                mistakes.append(_Mistake((*place, "name"), "is another folder's; give it a name of its own"))
            seen.add(good["name"])
            yield Folder(**good)


def _good(
    name: str, tables: list[Any], mistakes: list[_Mistake]
) -> Iterable[tuple[Place, dict[str, Any], dict[str, Any]]]:
    """Each table of a list with its place and those of its values that are good."""
    for index, table in enumerate(tables):
        place: Place = (name, index)
        if isinstance(table, dict):
            yield place, table, _read(table, name, place, mistakes)
        else:
            mistakes.append(_Mistake(place, f"must be a table, not {values.shown(table)}"))


def _sources(tables: list[Any], groups: Mapping[str, bool], mistakes: list[_Mistake]) -> Iterable[Source]:
    seen: dict[str, Place] = {}
    for index, table in enumerate(tables):
        place: Place = ("sources", index)
        if not isinstance(table, dict):
            message = f"must be a table with a url, not {values.shown(table)}"
            mistakes.append(_Mistake(place, message))
            continue
        good = _read(table, "sources", place, mistakes)
        if "url" not in table:
            mistakes.append(_Mistake((*place, "url"), "is missing; every source needs an address"))
        if "url" not in good:
            continue
        first = seen.setdefault(values.same_address(good["url"]), (*place, "url"))
        if first != (*place, "url"):
            message = "is the same address as in line {line}; take one of the two sources out"
            mistakes.append(_Mistake((*place, "url"), message, first))
        access = {key: good.pop(key) for key in ACCESS if key in good}
        if all(key in access for key in table if key in ACCESS):
            mistakes += [_Mistake((*place, key), message) for key, message in _at_odds(access)]
        good.setdefault("stories", _joins(good.get("group", ""), groups))
        yield Source(**good, access=Access(**access))


def _at_odds(access: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Keys of one source that make no sense without, or with, another."""
    if bool(access.get("user")) != bool(access.get("password")):
        yield ("user" if access.get("user") else "password"), "needs both, user and password"
    if access.get("token") and access.get("user"):
        yield "token", "cannot stand beside user and password; take one of the two out"
    if access.get("client_key") and not access.get("client_cert"):
        yield "client_key", "needs a client_cert"


def _problems(text: str, mistakes: Iterable[_Mistake]) -> list[Problem]:
    from tui.config_lines import locate

    layout = locate(text)
    return sorted(
        (
            Problem(
                line=layout.line(mistake.place),
                key=clean_line(".".join(p for p in mistake.place if isinstance(p, str)), 80),
                message=(
                    mistake.message.replace("{line}", str(layout.line(mistake.other)))
                    if mistake.other
                    else mistake.message
                ),
            )
            for mistake in mistakes
        ),
        key=lambda problem: problem.line,
    )
