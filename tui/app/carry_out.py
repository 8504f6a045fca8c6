"""What the acts do: one function for each, by the name that it has in the table. Knows no key."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui.app import browser
from tui.app.acts import Pane
from tui.app.commands import completions
from tui.app.source_acts import SOURCE_ACTS
from tui.app.terminal import clipboard_sequence, send
from tui.cache import triage

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def carry_out(reader: Reader, act: str, argument: str) -> None:
    """Do the act of that id. ``argument``: what stood after it on the ``:`` line, or the digit of a link."""
    CARRIED_OUT[act](reader, argument)


def _open(reader: Reader, _: str) -> None:
    if reader.pane is Pane.SOURCES:
        reader.reading.open(reader.reading.places[reader.rows(Pane.SOURCES).cursor])
        reader.show_list()
        reader.give_keys(Pane.HEADLINES)
    elif len(reader.reading.window):
        _open_article(reader, reader.rows(Pane.HEADLINES).cursor)


def _open_article(reader: Reader, index: int) -> None:
    reader.show_article(index)
    if reader.article is not None and not reader.article.read:
        _mark(reader, "read", [reader.article.id], say=False)


def _back(reader: Reader, key: str) -> None:
    if reader.pane is Pane.STORY:
        reader.give_keys(Pane.HEADLINES)
    elif reader.reading.query:
        reader.reading.search("")
        reader.show_list()
    elif reader.pane is Pane.HEADLINES:
        reader.give_keys(Pane.SOURCES)
    elif key == "q":
        reader.app.exit()


def _read_on(reader: Reader, _: str) -> None:
    if reader.pane is Pane.STORY and reader.story.turn(reader.story.size.height - 1):
        return
    row = reader.current
    if reader.pane is Pane.HEADLINES and row is not None and not row.headline.read:
        _open(reader, "")
        return
    _unread(reader, 1, opened=True)


def _unread(reader: Reader, step: int, *, opened: bool) -> None:
    found = reader.reading.window.next_unread(reader.rows(Pane.HEADLINES).cursor, step)
    if found is None:
        reader.say("Nothing unread above here." if step < 0 else "Nothing more unread in this list.")
    elif opened:
        _open_article(reader, found)
    else:
        reader.rows(Pane.HEADLINES).move(found)


def _next_unread(reader: Reader, _: str) -> None:
    _unread(reader, 1, opened=reader.pane is Pane.STORY)


def _previous_unread(reader: Reader, _: str) -> None:
    _unread(reader, -1, opened=reader.pane is Pane.STORY)


def _toggle_read(reader: Reader, _: str) -> None:
    if target := reader.target:
        _mark(reader, "unread" if target.read else "read", [target.id])


def _star(reader: Reader, _: str) -> None:
    if target := reader.target:
        _mark(reader, "unstar" if target.starred else "star", [target.id])


def _mark_list_read(reader: Reader, _: str) -> None:
    _mark(reader, "read", reader.reading.window.ids())


_DONE = {"read": "marked read", "unread": "marked unread", "star": "starred", "unstar": "no longer starred"}


def _mark(reader: Reader, act: str, article_ids: Iterable[int], *, say: bool = True) -> None:
    context = reader.context

    def done(result: triage.Act) -> None:
        if say:
            reader.say(f"{_articles(len(result.article_ids))} {_DONE[act]}; u takes it back.")

    # The ids are those of this moment: what arrives while the write waits is not among them.
    reader.write(
        done,
        partial(
            triage.mark, act=act, article_ids=list(article_ids), now=context.now(), terminal=context.terminal
        ),
    )


def _undo(reader: Reader, _: str) -> None:
    def done(result: triage.Act | None) -> None:
        if result is None:
            reader.say("There is nothing to take back.")
        else:
            reader.say(f"Taken back: {_articles(len(result.article_ids))} {_DONE[result.act]}.")

    reader.write(done, partial(triage.undo, now=reader.context.now()))


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


def _browser(reader: Reader, _: str) -> None:
    _browse(reader, _link(reader))


def _copy_link(reader: Reader, _: str) -> None:
    _copy(reader, _link(reader), "Copied")


def _numbered_link(reader: Reader, number: str) -> None:
    links = reader.story.links
    if not number.isdigit() or not 1 <= int(number) <= len(links):
        reader.say(f"There is no link {number or '?'} here; this story has {len(links)}.")
    else:
        _browse(reader, links[int(number) - 1])


def _link(reader: Reader) -> str:
    target = reader.target
    article = reader.reading.article(target.id) if target else None
    return article.link if article else ""


def _browse(reader: Reader, url: str) -> None:
    context = reader.context
    if not url:
        reader.say("This article has no link.")
        return
    argv = browser.command(url, context.environ, context.platform)
    if argv is None:
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
    if not url:
        reader.say("This article has no link.")
        return
    send(reader.app, clipboard_sequence(url, reader.context.environ))
    # Said in full, so that the hand can copy it where the terminal ignores OSC 52.
    reader.say(f"{word}: {url}")


def _release(reader: Reader, _: str) -> None:
    reader.release()


def _search(reader: Reader, query: str) -> None:
    if not query and not reader.reading.query:
        reader.ask("/", lambda line: _search(reader, line))
        return
    from tui.query import QueryError

    try:
        reader.reading.search(query)
    except QueryError as error:
        reader.say(f"The query means nothing: {error}")
        return
    reader.show_list()
    reader.give_keys(Pane.HEADLINES)


def _command(reader: Reader, _: str) -> None:
    reader.ask(":", reader.command, names=completions(reader.app.available_themes))


def _palette(reader: Reader, _: str) -> None:
    reader.app.action_command_palette()


def _move(reader: Reader, *, lines: int = 0, pages: float = 0) -> None:
    if reader.pane is Pane.STORY:
        reader.story.turn(lines or int(pages * (reader.story.size.height - 1)))
    else:
        rows = reader.rows(reader.pane)
        rows.move_by(lines or int(pages * rows.page))


_FAR = 1 << 40
"""More rows than any list has."""


def _other_pane(reader: Reader, step: int) -> None:
    panes = [pane for pane in Pane if pane is not Pane.STORY or reader.article is not None]
    reader.give_keys(panes[(panes.index(reader.pane) + step) % len(panes)])


def _theme(reader: Reader, name: str) -> None:
    names = sorted(reader.app.available_themes)
    if name and name not in names:
        reader.say(f"No theme is called {name}; there are {', '.join(names)}.")
        return
    reader.app.theme = name or names[(names.index(reader.app.theme) + 1) % len(names)]
    reader.say(f'Theme {reader.app.theme}; theme = "{reader.app.theme}" in the configuration keeps it.')


def _redraw(reader: Reader, _: str) -> None:
    reader.context.redraw()


def _suspend(reader: Reader, _: str) -> None:
    reader.app.action_suspend_process()


def _help(reader: Reader, _: str) -> None:
    from tui.app.screens.help import HelpScreen

    reader.app.push_screen(HelpScreen(reader.pane, reader.context.palette()))


def _quit(reader: Reader, _: str) -> None:
    reader.app.exit()


CARRIED_OUT: dict[str, Callable[[Reader, str], None]] = {
    "open": _open,
    "read-on": _read_on,
    "next-unread": _next_unread,
    "previous-unread": _previous_unread,
    "toggle-read": _toggle_read,
    "star": _star,
    "mark-list-read": _mark_list_read,
    "undo": _undo,
    "back": _back,
    "browser": _browser,
    "copy-link": _copy_link,
    "link": _numbered_link,
    "release": _release,
    "search": _search,
    "command": _command,
    "palette": _palette,
    "down": lambda reader, _: _move(reader, lines=1),
    "up": lambda reader, _: _move(reader, lines=-1),
    "half-page-down": lambda reader, _: _move(reader, pages=0.5),
    "half-page-up": lambda reader, _: _move(reader, pages=-0.5),
    "page-down": lambda reader, _: _move(reader, pages=1),
    "page-up": lambda reader, _: _move(reader, pages=-1),
    "first": lambda reader, _: _move(reader, lines=-_FAR),
    "last": lambda reader, _: _move(reader, lines=_FAR),
    "next-pane": lambda reader, _: _other_pane(reader, 1),
    "previous-pane": lambda reader, _: _other_pane(reader, -1),
    "theme": _theme,
    "redraw": _redraw,
    "suspend": _suspend,
    "help": _help,
    "quit": _quit,
    **SOURCE_ACTS,
}
