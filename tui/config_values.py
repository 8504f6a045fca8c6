"""One value of the configuration, checked: a duration, a size, a number, a flag, words, an address.

Knows no key, no file and no line. A reader takes what TOML gave and returns the typed value, or
raises ``SettingError`` with a message that follows the key: "must be …".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from tui.text import clean_line, host_of, safe_url

_DURATION = re.compile(r"(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")
_DURATION_UNITS = (86_400, 3_600, 60, 1)
_SIZE = re.compile(r"([0-9]{1,9})(B|kB|MB|GB)")
_SIZE_UNITS = {"B": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_DEFAULT_PORTS = {"http": 80, "https": 443}
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


def same_address(url: str) -> str:
    """A key that is equal for addresses that ask the same host for the same thing.

    ``url`` has passed ``address``. Host case, the scheme's own port, an empty path and a trailing
    "#" make no difference (RFC 3986, 6.2.2 and 6.2.3); a path's case and its escapes do.
    """
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
