"""Pictures of a story: asked for, decoded apart, drawn as the terminal's own answers say that it can."""

from __future__ import annotations

import struct
import sys
import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from telex_command import Home, entry
from terminals import Terminal

from tui.app import picture_view
from tui.app.picture_main import FAULTS, FORMATS, decoded
from tui.app.picture_view import DRAWINGS, Cell, PictureError, Way, cell_of, drawing, question, way_of
from tui.app.picturewatch import MISSING, Picturewatch
from tui.cache import pages, pictures
from tui.cache.database import Connection, connect, poller_lock
from tui.cache.pages import FullStory
from tui.cache.pictures import Picture
from tui.pages.document import Block, Kind, Span, dumps

QUIET = "https://quiet.example/feed"
URL = "https://lume.example/wall.png"
KITTY = "\x1b_Gi=31;OK\x1b\\\x1b[6;18;9t\x1b[?62;c"
FOOT = "\x1b[6;18;9t\x1b[?62;4;22c"
WEZTERM = "\x1b_Gi=31;OK\x1b\\\x1b[6;18;9t\x1b[?65;4;6;18;22c"
XTERM = "\x1b[?63;1;2;4;6;9;15;16;22;28c"
VTE = "\x1b[?65;1;9c"
"""What terminals answer: kitty 0.26.5 and xterm 379 as it was recorded, the others by their documentation."""


def png(width: int, height: int, claimed: tuple[int, int] | None = None) -> bytes:
    """A picture of stripes."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes((x * 3 % 256, y * 5 % 256, 90)[i] for x in range(width) for i in range(3))
                    for y in range(height))  # fmt: skip
    head = struct.pack(">IIBBBBB", *(claimed or (width, height)), 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("answer", "way"),
    [
        (KITTY, Way.KITTY),
        (FOOT, Way.SIXEL),
        (WEZTERM, Way.SIXEL),
        (XTERM, Way.SIXEL),
        (VTE, Way.BLOCKS),
        ("", Way.BLOCKS),
        ("\x1b[?4c", Way.BLOCKS),
        ("\x1b_Gi=31;ENOTSUPPORTED\x1b\\" + VTE, Way.BLOCKS),
        ("typed ahead" + FOOT, Way.SIXEL),
    ],
)
def test_a_terminal_is_believed_what_it_says_of_itself(answer: str, way: Way) -> None:
    assert way_of(answer) is way


def test_a_cell_has_the_size_that_is_told_or_a_likely_one() -> None:
    assert cell_of(KITTY, (0, 0), 80, 24) == Cell(9, 18)
    assert cell_of(VTE, (640, 384), 80, 24) == Cell(8, 16)
    assert cell_of(VTE, (0, 0), 80, 24) == Cell()
    assert cell_of("\x1b[6;999;999t", (0, 0), 80, 24) == Cell()


def test_what_multiplexers_take_for_a_title_is_not_asked_there() -> None:
    assert "\x1b_" in question({"TERM": "xterm-kitty"})
    for term in ("tmux-256color", "screen", "screen-256color"):
        assert "\x1b_" not in question({"TERM": term})


@pytest.mark.parametrize(
    "drawn",
    [
        "\x1bP0;0;0q#1;2;0;0;0!16~-\x1b\\",
        "\x1b_Ga=T,f=100,c=1,r=1,C=1,q=2,m=1;aGk=\x1b\\\x1b_Gm=0;aGk=\x1b\\",
        "\x1b[38;2;1;2;3;48;2;1;2;3m▀\x1b[0m\n",
    ],
    ids=[*Way],
)
def test_a_drawing_is_nothing_but_one(drawn: str) -> None:
    assert sum(each.fullmatch(drawn) is not None for each in DRAWINGS.values()) == 1
    for harm in ("\x1b]52;c;eA==\x07", "\x1b[2J", "\x1b_Gi=1\x07\x1b\\", "words", "\x9b31m"):
        assert not any(
            each.fullmatch(drawn + harm) or each.fullmatch(harm + drawn) for each in DRAWINGS.values()
        )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(8, 8)[:60],
        png(8, 8, claimed=(9_000, 9_000)),
        png(8, 8, claimed=(200_000, 200_000)),
        b"GIF89a" + b"\xff" * 2_000,
        b"\xff\xd8\xff\xe0" + bytes(500),
        b"RIFF\0\0\0\0WEBPVP8 " + bytes(500),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
    ids=["nothing", "svg", "half of one", "large", "a bomb", "gif", "jpeg", "webp", "a program"],
)
def test_what_is_no_picture_ends_the_decoding_as_foreseen(data: bytes) -> None:
    with pytest.raises(FAULTS):
        decoded(data, 100, 100)


@pytest.mark.parametrize("kind", FORMATS)
def test_pictures_of_every_kind_are_decoded(kind: str) -> None:
    held = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(held, kind)
    seen = decoded(held.getvalue(), 30, 30)
    assert seen.size == (30, 20)
    assert seen.getpixel((15, 10)) == pytest.approx((0, 128, 128), abs=6)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_view, "is_installed", lambda: False)
    said: list[str] = []
    reader: Any = SimpleNamespace(say=said.append)
    article: Any = None
    Picturewatch(reader).show(article, Block(Kind.IMAGE, href=URL))
    assert said == [MISSING]


def test_a_picture_is_made_to_fit_and_never_larger() -> None:
    assert decoded(png(90, 60), 45, 100).size == (45, 30)
    assert decoded(png(9, 6), 450, 1_000).size == (9, 6)


def test_a_decoder_that_fails_says_why_in_words_for_the_user() -> None:
    with pytest.raises(PictureError, match="it cannot be decoded: it has 9,000 × 9,000 pixels"):
        drawing(png(8, 8, claimed=(9_000, 9_000)), Way.BLOCKS, 20, 5, Cell(), "truecolor")


def test_a_decoder_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_view, "DECODE_SECONDS", 0.0)
    with pytest.raises(PictureError, match="too long"):
        drawing(png(8, 8), Way.BLOCKS, 20, 5, Cell(), "truecolor")


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("while True: sys.stdout.write('x' * 1_000_000)", "File too large"),
        ("import os; os.open('/dev/null', 0); [os.dup(0) for _ in range(99)]", "Too many open files"),
        ("print('\x1b]52;c;eA==\x07')", "the decoder made no sense"),
    ],
    ids=["endless", "grasping", "speaking"],
)
def test_a_decoder_that_was_taken_over_is_bounded(
    monkeypatch: pytest.MonkeyPatch, deed: str, said: str
) -> None:
    confined = (
        "import sys; sys.path[:0] = sys.argv[1:3]; from tui.app.picture_main import confine; confine()\n"
    )
    monkeypatch.setattr(picture_view, "_PROGRAM", confined + deed)
    with pytest.raises(PictureError, match=said):
        drawing(png(8, 8), Way.BLOCKS, 20, 5, Cell(), "truecolor")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one article, whose story has a picture."""
    home = Home(tmp_path)
    home.begin(f'[[sources]]\nurl = "{QUIET}"\nenabled = false\n')
    with_cache = connect(home.cache / "telex.db")
    home.store(QUIET, entry("g", "Wall cracks", text="A summary."))
    image = Block(Kind.IMAGE, (Span("The wall \x1b]52;c;eA==\x07 at noon"),), href=URL)
    words = Block(Kind.PARAGRAPH, (Span("The harbour master closed the inner basin. " * 5),))
    pages.keep(with_cache, 1, FullStory(1, "https://lume.example/", dumps((image, words))), "x")
    with_cache.close()
    return home


@pytest.fixture
def cache(home: Home) -> Iterator[Connection]:
    opened = connect(home.cache / "telex.db")
    yield opened
    opened.close()


def until_written(terminal: Terminal, start: int, what: bytes) -> None:
    terminal.until(lambda: what in terminal.output[start:], f"{what!r} is written")


def test_a_picture_is_awaited_and_drawn_as_each_terminal_can(home: Home, cache: Connection) -> None:
    command = (sys.executable, "-m", "tui")
    environ = home.environ(COLORTERM="truecolor", BROWSER="")
    with (
        poller_lock(home.cache / "poller.lock"),  # nobody else answers
        Terminal(command, columns=80, lines=24, environ=environ, cwd=home.folder) as terminal,
    ):
        terminal.sees("Wall cracks")
        terminal.type("\r")
        terminal.sees("[image: The wall")
        terminal.type(",v")
        terminal.sees("Fetching the picture from lume.example")
        assert [each.url for each in pictures.waiting(cache, int(time.time()))] == [URL]
        pictures.keep(cache, URL, Picture(png(90, 60)), int(time.time()))
        for answer, way in ((KITTY, Way.KITTY), (FOOT, Way.SIXEL), (VTE, Way.BLOCKS)):
            before = len(terminal.output)
            until_written(terminal, before, b"\x1b[c")
            terminal.type(answer)
            until_written(terminal, before, b"any other key: back")
            shown = terminal.output[before:].decode().replace("\r\n", "\n")
            assert DRAWINGS[way].search(shown)
            assert ("so half blocks" in shown) is (way is Way.BLOCKS)
            terminal.rest()
            terminal.type("o" if way is Way.BLOCKS else "\x03")
            terminal.sees("The harbour master closed")
            if way is Way.BLOCKS:
                terminal.sees("$BROWSER is not set; copied: https://lume.example/wall.png")
            else:
                terminal.type(",v")
        terminal.type("Q")
        assert terminal.wait() == 0
