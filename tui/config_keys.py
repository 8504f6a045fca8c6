"""Every setting of config.toml by table and name: those of ``tui.config_settings``, and those of lists.

Knows no file, no line and no mistake: ``tui.config`` reads the file by these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from tui import config_desk_values as desk
from tui import config_values as values
from tui.config_settings import (
    KEY,
    AlertSettings,
    AppSettings,
    Key,
    KeySettings,
    PollSettings,
    RetentionSettings,
    StorySettings,
)
from tui.model import Access, RuleAct


def _keys_of(
    settings: type[
        AppSettings | KeySettings | PollSettings | AlertSettings | RetentionSettings | StorySettings
    ],
) -> dict[str, Key]:
    return {each.name: each.metadata[KEY] for each in fields(settings) if KEY in each.metadata}


KEYS: Mapping[str, Mapping[str, Key]] = {
    "": _keys_of(AppSettings),
    "keys": _keys_of(KeySettings),
    "poll": _keys_of(PollSettings),
    "alerts": _keys_of(AlertSettings),
    "rules": {
        "query": Key("", desk.query, "What it looks for, in the language of searches."),
        "act": Key(
            "watch",
            desk.choice(RuleAct),
            "What it does: watch (an alert), mute (kept and counted, in no list), highlight, tag, star or "
            "later.",
        ),
        "name": Key("", values.words, "What to call it where it is given as a reason."),
        "level": Key("URGENT", desk.level, "Of watch: the level that is reached, URGENT, BULLETIN or FLASH."),
        "tag": Key("", desk.tag, "Of tag: which, one word."),
        "until": Key("1d", values.duration("1m", "365d"), "Of later: for how long."),
        "scope": Key(
            "", desk.query, "Where it applies, such as group:World or source:bbc; empty: everywhere."
        ),
        "expires": Key("", desk.day, 'The last day on which it applies, such as "2027-01-31".'),
        "enabled": Key(True, values.flag, "false pauses it: it does nothing to what comes."),
    },
    "folders": {
        "name": Key("Storms", values.words, "What to call it in the list of sources."),
        "query": Key("storm OR gale", desk.query, "What it holds, in the language of searches."),
    },
    "places": {
        "name": Key("Home", values.words, "What it is called; a warning whose area names it is there."),
        "lat": Key(0.0, values.number(-90, 90), "Latitude in degrees, north is positive."),
        "lon": Key(0.0, values.number(-180, 180), "Longitude in degrees, east is positive."),
        "radius": Key(100, values.number(1, 20_000), "The kilometres within which something is near."),
    },
    "retention": _keys_of(RetentionSettings),
    "story": _keys_of(StorySettings),
    "groups": {
        "name": Key("Comics", values.words, "The group, as its sources name it; groups in it are meant too."),
        "stories": Key(
            False, values.flag, "false keeps the articles of its sources apart, where these do not say else."
        ),
    },
    "sources": {
        "url": Key(
            "https://example.org/feed.xml",
            values.source_address,
            "The address of the feed, http or https. The only key that a source must have. Also "
            "file:///a/file, or exec:program and arguments, whose output is the feed.",
        ),
        "name": Key("", values.words, "What to call it; empty for the feed's own title."),
        "group": Key("", values.words, 'The group that it stands in; "A/B" is a group in a group.'),
        "weight": Key(1, values.number(0, 10), "How much its word counts against others, 0 to 10."),
        "interval": Key(
            "15m",
            values.duration("1s", "30d"),
            "The time between two polls; while it is not set, that of [poll], and longer if it is quiet.",
        ),
        "enabled": Key(True, values.flag, "false keeps the source and its articles but stops polls."),
        "publisher": Key(
            "",
            values.words,
            "Who stands behind it: sources of one publisher are one voice in a story. While it is not set, "
            "its host tells.",
        ),
        "stories": Key(
            True,
            values.flag,
            "false keeps its articles apart: they join no story and start none with others.",
        ),
        "full_text": Key(
            "on open",
            values.one_of("always", "on open", "never"),
            "When the page behind an article is fetched for its full text: always (ahead of reading, where "
            "the site's robots.txt allows), on open (where the feed gives only a part; stories at URGENT and "
            "above ahead), or never (f still does).",
        ),
        "user": Key("", values.words, "The name to log in with; a password goes with it."),
        "password": Key(
            "",
            values.secret,
            "The password that goes with user. Each secret may also be "
            '{ env = "NAME" } or { command = "pass show news" }.',
        ),
        "token": Key("", values.secret, "A bearer token, instead of user and password."),
        "cookie": Key("", values.secret, "The value of a Cookie header."),
        "headers": Key({}, values.secret_headers, 'Further headers: { X-Api-Key = "…" }.'),
        "proxy": Key("", values.proxy, "A proxy for this source alone; direct: none, though [poll] has one."),
        "ca": Key("", values.file_path, "A file of the authorities to trust instead of the system's (PEM)."),
        "client_cert": Key("", values.file_path, "A certificate to show (PEM)."),
        "client_key": Key("", values.file_path, "The key of client_cert, where that is in another file."),
        "timeout": Key(
            "30s",
            values.duration("1s", "10m"),
            "The longest that a request to it may take; while it is not set, that of [poll].",
        ),
        "private": Key(
            False, values.flag, "true lets a public name lead to a private address (your own network)."
        ),
        "filter": Key(
            "",
            values.optional_command,
            "A program that reads the document and prints a feed; it is run without a shell.",
        ),
    },
}
"""Every setting by table and name; "" is the top of the file."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "rules": ("query",),
    "folders": ("name", "query"),
    "places": ("name", "lat", "lon"),
    "groups": ("name",),
    "sources": ("url",),
}
"""The lists of the file, and the keys without which a table of each is none."""
ACCESS = tuple(each.name for each in fields(Access))
"""The keys of a source that make its ``Access``."""
