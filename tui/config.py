"""config.toml to typed settings. Each is declared once: name, default, reader and help.

Knows no screen and no network, and imports nothing that is slow to load. All mistakes of a file are
reported at once, each with its line and key.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from tui import config_values as values
from tui import paths
from tui.config_lines import Place, locate
from tui.model import Source
from tui.text import clean_line

BYTES_LIMIT = 16_000_000
"""The longest configuration that is read, in bytes: some 100,000 sources."""

_T = TypeVar("_T")
_KEY = "key"


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of one setting beside its name."""

    default: object
    """As it would be written in TOML."""
    read: Callable[[object], object]
    help: str
    """One or two sentences; ``config.example.toml`` repeats them word for word."""


def _setting(default: object, read: Callable[[object], _T], about: str) -> _T:
    return field(default=read(default), metadata={_KEY: Key(default, read, about)})


@dataclass(frozen=True, slots=True)
class AppSettings:
    """What concerns the screen: the keys at the top of the file."""

    theme: str = _setting(
        "telex",
        values.theme_name,
        "The theme: telex, paper, teleprinter, phosphor, contrast, terminal, night, or the name of "
        "a file in the folder themes beside this file.",
    )
    ticker: bool = _setting(True, values.flag, "The line that shows alerts and the newest headlines in turn.")
    mouse: bool = _setting(
        True, values.flag, "Whether telex takes the mouse; false leaves it to the terminal."
    )
    measure: int = _setting(72, values.whole(20, 200), "The width of an article's text in cells, 20 to 200.")


@dataclass(frozen=True, slots=True)
class PollSettings:
    """What concerns the network: the keys of ``[poll]``. Times in seconds, sizes in bytes."""

    interval: int = _setting(
        "15m",
        values.duration("1s", "30d"),
        "The time between two polls of one source, 1s to 30d. A publisher may ask for longer.",
    )
    concurrency: int = _setting(16, values.whole(1, 64), "The most requests at one time, 1 to 64.")
    timeout: float = _setting(
        "30s", values.duration("1s", "10m"), "The longest that a whole request may take, 1s to 10m."
    )
    max_bytes: int = _setting(
        "10MB",
        values.size(1_000, 1_000_000_000),
        "The largest document that is taken, after decompression, 1kB to 1GB.",
    )
    host_spacing: float | None = field(
        default=None,
        metadata={
            _KEY: Key(
                "1s",
                values.duration("0s", "1h"),
                "The least time between two requests to one host, 0s to 1h. While it is not set, "
                "hosts on loopback have none.",
            )
        },
    )
    """None: not set."""
    parse_seconds: float = _setting(
        "5s",
        values.duration("1s", "5m"),
        "The longest that reading one document may take, 1s to 5m.",
    )
    entries: int = _setting(
        500, values.whole(1, 5_000), "The most entries taken from one document, 1 to 5000."
    )
    contact: str = _setting(
        "",
        values.contact,
        "An address that publishers may write to; it is sent with every request.",
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """One configuration, read and checked. Without arguments: all defaults, no sources."""

    sources: tuple[Source, ...] = ()
    poll: PollSettings = field(default_factory=PollSettings)
    app: AppSettings = field(default_factory=AppSettings)


def _keys_of(settings: type[AppSettings | PollSettings]) -> dict[str, Key]:
    return {each.name: each.metadata[_KEY] for each in fields(settings)}


KEYS: Mapping[str, Mapping[str, Key]] = {
    "": _keys_of(AppSettings),
    "poll": _keys_of(PollSettings),
    "sources": {
        "url": Key(
            "https://example.org/feed.xml",
            values.address,
            "The address of the feed, http or https. The only key that a source must have.",
        ),
        "name": Key("", values.words, "What to call it; empty for the feed's own title."),
        "group": Key("", values.words, 'The group that it stands in; "A/B" is a group in a group.'),
        "weight": Key(1, values.number(0, 10), "How much its word counts against others, 0 to 10."),
        "interval": Key(
            "15m",
            values.duration("1s", "30d"),
            "The time between two polls; while it is not set, that of [poll].",
        ),
        "enabled": Key(True, values.flag, "false keeps the source and its articles but stops polls."),
    },
}
"""Every setting by table and name; "" is the top of the file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a configuration."""

    line: int
    """Counted from 1; 0 where the mistake is the file's as a whole."""
    key: str
    """Such as ``poll.interval``; empty where the mistake is no key's."""
    message: str


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
    poll = data.pop("poll", {})
    sources = data.pop("sources", [])
    app = AppSettings(**_read(data, "", (), mistakes))
    if not isinstance(poll, dict):
        mistakes.append(_Mistake(("poll",), "must be a table: write [poll] on a line of its own"))
        poll = {}
    if not isinstance(sources, list):
        mistakes.append(
            _Mistake(("sources",), "must be a list: write [[sources]], with two brackets each side")
        )
        sources = []
    settings = Settings(
        sources=tuple(_sources(sources, mistakes)),
        poll=PollSettings(**_read(poll, "poll", ("poll",), mistakes)),
        app=app,
    )
    if mistakes:
        raise ConfigError(path, _problems(text, mistakes))
    return settings


def write_example(path: Path) -> None:
    """Write the shipped example to ``path``, mode 0600, and make its folder, mode 0700.

    Raises ``FileExistsError`` rather than overwrite, and other ``OSError`` as they come; a file that
    could not be written in full is taken away again.
    """
    example = paths.shipped("config.example.toml").read_bytes()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(example)
    except OSError:
        path.unlink(missing_ok=True)
        raise


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
    homes = {"": "the top of the file, before any [table]", "poll": "[poll]", "sources": "[[sources]]"}
    for home, keys in KEYS.items():
        if key in keys:
            return f"is not known here; it belongs in {homes[home]}"
    known = [*KEYS[table], *(() if table else ("poll", "sources"))]
    near = get_close_matches(key, known, n=1)
    return f"is not known; did you mean {near[0]}?" if near else "is not known; take it out"


def _sources(tables: list[Any], mistakes: list[_Mistake]) -> Iterable[Source]:
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
        yield Source(**good)


def _problems(text: str, mistakes: Iterable[_Mistake]) -> list[Problem]:
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
