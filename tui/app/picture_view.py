"""Shows one picture on the terminal that telex lends it: full screen, until a key.

Asks the terminal what it can draw, by its own answers, as long as nobody else reads them. What a decoder
gives is looked at before it is written: nothing else than a drawing gets through. Knows neither cache nor
Textual, and never imports a decoder.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from tui.paths import PACKAGE, bare_environment
from tui.text import fit, gated

ANSWER_SECONDS = 2.0
"""How long an answer may be on its way: a link of 1 s there and back is the worst that people bear."""
DECODE_SECONDS = 15.0
PIXELS = 1_000_000
"""That are sent at most: of a photograph some half a megabyte."""
FOOT = 2
"""Lines below the picture: what it shows, what the keys do."""
LOOK_SECONDS = 0.25
"""How often it is looked whether the terminal has another size."""

_KITTY_ASKED = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_CELL_ASKED, _KIND_ASKED = "\x1b[16t", "\x1b[c"
_KIND = re.compile(r"\x1b\[\?([0-9;]*)c")
_CELL = re.compile(r"\x1b\[6;([0-9]{1,3});([0-9]{1,3})t")
_KITTY = re.compile(r"\x1b_G[^\x1b]*;OK\x1b\\")
_CLEAR = "\x1b[H\x1b[J"
_BEGIN, _END = f"\x1b[?1049h\x1b[?25l{_CLEAR}", "\x1b[m\x1b[?25h\x1b[?1049l"
_KITTY_END = "\x1b_Ga=d,d=A,q=2\x1b\\"
_PROGRAM = (
    "import sys; sys.path[:0] = [p for p in sys.argv[1:3] if p not in sys.path];"
    "from tui.app.picture_main import main; main()"
)
_SGR = r"\x1b\[[0-9;]{0,40}m"


class Way(StrEnum):
    """How a terminal draws."""

    SIXEL = "sixel"
    KITTY = "kitty"
    BLOCKS = "blocks"
    """Not at all: a character of two coloured halves stands for two pixels."""


DRAWINGS = {
    Way.SIXEL: re.compile(r"\x1bP[0-9;]{0,12}q[!-~]*\x1b\\"),
    Way.KITTY: re.compile(
        r"\x1b_Ga=T,f=100,c=[0-9]{1,4},r=[0-9]{1,4},C=1,q=2,m=[01];[A-Za-z0-9+/=]{1,4096}\x1b\\"
        r"(?:\x1b_Gm=[01];[A-Za-z0-9+/=]{1,4096}\x1b\\)*"
    ),
    Way.BLOCKS: re.compile(rf"(?:{_SGR}|▀|\n)+"),
}
"""All that a drawing may be."""


class PictureError(Exception):
    """It cannot be shown; the text is for the user, without full stop."""


class Cell(NamedTuple):
    """The size of a cell in pixels."""

    wide: int = 10
    high: int = 20
    """What a VT340 has, where a terminal does not say."""


def is_installed() -> bool:
    """Whether there is what decodes and draws pictures."""
    return find_spec("textual_image") is not None and find_spec("PIL") is not None


def question(environ: Mapping[str, str]) -> str:
    """What to ask a terminal. tmux and screen take kitty's question for a title; they draw for themselves."""
    inside = environ.get("TERM", "").startswith(("tmux", "screen"))
    return f"{'' if inside else _KITTY_ASKED}{_CELL_ASKED}{_KIND_ASKED}"


def way_of(answer: str) -> Way:
    """How the terminal draws that answered so.

    Sixel first: a terminal that knows it and kitty's graphics does it better (textual-image says of WezTerm
    and Konsole); kitty itself does not know it.
    """
    kind = _KIND.search(answer)
    if kind is not None and "4" in kind[1].split(";")[1:]:
        return Way.SIXEL
    return Way.KITTY if _KITTY.search(answer) else Way.BLOCKS


def cell_of(answer: str, pixels: tuple[int, int], columns: int, lines: int) -> Cell:
    """The size of a cell, by the terminal's answer or the ``pixels`` that the system knows it has."""
    said = _CELL.search(answer)
    wide, high = (int(said[2]), int(said[1])) if said else (pixels[0] // columns, pixels[1] // lines)
    return Cell(wide, high) if 2 < wide < 200 and 2 < high < 400 else Cell()


def drawing(data: bytes, way: Way, columns: int, lines: int, cell: Cell, colours: str) -> str:
    """With what to draw a picture in so many cells. Raises PictureError."""
    if way is Way.BLOCKS:
        cell = Cell(1, 2)
    share = min(1.0, (PIXELS / (columns * cell.wide * lines * cell.high)) ** 0.5)
    if way is Way.SIXEL:
        columns, lines = max(1, int(columns * share)), max(1, int(lines * share))
    else:
        cell = Cell(max(1, int(cell.wide * share)), max(2, int(cell.high * share)))
    words = [str(each) for each in (way, columns, lines, *cell, colours)]
    where = find_spec("textual_image")
    beside = str(Path(where.origin).parents[1]) if where and where.origin else ""
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _PROGRAM, str(PACKAGE.parent), beside, *words]
    sizes = {"TEXTUAL_CELL_WIDTH": str(cell.wide), "TEXTUAL_CELL_HEIGHT": str(cell.high)}
    # Into files and not through pipes: how long they get is bounded (``picture_main.confine``).
    with TemporaryFile() as out, TemporaryFile() as complaint:
        try:
            done = subprocess.run(  # noqa: S603 - ourselves
                command,
                input=data,
                stdout=out,
                stderr=complaint,
                check=False,
                timeout=DECODE_SECONDS,
                cwd="/",
                env=bare_environment() | sizes,
            )
        except subprocess.TimeoutExpired:
            raise PictureError("decoding it takes too long") from None
        except OSError as error:
            raise PictureError(f"no decoder can be started: {error.strerror}") from error
        drawn, said = _written(out), _written(complaint)
    if done.returncode:
        raise PictureError(gated(said.strip().rpartition("\n")[2])[:200] or "the decoder died of it")
    if not DRAWINGS[way].fullmatch(drawn):
        raise PictureError("the decoder made no sense")
    return drawn


def _written(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def show(data: bytes, caption: str, environ: Mapping[str, str], colours: str) -> bool:
    """Show a picture until a key; whether that asks for the browser. Raises PictureError.

    ``colours``: what rich calls the terminal's; empty: it has none, or no characters for half blocks.
    """
    key, way = b"", Way.BLOCKS
    with _terminal() as terminal:
        try:
            _write(terminal, f"{_BEGIN}Drawing the picture …")
            answer = _ask(terminal, question(environ))
            way = way_of(answer)
            if way is Way.BLOCKS and not colours:
                raise PictureError("this terminal draws none, and has no colours to set it in")
            while not key:
                columns, lines = os.get_terminal_size(terminal)
                cell = cell_of(answer, _pixels(terminal), columns, lines)
                drawn = drawing(data, way, columns, max(1, lines - FOOT), cell, colours or "truecolor")
                # Of another size kitty would keep the one before.
                before = _KITTY_END if way is Way.KITTY else ""
                _write(terminal, f"{before}{_CLEAR}{drawn}{_foot(way, caption, columns, lines)}")
                key = _key(terminal, (columns, lines))
        finally:
            _write(terminal, (_KITTY_END if way is Way.KITTY else "") + _END)
    return key in (b"o", b"O")


def _foot(way: Way, caption: str, columns: int, lines: int) -> str:
    keys = "o: browser, any other key: back"
    if way is Way.BLOCKS:
        keys = f"No pictures in this terminal, so half blocks. {keys}"
    said = [fit(gated(line), columns - 1).rstrip() for line in (caption, keys)]
    return f"\x1b[m\x1b[{max(1, lines - 1)};1H{said[0]}\x1b[{lines};1H{said[1]}"


@contextmanager
def _terminal() -> Iterator[int]:
    """The terminal, with keys that come one by one, are not shown, and mean nothing to the system."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError as error:
        raise PictureError(f"there is no terminal: {error.strerror}") from error
    try:
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal, termios.TCSANOW)
        now = termios.tcgetattr(terminal)
        now[3] &= ~termios.ISIG
        termios.tcsetattr(terminal, termios.TCSANOW, now)
        try:
            yield terminal
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
    except termios.error as error:
        raise PictureError(f"the terminal does not answer: {error.args[-1]}") from error
    finally:
        os.close(terminal)


def _ask(terminal: int, asked: str) -> str:
    """What the terminal answers; the answer to the last question, which all give, is its end."""
    _write(terminal, asked)
    answer, end = b"", time.monotonic() + ANSWER_SECONDS
    while (left := end - time.monotonic()) > 0 and not _KIND.search(answer.decode("latin-1")):
        if select.select([terminal], [], [], left)[0]:
            answer += os.read(terminal, 1_024)
    return answer.decode("latin-1")


def _key(terminal: int, size: tuple[int, int]) -> bytes:
    """The next key; b"" where the terminal has another size than ``size`` before."""
    while not select.select([terminal], [], [], LOOK_SECONDS)[0]:
        if os.get_terminal_size(terminal) != size:
            return b""
    return os.read(terminal, 64) or b"\x04"


def _pixels(terminal: int) -> tuple[int, int]:
    _, _, wide, high = struct.unpack("HHHH", fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8)))
    return wide, high


def _write(terminal: int, text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(terminal, data) :]
