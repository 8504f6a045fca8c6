"""Opening a link outside telex: which command, as an argument list. Never through a shell.

Python's ``webbrowser`` is not used: it may start a text browser on top of the screen, and before
CVE-2026-4519 it passed an address that begins with a dash as an option.
"""

from __future__ import annotations

import asyncio
import shlex
import shutil
from collections.abc import Mapping
from urllib.parse import quote

from tui.text import web_url

_PLAIN = "/:?=%.,+@#~_-"
"""What beside letters and digits means nothing to a shell within a word."""
TEXT_BROWSERS = frozenset({"lynx", "w3m", "links", "links2", "elinks", "browsh", "carbonyl", "chawan", "cha"})
"""Browsers that take over the terminal."""


def command(url: str, environ: Mapping[str, str], platform: str) -> list[str] | None:
    """The command that opens ``url``, or None where there is no browser to open it in.

    ``$BROWSER`` first (its ``%s``, or else its end, takes the address); else the desktop's opener,
    but never on the far side of an SSH link without a display.
    """
    address = web_url(url)
    if not address:
        return None
    wanted = environ.get("BROWSER", "").partition(":")[0].strip()
    if wanted:
        try:
            parts = shlex.split(wanted)
        except ValueError:
            return None
        if "-c" in parts:
            # A shell reads it, whatever stands around it there: nothing is left that means something to one.
            address = quote(address, safe=_PLAIN)
        if any("%s" in part for part in parts):
            return [part.replace("%s", address) for part in parts]
        return [*parts, address]
    if platform == "darwin" and not environ.get("SSH_CONNECTION"):
        return ["open", address]
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return ["xdg-open", address] if shutil.which("xdg-open", path=environ.get("PATH")) else None
    return None


def takes_terminal(argv: list[str]) -> bool:
    """Whether the command wants the terminal for itself."""
    return argv[0].rpartition("/")[2] in TEXT_BROWSERS


async def run(argv: list[str]) -> int:
    """Run a browser that has a window of its own; its exit status once it has ended. Raises OSError."""
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    return await process.wait()
