"""The process that decodes a picture and says with what a terminal draws it, on its standard output.

Started by ``app.picture_view`` and never imported by it: decoders have had holes, so they run apart, bounded,
and with nothing to lose. Pillow and textual-image come with the extra ``pictures``. Knows no terminal.
"""

from __future__ import annotations

import resource
import sys
from base64 import b64encode
from io import BytesIO
from typing import NoReturn

from PIL import AvifImagePlugin, Image, ImageOps, UnidentifiedImageError
from rich.console import Console
from textual_image.renderable import HalfcellImage, SixelImage

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
PIXELS = 50_000_000
"""Of the largest picture that is decoded: some 200 MB of memory."""
MEMORY, SECONDS = 1_500_000_000, 10
DRAWING = 16_000_000
"""Bytes of the longest drawing, and of what is said besides: both go to files."""
FAULTS = (
    Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError, MemoryError, RuntimeError,
)  # fmt: skip
"""What Pillow raises for what is no picture."""
PIECE = 4_096
"""Letters of base64 in one of kitty's sequences, at most (its protocol, "Remote client")."""


def main() -> None:
    """Arguments: the way, the columns and lines that there are, the pixels of a cell, the colours."""
    way, *sizes, colours = sys.argv[-6:]
    columns, lines, wide, high = map(int, sizes)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # a thread counts as a process, of which there may be none
    Image.init()  # loads what it needs, before nothing can be opened any more
    confine()
    try:
        picture = decoded(sys.stdin.buffer.read(), columns * wide, lines * high)
    except UnidentifiedImageError:
        _give_up("it is damaged, or of a kind that is not known")
    except FAULTS as error:
        _give_up(f"it cannot be decoded: {error or 'too much memory'}")
    fit = min(columns, -(-picture.width // wide)), min(lines, -(-picture.height // high))
    console = Console(file=sys.stdout, force_terminal=True, width=columns, color_system=colours, _environ={})  # type: ignore[arg-type]  # a word of the caller's
    if way == "kitty":
        sys.stdout.write(kitty(picture, *fit))
    elif way == "sixel":
        # Where it stands is not its own business: the moves of the cursor round it are left out.
        parts = console.render(SixelImage(picture, *fit))
        sys.stdout.write("".join(part.text for part in parts if part.text[:2] == "\x1bP"))
    else:
        console.print(HalfcellImage(picture, *fit), end="")


def _give_up(why: str) -> NoReturn:
    sys.stderr.write(why)
    raise SystemExit(1)


def kitty(picture: Image.Image, columns: int, lines: int) -> str:
    """A picture in so many cells from the cursor on, as all versions of kitty draw it.

    What textual-image sends, characters that stand for its parts, is known since kitty 0.28 alone.
    """
    held = BytesIO()
    picture.save(held, "PNG")
    data = b64encode(held.getvalue()).decode()
    keys = f"a=T,f=100,c={columns},r={lines},C=1,q=2,"
    drawn = ""
    for start in range(0, len(data), PIECE):
        more = int(start + PIECE < len(data))
        drawn += f"\x1b_G{keys}m={more};{data[start : start + PIECE]}\x1b\\"
        keys = ""
    return drawn


def confine() -> None:
    """From now on: no more memory, time and output than a picture may take, and no process."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, DRAWING),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (value, value))


def decoded(data: bytes, width: int, height: int) -> Image.Image:
    """The first image of a picture in at most so many pixels, on white where it can be seen through.

    Raises OSError and the like for what is no picture, and ValueError for one of too many pixels.
    """
    picture = Image.open(BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > PIXELS:
        raise ValueError(f"it has {picture.width:,} × {picture.height:,} pixels")
    picture.draft("RGB", (width, height))
    seen = ImageOps.exif_transpose(picture).convert("RGBA")
    seen.thumbnail((width, height))
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
