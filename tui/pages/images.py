"""Which images of an HTML text are for the reader, and which count readers.

Knows nothing of blocks; nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

TINY = 2
"""Pixels: an image or frame no wider or no higher counts readers, it shows nothing."""
ADDRESSES = ("src", "data-src", "data-lazy-src", "data-original", "srcset", "data-srcset")
"""Attributes that may hold the address of an image, the best first; scripts fill in the others."""

_PIXELS = re.compile(r"\s*([0-9]{1,6})")
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
_INLINE = frozenset({"emoji", "wp-smiley", "latex"})

Attributes = Mapping[str, str]


def is_inline(attributes: Attributes) -> bool:
    """Whether the image stands for characters in a sentence, as blogs draw emoji and formulas."""
    return not _INLINE.isdisjoint(attributes.get("class", "").split())


def is_tiny(attributes: Attributes) -> bool:
    """Whether an image or frame is a pixel or hidden."""
    sizes = (_pixels(attributes, "width"), _pixels(attributes, "height"))
    hidden = "display:none" in attributes.get("style", "").replace(" ", "")
    return hidden or any(size is not None and size <= TINY for size in sizes)


def is_worth_showing(attributes: Attributes, alt: str, href: str, *, in_figure: bool) -> bool:
    """Whether an image says something: described, in a figure, sized, or a photograph by its name.

    What has neither words nor size nor a picture's file name is a counter more often than not.
    """
    if is_tiny(attributes):
        return False
    if alt:
        return True
    sized = _pixels(attributes, "width") is not None or _pixels(attributes, "height") is not None
    return bool(href) and (in_figure or sized or _PICTURE.search(href.partition("?")[0]) is not None)


def candidate(attributes: Attributes, name: str) -> str:
    """The address in attribute ``name``; of a ``srcset`` the first one."""
    value = attributes.get(name, "").strip()
    return value.split(None, 1)[0].rstrip(",") if name.endswith("srcset") and value else value


def _pixels(attributes: Attributes, name: str) -> int | None:
    found = _PIXELS.match(attributes.get(name, ""))
    return int(found[1]) if found else None
