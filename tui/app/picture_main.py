"""The process that decodes a picture and says with what a terminal draws it, on its standard output.

Started by ``app.picture_view`` and never imported by it: decoders have had holes, so they run apart, bounded,
and with nothing to lose. Pillow and textual-image come with the extra ``pictures``. Knows no terminal.
"""

from __future__ import annotations

import resource
import sys
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError
from rich.console import Console
from textual_image.renderable import HalfcellImage, SixelImage, TGPImage

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
PIXELS = 50_000_000
"""Of the largest picture that is decoded: some 200 MB of memory."""
MEMORY, SECONDS = 1_500_000_000, 10
DRAWING = 16_000_000
"""Bytes of the longest drawing, and of what is said besides: both go to files."""
FAULTS = (Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError, MemoryError)
"""What Pillow raises for what is no picture."""
_DRAWERS = {"sixel": SixelImage, "kitty": TGPImage, "blocks": HalfcellImage}


def main() -> None:
    """Arguments: the way, the columns and lines that there are, the pixels of a cell, the colours."""
    way, *sizes, colours = sys.argv[-6:]
    columns, lines, wide, high = map(int, sizes)
    Image.init()  # loads what it needs, before nothing can be opened any more
    confine()
    try:
        picture = decoded(sys.stdin.buffer.read(), columns * wide, lines * high)
    except UnidentifiedImageError:
        sys.exit("it is damaged, or of a kind that is not known")
    except FAULTS as error:
        sys.exit(f"it cannot be decoded: {error or 'too much memory'}")
    fit = min(columns, -(-picture.width // wide)), min(lines, -(-picture.height // high))
    drawn = _DRAWERS[way](picture, *fit)
    console = Console(file=sys.stdout, force_terminal=True, width=columns, color_system=colours, _environ={})  # type: ignore[arg-type]  # a word of the caller's
    if way == "sixel":
        # Where it stands is not its own business: the moves of the cursor round it are left out.
        sys.stdout.write("".join(part.text for part in console.render(drawn) if part.text[:2] == "\x1bP"))
    else:
        console.print(drawn, end="")


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


if __name__ == "__main__":
    main()
