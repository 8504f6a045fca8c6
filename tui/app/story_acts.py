"""What the acts on the story do: fetch it, search it, copy it, give it to programs. Knows no key."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui import outside
from tui.app.acts import Pane
from tui.app.link_acts import follow
from tui.app.terminal import clipboard_sequence, send
from tui.outside import OutsideError
from tui.pages.edition import Edition, edition

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader
    from tui.model import Enclosure

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""In the order of their ease on a keyboard of ten fingers."""
CLIPBOARD_LIMIT = 70_000
"""Bytes that are sent to the clipboard; xterm and tmux take no more than some 75,000 in one piece."""

Act = Callable[["Reader", str], None]


def _full_text(reader: Reader, _: str) -> None:
    article = reader.article if reader.pane is Pane.STORY else None
    if article is None:
        target = reader.target
        article = reader.reading.article(target.id) if target else None
    if article is None:
        reader.say("There is no article here.")
    elif not article.link:
        reader.say("This article has no link, so there is no page to fetch.")
    else:
        reader.pages.ask(article, anew=True)


def label(number: int, count: int) -> str:
    """The letters of link ``number`` of ``count``: all are equally long, so that none begins another."""
    size = 1
    while len(LETTERS) ** size < count:
        size += 1
    number -= 1
    letters = ""
    for _ in range(size):
        number, rest = divmod(number, len(LETTERS))
        letters = LETTERS[rest] + letters
    return letters


class _Hints:
    """Follows the line while letters are typed: the last one opens the link, Esc takes them away."""

    history: Sequence[str] = ()

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._links = reader.story.links
        self._labels = {label(number, len(self._links)): number for number in range(1, len(self._links) + 1)}

    def edited(self, text: str) -> None:
        """Open the link once its letters are there."""
        if text.lower() in self._labels:
            self._reader.asking.close()
            self.answer(text)

    def answer(self, text: str) -> None:
        """Open the link of these letters."""
        self.left()
        number = self._labels.get(text.strip().lower())
        if number is None:
            self._reader.say(f"No link is called {text.strip()}." if text.strip() else "")
        else:
            follow(self._reader, self._links[number - 1])

    def left(self) -> None:
        """Numbers again."""
        self._reader.story.label_links(str)

    def candidates(self, text: str) -> tuple[str, Sequence[str]]:
        """Nothing to complete."""
        return text, ()


def _link_hints(reader: Reader, _: str) -> None:
    count = len(reader.story.links)
    if not count:
        reader.say("This story has no links.")
        return
    hints = _Hints(reader)
    reader.story.label_links(lambda number: label(number, count))
    reader.asking.ask("link", hints.answer, helper=hints)


def _picture(reader: Reader, number: str) -> None:
    block = reader.story.picture(int(number) if number.isdigit() else 0)
    if block is None:
        reader.say(f"Link {number} is no picture." if number else "This story has no pictures.")
    elif reader.article is not None:
        reader.pages.pictures.show(reader.article, block)


def _search(reader: Reader, words: str) -> None:
    def sought(line: str) -> None:
        found = reader.story.seek(line.strip())
        if line.strip():
            reader.say(
                f"{found} lines have it; n and N go on, Esc ends it." if found else "Not in this story."
            )
        if not found:
            reader.story.seek("")

    reader.ask("find in the story", sought, given=words)


def _copy_text(reader: Reader, _: str) -> None:
    shown = _edition(reader)
    if shown is None:
        return
    from tui.pages.formats import as_text

    data = as_text(shown).encode()
    cut = data[:CLIPBOARD_LIMIT].decode("utf-8", "ignore")
    send(reader.app, clipboard_sequence(cut, reader.context.environ))
    words = len(cut.split())
    reader.say(
        f"Copied {words:,} words"
        + (", the clipboard takes no more." if len(data) > len(cut.encode()) else ".")
    )


def _pipe(reader: Reader, command: str) -> None:
    if not command:
        reader.ask("pipe to", lambda line: _pipe(reader, line.strip()) if line.strip() else None)
        return
    shown = _edition(reader)
    if shown is None:
        return
    from tui.pages.formats import FORMATS

    form, _, rest = command.partition(" ")
    form, command = (form, rest) if form in FORMATS and rest else ("text", command)
    text = FORMATS[form](shown)
    failed = ""
    try:
        with reader.app.suspend():
            failed = outside.run_here(command, text)
            print("\n[Enter] ", end="", flush=True)  # noqa: T201 - the terminal is lent
            with suppress(OSError):
                os.read(0, 1)
    except SuspendNotSupported:
        failed = "This terminal cannot be lent to another program."
    reader.say(failed or f"{command.split()[0]} has had it as {form}.")


def _save(reader: Reader, _: str) -> None:
    shown = _edition(reader)
    if shown is None:
        return
    from tui.pages.saving import file_in, save

    path = file_in(Path(reader.context.story.save_to).expanduser(), shown)
    reader.write(lambda _: reader.say(f"Saved as {path}"), lambda _: save(path, shown), quiet=True)


def _read_later(reader: Reader, _: str) -> None:
    command = reader.context.story.read_later
    if not command:
        reader.say("No program is set for that: [story] read_later in the configuration.")
        return
    shown = _edition(reader)
    if shown is not None:
        from tui.pages.formats import as_json

        reader.run_worker(_sent(reader, command, as_json(shown)), group="outside")


async def _sent(reader: Reader, command: str, text: str) -> None:
    try:
        await outside.send(command, text)
    except OutsideError as error:
        reader.say(f"Not sent: {error}")
    else:
        reader.say(f"Sent to {command.split()[0]}.")


def _play(reader: Reader, number: str) -> None:
    _with_enclosure(reader, number, reader.context.story.player, "player", "play")


def _download(reader: Reader, number: str) -> None:
    _with_enclosure(reader, number, reader.context.story.downloader, "downloader", "download")


def _with_enclosure(reader: Reader, number: str, command: str, key: str, verb: str) -> None:
    """Give the enclosure of that number, or the only one, to a program."""
    shown = _edition(reader)
    held = shown.article.facts.enclosures if shown else ()
    if not held:
        reader.say("This article carries no sound, picture or file.")
    elif not command:
        reader.say(f"No program is set for that: [story] {key} in the configuration.")
    elif not number and len(held) > 1:
        reader.ask(
            f"{verb} which, 1 to {len(held)}",
            lambda line: _with_enclosure(reader, line.strip() or "?", command, key, verb),
        )
    elif number and not (number.isdigit() and 1 <= int(number) <= len(held)):
        reader.say(f"There is no enclosure {number}; this article has {len(held)}.")
    else:
        reader.run_worker(_followed(reader, command, held[int(number or 1) - 1], verb), group="outside")


async def _followed(reader: Reader, command: str, held: Enclosure, verb: str) -> None:
    name = held.url.rpartition("/")[2].partition("?")[0] or held.url
    reader.say(f"{verb} {name} …")
    try:
        words = outside.with_address(command, held.url)
        await outside.follow(words, lambda per_cent: reader.say(f"{verb} {name}: {per_cent} %"))
    except OutsideError as error:
        reader.say(f"{verb} {name}: {error}")
    else:
        reader.say(f"{verb} {name}: done.")


def _edition(reader: Reader) -> Edition | None:
    target = reader.target
    article = reader.reading.article(target.id) if target else None
    if article is None:
        reader.say("There is no article here.")
        return None
    return edition(article, reader.reading.full_story(article.id))


def story_acts(reading: Mapping[str, Act]) -> dict[str, Act]:
    """The acts on a story, and those of ``reading`` that mean something else where it was gone through."""

    def on(act: str, step: int) -> Act:
        def go(reader: Reader, argument: str) -> None:
            if reader.pane is Pane.STORY and reader.story.searched:
                reader.say(reader.story.seek_on(step))
            else:
                reading[act](reader, argument)

        return go

    def back(reader: Reader, argument: str) -> None:
        if reader.pane is Pane.STORY and reader.story.searched:
            reader.story.seek("")
        elif reader.pane is not Pane.STORY or not reader.story.jump_back():
            reading["back"](reader, argument)

    return {
        "full-text": _full_text,
        "find": _search,
        "link-hints": _link_hints,
        "picture": _picture,
        "copy-text": _copy_text,
        "pipe": _pipe,
        "save": _save,
        "read-later": _read_later,
        "play": _play,
        "download": _download,
        "next-unread": on("next-unread", 1),
        "previous-unread": on("previous-unread", -1),
        "back": back,
    }
