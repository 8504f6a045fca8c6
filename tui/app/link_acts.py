"""What the acts on links do: opening them in a browser, copying them. Knows no key."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui import browser
from tui.app.terminal import clipboard_sequence, send
from tui.pages.jumps import is_jump
from tui.text import web_url

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _browser(reader: Reader, _: str) -> None:
    browse(reader, _link(reader))


def _copy_link(reader: Reader, _: str) -> None:
    _copy(reader, _link(reader), "Copied")


def _numbered_link(reader: Reader, number: str) -> None:
    links = reader.story.links
    if not number and links:
        reader.ask(f"link, 1 to {len(links)}", lambda line: _numbered_link(reader, line or "?"))
        return
    if not number.isdigit() or not 1 <= int(number) <= len(links):
        reader.say(f"There is no link {number or '?'} here; this story has {len(links)}.")
    else:
        follow(reader, links[int(number) - 1])


def _link(reader: Reader) -> str:
    target = reader.target
    article = reader.reading.article(target.id) if target else None
    return article.link if article else ""


def follow(reader: Reader, href: str) -> None:
    """Go where a link of the story leads: in the browser, or within the story."""
    if is_jump(href):
        reader.story.jump(href)
        reader.say(f"{reader.context.keymap().first('back')} goes back to where you were.")
    else:
        browse(reader, href)


def browse(reader: Reader, url: str) -> None:
    context, url = reader.context, web_url(url)
    if not url:
        reader.say("This article has no link.")
        return
    argv = browser.command(url, context.environ, context.platform)
    if context.guest:
        _copy(reader, url, "Copied, for a guest starts no program")
    elif argv is None:
        _copy(reader, url, "$BROWSER is not set; copied")
    elif browser.takes_terminal(argv):
        _in_terminal(reader, argv)
    else:
        reader.say(f"Opening {url}")
        reader.run_worker(_in_window(reader, argv), group="browser")


async def _in_window(reader: Reader, argv: list[str]) -> None:
    try:
        status = await browser.run(argv)
    except OSError as error:
        reader.say(f"{argv[0]} cannot be started: {error.strerror}")
    else:
        if status:
            reader.say(f"{argv[0]} ended with status {status}")


def _in_terminal(reader: Reader, argv: list[str]) -> None:
    failed = ""
    try:
        with reader.app.suspend():
            # Caught inside: an error that leaves the block would leave the screen behind.
            try:
                subprocess.run(argv, check=False)  # noqa: S603 - an argument list; the address is http(s)
            except OSError as error:
                failed = f"{argv[0]} cannot be started: {error.strerror}"
    except SuspendNotSupported:
        failed = "This terminal cannot be lent to another program."
    if failed:
        reader.say(failed)


def _copy(reader: Reader, url: str, word: str) -> None:
    url = web_url(url)
    if not url:
        reader.say("This article has no link.")
        return
    send(reader.app, clipboard_sequence(url, reader.context.environ))
    # Said in full, so that the hand can copy it where the terminal ignores OSC 52.
    reader.say(f"{word}: {url}")


LINK_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "browser": _browser,
    "copy-link": _copy_link,
    "link": _numbered_link,
}
