"""Programs that a story is given to: their output, how far they are, how they end. Never through a shell.

Knows no screen. Texts go to standard input and addresses to the argument list, so that no title can become
a command.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
import subprocess
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tui.text import clean_line, web_url

HOOK_SECONDS = 30.0
"""For a program that a story is sent to."""
SAID_LIMIT = 200
"""Code points of what a program says that are shown."""
_PERCENT = re.compile(rb"(\d{1,3})(?:\.\d+)?\s?%")


class OutsideError(Exception):
    """A program that cannot be run, or that failed; the text is for the user."""


def words_of(command: str) -> list[str]:
    """A command line as arguments. Raises OutsideError."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise OutsideError(f"that is no command: {error}") from error
    if not words:
        raise OutsideError("no command was given")
    return words


def with_address(command: str, url: str) -> list[str]:
    """A command with an address as its last argument; raises OutsideError for one that is no web address."""
    address = web_url(url)
    if not address:
        raise OutsideError("that is no address of the web")
    return [*words_of(command), address]


def run_here(command: str, text: str) -> str:
    """Run a command on the terminal with ``text`` as its input; says what went wrong, "" if nothing did.

    For use while the terminal is lent.
    """
    try:
        words = words_of(command)
        done = subprocess.run(words, input=text.encode("utf-8", "replace"), check=False)  # noqa: S603
    except OutsideError as error:
        return str(error)
    except OSError as error:
        return f"{command.split()[0]} cannot be started: {error.strerror}"
    return f"{words[0]} ended with status {done.returncode}" if done.returncode else ""


def edit_here(editor: str, path: Path) -> str:
    """Open a file in an editor on the terminal; says what went wrong, "" if nothing did."""
    try:
        words = words_of(editor)
        done = subprocess.run([*words, str(path)], check=False)  # noqa: S603
    except OutsideError as error:
        return str(error)
    except OSError as error:
        return f"{editor} cannot be started: {error.strerror}"
    return f"{words[0]} ended with status {done.returncode}" if done.returncode else ""


async def send(command: str, text: str) -> None:
    """Give ``text`` to a program and wait for its end. Raises OutsideError."""
    words = words_of(command)
    try:
        process = await asyncio.create_subprocess_exec(
            *words, stdin=PIPE, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
    except OSError as error:
        raise OutsideError(f"{words[0]} cannot be started: {error.strerror}") from error
    try:
        async with asyncio.timeout(HOOK_SECONDS):
            said, _ = await process.communicate(text.encode("utf-8", "replace"))
    except TimeoutError as error:
        raise OutsideError(f"{words[0]} took longer than {HOOK_SECONDS:g} s and was stopped") from error
    finally:
        _end(process)
    if process.returncode:
        last = clean_line(said.decode("utf-8", "replace").strip().rpartition("\n")[2], SAID_LIMIT)
        raise OutsideError(
            f"{words[0]} ended with status {process.returncode}" + (f": {last}" if last else "")
        )


async def follow(words: list[str], progress: Callable[[int], None]) -> None:
    """Run a program to its end and tell each new per cent that it prints. Raises OutsideError."""
    try:
        process = await asyncio.create_subprocess_exec(
            *words, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
    except OSError as error:
        raise OutsideError(f"{words[0]} cannot be started: {error.strerror}") from error
    assert process.stdout is not None  # noqa: S101 - it was started with a pipe
    told = -1
    try:
        while data := await process.stdout.read(4096):
            found = _PERCENT.findall(data)
            if found and told != (per_cent := min(100, int(found[-1]))):
                told = per_cent
                progress(per_cent)
        await process.wait()
    finally:
        _end(process)
    if process.returncode:
        raise OutsideError(f"{words[0]} ended with status {process.returncode}")


def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
