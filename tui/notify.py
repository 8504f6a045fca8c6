"""An alert for each of its channels: terminal sequences, arguments, JSON, headers. Pure; sends nothing.

What is sent is harmless text of bounded length: the alert's words came from outside. Terminals: iTerm2,
Ghostty, WezTerm and VS Code take OSC 9; foot, urxvt, Ghostty and VTE 777; kitty 99. tmux passes them on
where ``allow-passthrough on`` is set, GNU screen where it is told to by DCS.
"""

from __future__ import annotations

import base64
import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tui import ages
from tui.model import Level
from tui.newsroom import Alert
from tui.text import clean_line

TITLE_LIMIT, BODY_LIMIT = 80, 200
"""Code points of a notification's title and of its text."""
ST, BEL = "\x1b\\", "\x07"
PRIORITY = {Level.FLASH: 5, Level.BULLETIN: 4, Level.URGENT: 3}
"""ntfy's: max, high, default."""
_TERMINALS = (
    # variable, beginning of its value ("": any), protocol, name
    ("ConEmuPID", "", "none", "ConEmu"),  # its OSC 9;7 runs programs: it gets none at all
    ("KITTY_WINDOW_ID", "", "99", "kitty"),
    ("TERM", "xterm-kitty", "99", "kitty"),
    ("TERM_PROGRAM", "ghostty", "777", "Ghostty"),
    ("TERM", "xterm-ghostty", "777", "Ghostty"),
    ("GHOSTTY_RESOURCES_DIR", "", "777", "Ghostty"),
    ("TERM_PROGRAM", "iTerm.app", "9", "iTerm2"),
    ("LC_TERMINAL", "iTerm2", "9", "iTerm2"),
    ("TERM_PROGRAM", "WezTerm", "777", "WezTerm"),
    ("WEZTERM_PANE", "", "777", "WezTerm"),
    ("TERM_PROGRAM", "WarpTerminal", "777", "Warp"),
    ("TERM_PROGRAM", "vscode", "9", "VS Code"),
    ("TERM", "foot", "777", "foot"),
    ("TERM", "rxvt-unicode", "777", "urxvt"),
    ("VTE_VERSION", "", "777", "a VTE terminal"),
    ("WT_SESSION", "", "none", "Windows Terminal"),
)
"""By what the terminal says it is; the first that fits."""


@dataclass(frozen=True, slots=True)
class Way:
    """How notifications reach a terminal."""

    protocol: str
    """``9``, ``777``, ``99`` or ``none``."""
    terminal: str
    """What it is; "" where it does not say."""
    through: str
    """``tmux``, ``screen`` or ""."""


def way(environ: Mapping[str, str], wanted: str = "auto") -> Way:
    """How to notify the terminal of this environment; ``wanted``: ``[alerts] protocol``."""
    through = "tmux" if environ.get("TMUX") else "screen" if environ.get("STY") else ""
    protocol, name = next(
        (
            (protocol, name)
            for variable, start, protocol, name in _TERMINALS
            if (value := environ.get(variable, "")) and value.startswith(start)
        ),
        ("none", ""),
    )
    return Way(protocol if wanted == "auto" else wanted, name, through)


def notification(title: str, body: str, how: Way, number: int = 1) -> str:
    """The sequence that shows a notification; "" where the terminal has none. ``number`` tells them apart."""
    title, body = clean_line(title, TITLE_LIMIT), clean_line(body, BODY_LIMIT)
    match how.protocol:
        case "9":
            # Never a digit first: "9;4" and the like are commands of some terminals.
            text = f"{title}: {body}" if body else title
            sequence = f"\x1b]9;{'· ' if text[:1].isdigit() else ''}{text}{BEL}"
        case "777":
            sequence = f"\x1b]777;notify;{title.replace(';', ',')};{body.replace(';', ',')}{BEL}"
        case "99":
            sequence = "".join(
                f"\x1b]99;i=telex{number}:e=1:d={done}:p={part};"
                f"{base64.b64encode(text.encode()).decode()}{ST}"
                for done, part, text in ((0, "title", title), (1, "body", body))
            )
        case _:
            return ""
    return wrapped(sequence, how.through)


def wrapped(sequence: str, through: str) -> str:
    """A sequence so that what stands between passes it on to the terminal."""
    if through == "tmux":
        return f"\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}{ST}"
    if through == "screen":
        # A DCS of screen ends at the first ESC \, and holds 768 bytes at most: both parts go alone.
        return "".join(f"\x1bP{part}{ST}" for part in sequence.replace(ST, BEL).split("\x00"))
    return sequence


def window_title(text: str) -> str:
    """The sequence that names the window; "" takes the name away again."""
    return f"\x1b]2;{clean_line(text, TITLE_LIMIT)}{BEL}"


def heading(alert: Alert) -> str:
    """What stands above an alert's headline: level, and how many say so."""
    who = f"{alert.publishers} publishers" if alert.publishers > 1 else alert.source
    stage = f" {alert.stage}" if alert.stage else ""
    return f"{alert.level.name}{stage} · {who}"


def record(alert: Alert) -> dict[str, object]:
    """An alert as JSON gives it: to the command, to ``telex tail`` and ``telex alerts``."""
    return {
        "kind": "alert",
        "id": alert.id,
        "level": alert.level.name,
        "at": ages.iso(alert.at),
        "title": alert.title,
        "link": alert.link,
        "source": alert.source,
        "publishers": alert.publishers,
        "reasons": list(alert.reasons),
        "sources": [{"name": name, "at": ages.iso(at)} for name, at in alert.sources],
        "story": alert.story_id,
        "article": alert.article_id,
        "stage": alert.stage,
        "fate": str(alert.fate),
    }


def command_line(command: str, alert: Alert) -> tuple[list[str], bytes]:
    """The arguments to run for an alert, and what to give on standard input. No shell sees either.

    Nothing from outside begins an argument with a dash: the level goes first, headlines that do get a
    space before them.
    """
    title = clean_line(alert.title, BODY_LIMIT)
    link = alert.link if alert.link.startswith(("http://", "https://")) else ""
    argv = [*shlex.split(command), alert.level.name, f" {title}" if title.startswith("-") else title, link]
    return argv, (json.dumps(record(alert)) + "\n").encode()


def desktop(
    alert: Alert, environ: Mapping[str, str], platform: str, find: Callable[[str], str | None]
) -> list[str] | None:
    """The arguments that show an alert on the desktop; None where there is none, as on a server."""
    title, body = clean_line(heading(alert), TITLE_LIMIT), clean_line(alert.title, BODY_LIMIT)
    if platform == "darwin":
        program = find("osascript")
        script = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
        return [program, "-e", script, "--", title, body] if program else None
    there = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    program = find("notify-send") if there and not environ.get("SSH_CONNECTION") else None
    if program is None:
        return None
    urgency = "critical" if alert.level is Level.FLASH else "normal"
    escaped = body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return [program, "--app-name=telex", f"--urgency={urgency}", "--", title, escaped]


def push(alert: Alert, token: str = "") -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Headers and body of the POST that ntfy takes; headers are ASCII (RFC 2047 where they must be)."""
    headers = [
        (b"Title", _header(clean_line(heading(alert), TITLE_LIMIT))),
        (b"Priority", str(PRIORITY.get(alert.level, 3)).encode()),
        (b"Tags", alert.level.name.lower().encode()),
        (b"Content-Type", b"text/plain; charset=utf-8"),
    ]
    if alert.link.startswith(("http://", "https://")) and alert.link.isascii():
        headers.append((b"Click", alert.link.encode("ascii")))
    if token:
        headers.append((b"Authorization", b"Bearer " + token.encode()))
    why = "\n".join((clean_line(alert.title, BODY_LIMIT), *alert.reasons))
    return headers, why.encode()


def digest_words(alerts: Sequence[Alert]) -> tuple[str, str]:
    """Title and text of one notification for several alerts that nobody was told of."""
    titles = "; ".join(clean_line(alert.title, 60) for alert in alerts[:3])
    more = f" and {len(alerts) - 3} more" if len(alerts) > 3 else ""
    return f"Digest · {len(alerts)} more {'story' if len(alerts) == 1 else 'stories'}", titles + more


def _header(text: str) -> bytes:
    if text.isascii():
        return text.encode("ascii")
    return b"=?UTF-8?B?" + base64.b64encode(text.encode()) + b"?="
