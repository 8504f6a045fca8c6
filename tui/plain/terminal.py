"""What can be said of a terminal from its environment alone. Sends nothing to it."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tui import notify
from tui.config import AlertSettings

LEAST = (40, 10)
"""Columns and rows below which the app only says that it is too small."""
_PROCESSES = Path("/proc")
_ANCESTORS = 32


@dataclass(frozen=True, slots=True)
class Fact:
    """One property of the terminal."""

    topic: str
    text: str
    remarkable: bool = False
    """It limits what telex can do there, or explains what it looks like."""


def facts(environ: Mapping[str, str], encoding: str, size: tuple[int, int] | None) -> Iterable[Fact]:
    """What ``environ`` tells; ``encoding`` is that of standard output, ``size`` columns and rows."""
    term = environ.get("TERM", "")
    if term == "dumb":
        yield Fact("TERM", "dumb: no place for the app; use telex list and telex tail", True)
    else:
        yield Fact("TERM", term or "not set", not term)
    yield Fact("COLORTERM", environ.get("COLORTERM", "") or "not set")
    yield Fact("colours", colours(environ))
    if environ.get("NO_COLOR", ""):
        yield Fact("NO_COLOR", "set: the app shows no colours", True)
    name = next((value for key in ("LC_ALL", "LC_CTYPE", "LANG") if (value := environ.get(key, ""))), "")
    utf8 = encoding.lower().replace("-", "") == "utf8"
    remark = "" if utf8 else "; characters beyond it are shown as ?; use a UTF-8 locale"
    yield Fact("encoding", f"{encoding} (locale {name or 'not set'}){remark}", not utf8)
    for variable, topic, text in (
        ("TMUX", "tmux", "in use; notifications and links pass through it only where it is told to"),
        ("STY", "screen", "in use; GNU screen passes no notifications and no links"),
        ("SSH_CONNECTION", "SSH", "in use"),
    ):
        if environ.get(variable, ""):
            yield Fact(topic, text)
    if "mosh-server" in ancestors(_PROCESSES, "self"):
        yield Fact("mosh", "in use; it drops notifications and links", True)
    if size is None:
        yield Fact("size", "no terminal on standard input, output or error", True)
    else:
        small = size[0] < LEAST[0] or size[1] < LEAST[1]
        remark = f"; the app needs {LEAST[0]}x{LEAST[1]}" if small else ""
        yield Fact("size", f"{size[0]}x{size[1]}{remark}", small)


def notifications(environ: Mapping[str, str], settings: AlertSettings) -> Iterable[Fact]:
    """How alerts reach the person: through the terminal, the desktop, a command, a server."""
    how = notify.way(environ, settings.protocol)
    terminal = how.terminal or "the terminal does not say what it is"
    if how.protocol == "none":
        yield Fact("notifications", f"none through the terminal ({terminal}); bell and title alone", True)
    else:
        through = {
            "tmux": ", through tmux: set -g allow-passthrough on",
            "screen": ", through GNU screen",
        }.get(how.through, "")
        yield Fact(
            "notifications", f"OSC {how.protocol} ({terminal}{through}); telex doctor --notify tries it"
        )
    program = "osascript" if sys.platform == "darwin" else "notify-send"
    there = (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")) and not environ.get("SSH_CONNECTION")
    if there or sys.platform == "darwin":
        found = shutil.which(program)
        yield Fact("desktop", f"by {found}" if found else f"{program} is not installed", not found)
    if settings.command:
        command = shlex.split(settings.command)[0]
        known = shutil.which(command)
        yield Fact("alert command", known or f"{command} cannot be found", not known)


def colours(environ: Mapping[str, str]) -> str:
    """How many colours the terminal is likely to have."""
    term = environ.get("TERM", "")
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return "16,777,216"
    if "256color" in term:
        return "256"
    return "none" if term in ("", "dumb") or term.startswith("vt") else "16"


def ancestors(processes: Path, process: str) -> list[str]:
    """The names of the processes above ``process``, nearest first, read from Linux's ``/proc``.

    mosh sets no variable of its own, so its server is looked for there. Empty where there is no ``/proc``.
    """
    names: list[str] = []
    while len(names) < _ANCESTORS:
        try:
            text = (processes / process / "stat").read_text("utf-8", "replace")
        except OSError:  # no such system, or the process is not ours to see
            break
        # proc_pid_stat(5): the name stands in brackets and may hold brackets itself.
        names.append(text[text.index("(") + 1 : text.rindex(")")])
        process = text[text.rindex(")") + 2 :].split()[1]
        if process == "0":
            break
    return names[1:]
