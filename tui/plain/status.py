"""``status``: one line for a status bar or a script, from a format of the user's own. Reads only."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tui.cache import alerts, sources
from tui.cache.database import Connection
from tui.model import Level
from tui.newsroom import Fate
from tui.text import clean_line, fit, width

DEFAULT = "{level:9}{alert:60}  {unread} unread"
HOUR, DAY = 3_600, 86_400
_FIELD = re.compile(r"\{([a-z]+)(?::(\d{1,3}))?\}|\{\{|\}\}")
FIELDS = {
    "unread": "unread articles",
    "starred": "starred ones",
    "alerts": "alerts told in the last 24 hours",
    "level": "the highest level of an alert of the last hour, or nothing",
    "alert": "that alert's headline",
    "source": "its source",
    "failing": "sources that fail",
    "poller": "what the poller does",
}
"""What a format may name; ``{alert:40}`` takes at most 40 cells."""


class FormatError(ValueError):
    """A format that names what there is not."""


def status(connection: Connection, form: str, now: int, *, tmux: bool) -> str:
    """The line that ``form`` asks for. ``tmux``: with ``#`` made harmless. Raises FormatError."""
    line = filled(form, values(connection, now))
    return line.replace("#", "##") if tmux else line


def filled(form: str, found: Mapping[str, str]) -> str:
    """A format with its fields filled in; an empty field takes no room."""

    def fill(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        if match[1] not in found:
            raise FormatError(f"{{{match[1]}}} is not known; there are {', '.join(found)}")
        value = found[match[1]]
        if not match[2] or not value:
            return value
        cells = int(match[2])
        return fit(value, cells) if width(value) > cells or match[1] == "level" else value

    return clean_line(_FIELD.sub(fill, form))


def values(connection: Connection, now: int) -> dict[str, str]:
    """What each field says now."""
    statuses = sources.statuses(connection)
    day = [each for each in alerts.since(connection, now - DAY) if each.fate is Fate.TOLD]
    hour = [each for each in day if now - each.at < HOUR]
    top = max(hour, key=lambda each: (each.level, each.at), default=None)
    return {
        "unread": str(sum(each.unread for each in statuses)),
        "starred": str(sources.totals(connection).starred),
        "alerts": str(len(day)),
        "level": top.level.name if top and top.level > Level.ROUTINE else "",
        "alert": top.title if top else "",
        "source": top.source if top else "",
        "failing": str(sum(bool(each.error) and each.enabled for each in statuses)),
        "poller": sources.poller_word(connection),
    }
