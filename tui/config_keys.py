"""Every setting of config.toml, declared once: its name, default, reader and help.

Knows no file, no line and no mistake: ``tui.config`` reads the file by these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TypeVar

from tui import config_desk_values as desk
from tui import config_values as values
from tui.model import Access, Level, RuleAct, Secret

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
    signs: str = _setting(
        "auto",
        values.one_of("auto", "unicode", "ascii"),
        "The signs of lists and lines: unicode, ascii, or auto, which goes by the locale.",
    )
    diff: bool = _setting(
        True,
        values.flag,
        "Whether only what changed on the screen is sent; false sends each changed region whole, for a "
        "terminal that shows rubbish otherwise.",
    )
    stories: bool = _setting(
        True,
        values.flag,
        "Whether each row of all and of groups is a story, however many sources have it; O changes that.",
    )
    lines: int = _setting(
        1,
        values.whole(1, 2),
        "The lines of a headline's row: 1, or 2 with its details below it; ,r changes that for a list.",
    )
    measure: int = _setting(72, values.whole(20, 200), "The width of an article's text in cells, 20 to 200.")


@dataclass(frozen=True, slots=True)
class Binding:
    """Keys of the user's own, as they stand in the file; what they mean the app knows."""

    pane: str
    """``all``, or the pane that they hold in."""
    keys: str
    lines: tuple[str, ...]
    """What ``:`` lines the keys stand for; none: the keys are taken away."""
    line: int
    """Where in the file."""

    @property
    def place(self) -> str:
        """The key's name, as problems have it."""
        return f"keys.{self.pane}.{self.keys}"


@dataclass(frozen=True, slots=True)
class KeySettings:
    """What the keys do: ``[keys]``."""

    preset: str = _setting(
        "vim",
        values.one_of("vim", "newsboat", "mutt", "emacs"),
        "What the keys are: vim, newsboat, mutt or emacs.",
    )
    bindings: tuple[Binding, ...] = ()


@dataclass(frozen=True, slots=True)
class PollSettings:
    """What concerns the network: the keys of ``[poll]``. Times in seconds, sizes in bytes."""

    interval: int = _setting(
        "15m",
        values.duration("1s", "30d"),
        "The time between two polls of one source, 1s to 30d. A publisher may ask for longer, and a "
        "source without an interval of its own that publishes little is asked less often.",
    )
    ceiling: int = _setting(
        "4h",
        values.duration("1s", "30d"),
        "The longest that a source without an interval of its own waits because it publishes little, "
        "1s to 30d. No more than interval: all wait the same.",
    )
    max_age_cap: int = _setting(
        "5h",
        values.duration("0s", "30d"),
        "The longest that a publisher's Cache-Control or Expires may put a poll off, 0s to 30d; some "
        "send years.",
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
    host_hourly: int | None = field(
        default=None,
        metadata={
            _KEY: Key(
                240,
                values.whole(1, 3_600),
                "The most requests to one host in an hour, 1 to 3600. While it is not set, hosts on "
                "loopback have none.",
            )
        },
    )
    """None: not set."""
    proxy: Secret | None = field(
        default=None,
        metadata={
            _KEY: Key(
                "",
                values.proxy,
                "An HTTP or SOCKS proxy for all sources, such as http://proxy.example:3128 or "
                'socks5://127.0.0.1:9050; { env = "HTTPS_PROXY" } takes it from the environment.',
            )
        },
    )
    parse_seconds: float = _setting(
        "5s",
        values.duration("1s", "5m"),
        "The most of the processor that reading one document may take, 1s to 5m.",
    )
    entries: int = _setting(
        500, values.whole(1, 5_000), "The most entries taken from one document, 1 to 5000."
    )
    contact: str = _setting(
        "",
        values.contact,
        "An address that publishers may write to; it is sent with every request.",
    )


CHANNELS = ("screen", "title", "bell", "notify", "desktop", "command", "push")
"""Ways to tell a person of an alert."""


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """How the user wants to be told: the keys of ``[alerts]``. Times in seconds."""

    level: Level = _setting(  # noqa: RUF009 - a field
        "URGENT", desk.level, "The least level that is an alert: URGENT, BULLETIN or FLASH."
    )
    hourly: int = _setting(
        3, values.whole(0, 60), "The most alerts in an hour; the rest waits for a digest. FLASH goes through."
    )
    daily: int = _setting(12, values.whole(0, 500), "The most alerts in 24 hours, likewise.")
    quiet: tuple[int, int] | None = _setting(
        "", desk.day_span, 'Quiet hours such as "22:00-07:00"; what comes in them waits for their end.'
    )
    breaks: Level = _setting(  # noqa: RUF009 - a field
        "FLASH", desk.level, "The level that is told in quiet hours too."
    )
    flash: tuple[str, ...] = _setting(
        ["screen", "title", "bell", "notify", "desktop", "command", "push"],
        desk.some_of(CHANNELS),
        "How a FLASH is told: screen (the ticker), title and bell of the terminal, notify (a notification "
        "through the terminal), desktop, command and push, the last two where they are set below.",
    )
    bulletin: tuple[str, ...] = _setting(
        ["screen", "title", "bell", "notify", "desktop", "command", "push"],
        desk.some_of(CHANNELS),
        "How a BULLETIN is told.",
    )
    urgent: tuple[str, ...] = _setting(
        ["screen", "title", "command"], desk.some_of(CHANNELS), "How an URGENT story is told."
    )
    protocol: str = _setting(
        "auto",
        values.one_of("auto", "9", "777", "99", "none"),
        "The terminal's notification: auto (by what the terminal says it is), 9, 777 or 99 (the number of "
        "the OSC sequence), or none; telex doctor --notify tries it.",
    )
    command: str = _setting(
        "",
        values.optional_command,
        "A program that is run for each alert, without a shell: level, headline and link are added to its "
        "arguments, and it gets the whole alert as JSON on standard input.",
    )
    command_seconds: float = _setting(
        "10s", values.duration("1s", "5m"), "The longest that the program may take, 1s to 5m."
    )
    push: str = _setting(
        "",
        desk.optional_address,
        "An address that each alert is sent to by HTTP POST, as ntfy takes it: https://ntfy.sh/your-topic.",
    )
    push_token: Secret | None = _setting(  # noqa: RUF009 - a field
        "", values.secret, 'A bearer token for it; { env = "NAME" } or { command = "…" } say where it is.'
    )
    hot: int = _setting(
        "3m",
        values.duration("0s", "1h"),
        "The time between two polls of a source that usually carries a story while that moves, where its "
        "publisher and host allow it; 0s: as always.",
    )
    away: int = _setting(
        "30m",
        values.duration("0s", "7d"),
        "After so long without a key the brief is shown at the next one; 0s: never.",
    )


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """How long articles stay: the keys of ``[retention]``. Times in seconds."""

    read: int = _setting(
        "90d",
        values.duration("1d", "36500d"),
        "How long an article that was read or dismissed stays, 1d to 36500d. Starred and tagged articles "
        "and those put off always stay.",
    )
    unread: int = _setting(
        "180d",
        values.duration("1d", "36500d"),
        "How long an unread article stays, 1d to 36500d, and at least as long as a read one.",
    )
    newest: int = _setting(
        100,
        values.whole(0, 100_000),
        "So many of the newest articles of each source stay however old they are, 0 to 100000.",
    )


@dataclass(frozen=True, slots=True)
class StorySettings:
    """What is done with a story outside of telex: the keys of ``[story]``."""

    save_to: str = _setting("~/news", values.words, "The folder that S saves stories into, as Markdown.")
    read_later: str = _setting(
        "",
        values.optional_command,
        "A program that ,l sends a story to, without a shell: it gets the article as JSON on standard input.",
    )
    player: str = _setting(
        "",
        values.optional_command,
        "A program that ,p plays an enclosure with; its address is added to the arguments. Such as mpv, or "
        "a script that puts it into a queue.",
    )
    downloader: str = _setting(
        "",
        values.optional_command,
        "A program that ,d fetches an enclosure with, likewise; the per cent that it prints are shown. Such "
        "as yt-dlp --newline, or wget --content-disposition.",
    )


def _keys_of(
    settings: type[
        AppSettings | KeySettings | PollSettings | AlertSettings | RetentionSettings | StorySettings
    ],
) -> dict[str, Key]:
    return {each.name: each.metadata[_KEY] for each in fields(settings) if _KEY in each.metadata}


PANES = ("all", "sources", "headlines", "story")
"""The tables of ``[keys]`` that hold keys of the user's own."""


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
        "user": Key("", values.words, "The name to log in with, and"),
        "password": Key(
            "",
            values.secret,
            'its password. Each secret may also be { env = "NAME" } or { command = "pass show news" }.',
        ),
        "token": Key("", values.secret, "A bearer token, instead of user and password."),
        "cookie": Key("", values.secret, "The value of a Cookie header."),
        "headers": Key({}, values.secret_headers, 'Further headers: { X-Api-Key = "…" }.'),
        "proxy": Key("", values.proxy, "A proxy for this source alone; direct: none, though [poll] has one."),
        "ca": Key("", values.file_path, "A file of the authorities to trust instead of the system's (PEM)."),
        "client_cert": Key("", values.file_path, "A certificate to show (PEM), and"),
        "client_key": Key("", values.file_path, "its key, where that is in another file."),
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
ACCESS = tuple(each.name for each in fields(Access))
"""The keys of a source that make its ``Access``."""
