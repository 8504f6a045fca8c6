"""One value of the configuration, checked: a duration, a size, a number, a flag, words, an address.

Knows no key, no file and no line. A reader takes what TOML gave and returns the typed value, or
raises ``SettingError`` with a message that follows the key: "must be …".
"""

from __future__ import annotations

import math
import os
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from tui.model import Secret
from tui.text import CONTROL, clean_line, host_of, safe_url

_T = TypeVar("_T")
_DURATION = re.compile(r"(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")
_DURATION_UNITS = (86_400, 3_600, 60, 1)
_SIZE = re.compile(r"([0-9]{1,9})(B|kB|MB|GB)")
_SIZE_UNITS = {"B": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PROXY = re.compile(r"(?:https?|socks5h?)://[^/\s]+/?")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OWN_HEADERS = re.compile(
    "accept|accept-encoding|authorization|connection|content-length|cookie|host|if-modified-since|"
    "if-none-match|range|te|trailer|transfer-encoding|upgrade|user-agent",
    re.IGNORECASE,
)
"""Headers that telex sets itself, or that say where a request ends."""
CONTACT_LIMIT = 200
"""Characters of ``[poll] contact``: it travels in the header of every request."""


class SettingError(ValueError):
    """A value that a setting cannot have; the message says what it must be."""


def seconds_of(value: str) -> int:
    """The seconds of a duration such as "90s", "15m" or "1h30m"; ``SettingError`` for anything else."""
    match = _DURATION.fullmatch(value)
    if not value or match is None:
        raise SettingError(f'must be a duration such as "90s", "15m" or "1h30m", not {shown(value)}')
    return sum(int(n) * unit for n, unit in zip(match.groups("0"), _DURATION_UNITS, strict=True))


def duration_text(seconds: int) -> str:
    """The shortest duration that ``seconds_of`` reads as these seconds: 5400 is "1h30m"."""
    parts: list[str] = []
    for unit, letter in zip(_DURATION_UNITS, "dhms", strict=True):
        count, seconds = divmod(seconds, unit)
        if count:
            parts.append(f"{count}{letter}")
    return "".join(parts) or "0s"


def duration(least: str, most: str) -> Callable[[object], int]:
    """A reader of durations from ``least`` to ``most``; gives seconds."""
    low, high = seconds_of(least), seconds_of(most)

    def read(value: object) -> int:
        if not isinstance(value, str):
            raise SettingError(f'must be a duration such as "15m", in quotes, not {shown(value)}')
        seconds = seconds_of(value)
        if not low <= seconds <= high:
            raise SettingError(f"must be from {least} to {most}, not {shown(value)}")
        return seconds

    return read


def size(least: int, most: int) -> Callable[[object], int]:
    """A reader of sizes such as "500kB" or "10MB" (decimal units); gives bytes."""

    def read(value: object) -> int:
        match = _SIZE.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise SettingError(f'must be a size such as "500kB" or "10MB", not {shown(value)}')
        count = int(match[1]) * _SIZE_UNITS[match[2]]
        if not least <= count <= most:
            raise SettingError(f"must be from {least} to {most} bytes, not {shown(value)}")
        return count

    return read


def whole(least: int, most: int) -> Callable[[object], int]:
    """A reader of whole numbers."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise SettingError(f"must be a whole number from {least} to {most}, not {shown(value)}")
        return value

    return read


def number(least: float, most: float) -> Callable[[object], float]:
    """A reader of numbers; TOML's ``nan`` and ``inf`` are refused."""

    def read(value: object) -> float:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not isinstance(value, int | float) or not least <= value <= most:
            raise SettingError(f"must be a number from {least:g} to {most:g}, not {shown(value)}")
        return float(value)

    return read


def flag(value: object) -> bool:
    """A reader of ``true`` and ``false``."""
    if not isinstance(value, bool):
        raise SettingError(f"must be true or false, not {shown(value)}")
    return value


@dataclass(frozen=True, slots=True)
class OneOf(Generic[_T]):
    """A reader of one of some words."""

    names: tuple[str, ...]
    make: Callable[[str], _T]
    """What one of the names stands for."""
    fold: Callable[[str], str] = str
    """What is done to a word before it is looked for."""

    def __call__(self, value: object) -> _T:
        """The value of a name."""
        name = self.fold(value) if isinstance(value, str) else ""
        if name not in self.names:
            raise SettingError(f"must be one of {', '.join(self.names)}, not {shown(value)}")
        return self.make(name)


@dataclass(frozen=True, slots=True)
class SomeOf:
    """A reader of a list of some of these words; an empty list is none."""

    names: tuple[str, ...]

    def __call__(self, value: object) -> tuple[str, ...]:
        """The words, each once."""
        if not isinstance(value, list) or not all(each in self.names for each in value):
            raise SettingError(f"must be a list of some of {', '.join(self.names)}, not {shown(value)}")
        return tuple(dict.fromkeys(value))


def one_of(*names: str) -> OneOf[str]:
    """A reader of one of some words, as it stands."""
    return OneOf(names, str)


def words(value: object) -> str:
    """A reader of text that ends up on screen: one harmless line."""
    if not isinstance(value, str):
        raise SettingError(f"must be text in quotes, not {shown(value)}")
    return clean_line(value)


def theme_name(value: object) -> str:
    """A reader of a theme's name; whether there is such a theme the app knows."""
    name = words(value)
    if not name:
        raise SettingError("must name a theme, not be empty")
    return name


def contact(value: object) -> str:
    """A reader of the address in the User-Agent: printable ASCII, since headers are (RFC 9110, 5.5)."""
    text = words(value)
    if not text.isascii() or len(text) > CONTACT_LIMIT or set(text) & set("()"):
        raise SettingError(
            f"must be an address of at most {CONTACT_LIMIT} plain ASCII characters without brackets"
        )
    return text


def address(value: object) -> str:
    """A reader of a feed's address: absolute, http or https."""
    if not isinstance(value, str):
        raise SettingError(f"must be an address in quotes, not {shown(value)}")
    url = safe_url(value)
    if not url:
        raise SettingError(f"must be an http or https address, not {shown(value)}")
    return url


def source_address(value: object) -> str:
    """A reader of what a source in the user's own configuration may be: an address, a file or a command.

    Only the configuration is read with it. What is imported, added, found on a page or redirected to
    passes ``address``, so that nobody else can name a file or a command (newsboat before 2.45).
    """
    if isinstance(value, str) and value.startswith("exec:"):
        return "exec:" + command(value.removeprefix("exec:"))
    if isinstance(value, str) and value.startswith("file:"):
        path = value.removeprefix("file://")
        if not path.startswith("/") or CONTROL.search(value):
            raise SettingError(f'must name a file as in "file:///home/me/feed.xml", not {shown(value)}')
        return value
    return address(value)


def secret(value: object) -> Secret | None:
    """A reader of a secret: the word itself, or a table that says where it is; "" is none.

    No message shows any of it.
    """
    if isinstance(value, dict) and len(value) == 1:
        name, where = next(iter(value.items()))
        if name == "env" and isinstance(where, str) and where and "=" not in where:
            return Secret(env=where)
        if name == "command":
            return Secret(command=command(where))
    elif isinstance(value, str):
        if CONTROL.search(value):
            raise SettingError("must not hold control characters")
        return Secret(value) if value else None
    raise SettingError('must be text, { env = "NAME" } or { command = "program and arguments" }')


def secret_headers(value: object) -> tuple[tuple[str, Secret], ...]:
    """A reader of a table of header names and what to send in them."""
    if not isinstance(value, dict):
        raise SettingError('must be a table such as { X-Api-Key = "…" }')
    found: list[tuple[str, Secret]] = []
    for name, given in value.items():
        if not _HEADER_NAME.fullmatch(name) or _OWN_HEADERS.fullmatch(name):
            raise SettingError(f"must not set the header {shown(name)}")
        word = secret(given)
        if word is not None:
            found.append((name, word))
    return tuple(found)


def proxy(value: object) -> Secret | None:
    """A reader of a proxy's address, which may hold a password; ``direct`` stands for none."""
    found = secret(value)
    if found is not None and found.value not in ("", "direct") and not proxy_address(found.value):
        raise SettingError(
            'must be "direct" or an address such as "http://proxy.example:3128" or "socks5://…"'
        )
    return found


def proxy_address(value: str) -> str:
    """``value`` where it is the address of a proxy, else ""."""
    try:
        parts = urlsplit(value)
        good = bool(_PROXY.fullmatch(value)) and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return value if good and value.isascii() else ""


def file_path(value: object) -> str:
    """A reader of a file's place, absolute or in the home folder ("~/…"); "" is none."""
    if not isinstance(value, str) or CONTROL.search(value):
        raise SettingError(f"must be a file in quotes, not {shown(value)}")
    path = os.path.expanduser(value)
    if path and not os.path.isabs(path):
        raise SettingError(f"must begin with / or ~/, not {shown(value)}")
    return path


def command(value: object) -> str:
    """A reader of a program with its arguments, as a shell would split them; no shell ever runs it."""
    try:
        words_ = shlex.split(value) if isinstance(value, str) else []
    except ValueError:
        words_ = []
    if not isinstance(value, str) or not words_ or CONTROL.search(value):
        raise SettingError("must be a program with its arguments, its quotation marks in pairs")
    return value.strip()


def optional_command(value: object) -> str:
    """As ``command``; "" is none."""
    return "" if value == "" else command(value)


def same_address(url: str) -> str:
    """A key that is equal for addresses that ask the same host for the same thing.

    ``url`` has passed ``source_address``. Host case, the scheme's own port, an empty path and a
    trailing "#" make no difference (RFC 3986, 6.2.2 and 6.2.3); a path's case and its escapes do.
    Files and commands are the same only where they are written the same.
    """
    if not url.startswith(("http:", "https:")):
        return url
    parts = urlsplit(url)
    host, port = host_of(url), parts.port
    user = parts.netloc.rpartition("@")[0]
    shown_port = "" if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else str(port)
    tail = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme} {user} {host} {shown_port} {parts.path or '/'}{tail}{fragment}"


def shown(value: object) -> str:
    """A value as an error message may show it: short, one harmless line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{clean_line(value, 80)}"'
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int | float):
        return clean_line(str(value), 80) if math.isfinite(value) else "a number without end"
    return "a date or time"
