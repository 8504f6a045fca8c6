"""The settings that stand in config.toml once, typed: each declared with its default, reader and help.

Knows no file, no line and no mistake. ``tui.config_keys`` has them by table, with those of the lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tui import config_desk_values as desk
from tui import config_values as values
from tui.model import Level, Secret

_T = TypeVar("_T")
KEY = "key"
"""Where a field has what is known of it, in its metadata."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of one setting beside its name."""

    default: object
    """As it would be written in TOML."""
    read: Callable[[object], object]
    help: str
    """One or two sentences; ``config.example.toml`` repeats them word for word."""


def _setting(default: object, read: Callable[[object], _T], about: str) -> _T:
    return field(default=read(default), metadata={KEY: Key(default, read, about)})


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
        True,
        values.flag,
        "Whether telex takes the mouse, from the next start on; false leaves it to the terminal.",
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


PANES = ("all", "sources", "headlines", "story")
"""The tables of ``[keys]`` that hold keys of the user's own."""


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
            KEY: Key(
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
            KEY: Key(
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
            KEY: Key(
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
        values.SomeOf(CHANNELS),
        "How a FLASH is told: screen (the ticker), title and bell of the terminal, notify (a notification "
        "through the terminal), desktop, command and push, the last two where they are set below.",
    )
    bulletin: tuple[str, ...] = _setting(
        ["screen", "title", "bell", "notify", "desktop", "command", "push"],
        values.SomeOf(CHANNELS),
        "How a BULLETIN is told.",
    )
    urgent: tuple[str, ...] = _setting(
        ["screen", "title", "command"], values.SomeOf(CHANNELS), "How an URGENT story is told."
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
