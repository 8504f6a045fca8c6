"""What is done with a story: found in, linked by letters, given to programs, its page awaited."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from telex_command import Home, entry
from terminals import Terminal

from tui import outside
from tui.app import hyperlinks
from tui.app.frame import Frame
from tui.app.looks import look_of
from tui.app.pen import Pen
from tui.app.story_acts import label
from tui.app.widgets.story import marked
from tui.cache import pages
from tui.cache.database import connect
from tui.cache.pages import FullStory
from tui.outside import OutsideError
from tui.pages.document import Block, Kind, Span, dumps

QUIET = "https://quiet.example/feed"
LONG = "The harbour master closed the inner basin after divers found cracks in its oldest wall."


def test_the_letters_of_links_are_all_different_and_none_begins_another() -> None:
    for count in (1, 26, 27, 700):
        labels = [label(number, count) for number in range(1, count + 1)]
        assert len(set(labels)) == count
        assert len({len(each) for each in labels}) == 1


def test_what_was_looked_for_is_marked_across_pieces_and_nothing_is_lost() -> None:
    pieces = [Segment("The har", Style(bold=True)), Segment("bour, the HARBOUR"), Segment(".")]
    shown = marked(pieces, re.compile("harbour", re.IGNORECASE))
    assert "".join(piece.text for piece in shown) == "The harbour, the HARBOUR."
    assert [piece.text for piece in shown if piece.style and piece.style.reverse] == [
        "har",
        "bour",
        "HARBOUR",
    ]


@pytest.mark.parametrize(
    ("environ", "knows"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4900"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
    ],
)
def test_links_are_sent_to_terminals_that_are_known_to_take_them(
    environ: dict[str, str], knows: bool
) -> None:
    assert hyperlinks.known(environ) is knows


def test_an_address_is_one_argument_and_of_the_web_alone() -> None:
    url = "https://x.example/a;rm -rf ~/$(id).mp3"
    assert outside.with_address("mpv --no-video", url)[:2] == ["mpv", "--no-video"]
    assert len(outside.with_address("mpv", url)) == 2
    for strange in ("--script=x", "file:///etc/passwd", "javascript:alert(1)"):
        with pytest.raises(OutsideError):
            outside.with_address("mpv", strange)


async def test_a_hook_gets_the_text_and_its_failure_is_told(tmp_path: Path) -> None:
    program = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'w').write(sys.stdin.read())\""
    await outside.send(f"{program} {tmp_path / 'got'}", "the $(text) of it")
    assert (tmp_path / "got").read_text() == "the $(text) of it"
    with pytest.raises(OutsideError, match="status 3: no room"):
        await outside.send(f"{sys.executable} -c \"print('no room'); raise SystemExit(3)\"", "")
    with pytest.raises(OutsideError, match="cannot be started"):
        await outside.send("/nowhere/at/all", "")


async def test_the_per_cent_that_a_program_prints_are_told_each_once() -> None:
    told: list[int] = []
    script = "import sys; [print(f'{n}.0% of it', flush=True) for n in (10, 10, 50, 100)]"
    await outside.follow([sys.executable, "-c", script], told.append)
    assert told[-1] == 100
    assert len(told) == len(set(told))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home with one paused source and one article, whose page has been fetched; no poller answers."""
    home = Home(tmp_path)
    home.begin(
        f'[story]\nsave_to = "{tmp_path / "saved"}"\n'
        f'[[sources]]\nurl = "{QUIET}"\nname = "The Quiet Post"\nenabled = false\n'
    )
    connection = connect(home.cache / "telex.db")
    home.store(QUIET, entry("g", "Wall cracks", text="A summary."))
    plan, note = Span("The plan", href="https://lume.example/plan"), Span("¹", href="#n1")
    linked = Block(Kind.PARAGRAPH, (plan, Span(" of the wall"), note))
    footnote = Block(Kind.ITEM, (Span("Drawn in 1911."),), marker="1.", name="n1")
    text = tuple([Block(Kind.PARAGRAPH, (Span(f"{LONG} {number}."),)) for number in range(40)])
    story = FullStory(
        1, "https://lume.example/", dumps((linked, *text, footnote)), standfirst="What the divers found."
    )
    pages.keep(connection, 1, story, LONG)
    connection.close()
    with home.unpolled():
        yield home


@pytest.fixture
def screen(home: Home) -> Iterator[Terminal]:
    """telex at 80×24 with the story open."""
    command = (sys.executable, "-m", "tui")
    with Terminal(command, columns=80, lines=24, environ=home.environ(), cwd=home.folder) as terminal:
        terminal.sees("Wall cracks")
        terminal.type("\r")
        terminal.sees("What the divers found.")
        yield terminal


def test_the_full_story_is_read_found_in_linked_and_saved(screen: Terminal, home: Home) -> None:
    screen.type("c")
    screen.sees("find in the story")
    screen.type("wall. 33\r")
    screen.sees("1 lines have it")
    screen.type("\x1b")
    screen.misses("lines have it")
    screen.type("gg")
    screen.sees("What the divers found.")
    screen.type("2")
    screen.sees("1. Drawn in 1911.")
    screen.sees("h goes back to where you were")
    screen.type("h")
    screen.sees("What the divers found.")
    screen.type("L")
    screen.sees("The plan[a lume.example]")
    screen.type("a")
    screen.sees("lume.example/plan")
    screen.type("S")
    screen.sees("Saved as")
    saved = list((home.folder / "saved").glob("*.md"))
    assert len(saved) == 1
    assert saved[0].read_text().count(LONG) == 40
    assert "#n1" not in saved[0].read_text()
    screen.type("|")
    screen.sees("pipe to")
    screen.type(f"json tee {home.folder / 'piped'}\r")
    screen.sees("[Enter]")
    screen.type("\r")
    screen.sees("tee has had it as json")
    assert json.loads((home.folder / "piped").read_text())["full_text"] is True


def test_a_page_that_comes_while_the_summary_is_read_moves_nothing(home: Home) -> None:
    home.store(QUIET, entry("h", "Quay opens", text="Only the beginning."))
    command = (sys.executable, "-m", "tui")
    with Terminal(command, columns=80, lines=24, environ=home.environ(), cwd=home.folder) as terminal:
        terminal.sees("Quay opens")
        terminal.type("\r")
        terminal.sees("Only the beginning.")
        terminal.sees("Fetching the full story")
        before = terminal.text.split("\n")[2:7]
        connection = connect(home.cache / "telex.db")
        assert pages.is_asked(connection, 2)
        story = FullStory(
            2, "https://lume.example/q", dumps((Block(Kind.PARAGRAPH, (Span(f"{LONG} {LONG}"),)),))
        )
        pages.keep(connection, 2, story, LONG)
        connection.close()
        terminal.sees("The full story is here")
        assert terminal.text.split("\n")[2:7] == before
        terminal.sees("closed the inner basin")


def test_a_link_is_opened_and_closed_for_the_terminal_and_nothing_strange_gets_in() -> None:
    there = "https://x.example/a\x1b]52;c;x\x07"
    looks = [look_of(Style(bold=True, link=there), None), look_of(Style(), None)]
    pen = Pen([("here and on", bytes([0] * 4 + [1] * 7))], looks, fills=False)
    pen.run(0, 0, b"\1" * 11)
    written = pen.finish()
    assert written.count("\x1b]8;;https://x.example/a%5D52;c;x\x1b\\") == 1
    assert written.index("here") < written.rindex("\x1b]8;;\x1b\\")
    assert "\x1b]52" not in written


def test_a_frame_goes_on_after_more_links_than_it_has_numbers_for() -> None:
    frame = Frame()
    for number in range(600):
        style = Style(bold=True, link=f"https://x.example/{number}")
        frame.take([(0, 0, [Segment(f"link {number:03}", style)])], 20, 2, ColorSystem.STANDARD)
        written = frame.patch()
        assert f"\x1b]8;;https://x.example/{number}\x1b" in written
