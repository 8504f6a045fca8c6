"""The text of the paragraph that is being read, with its faces and links.

Knows nothing of tags or blocks.
"""

from __future__ import annotations

from tui.pages.document import Face, Span
from tui.pages.spans import Piece, spans_of
from tui.text import clean_code

_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


class Inline:
    """Collects pieces of text until a block ends; faces and links nest and outlive blocks."""

    __slots__ = ("_face", "_href", "_pieces", "_shift", "_styles", "listing")

    def __init__(self) -> None:
        """Start with no text, in the plain face."""
        self.listing = 0
        """How many listings are open; in one, white space stays as it is."""
        self._pieces: list[Piece] = []
        self._face = 0
        self._href = ""
        self._shift: dict[int, int] | None = None
        self._styles: list[tuple[int, str, dict[int, int] | None]] = []

    def __bool__(self) -> bool:
        """Whether any text has been collected; white space at the start is none."""
        return bool(self._pieces)

    def add(self, text: str) -> None:
        """More text, in the open face and link."""
        if not self.listing:
            text = text.replace("\n", " ").replace("\r", " ")
            if not self._pieces and text.isspace():
                return
        if self._shift is not None:
            text = text.translate(self._shift)
        self._pieces.append((text, self._face, self._href))

    def end_line(self) -> bool:
        """The line ends; True where this is the second end in a row, which ends the paragraph."""
        if not self.listing:
            if not self._pieces:
                return False
            for text, _face, _href in reversed(self._pieces):
                if text == "\n":
                    return True
                if not text.isspace():
                    break
        self._pieces.append(("\n", self._face, self._href))
        return False

    def end_listed_line(self) -> None:
        """A block begins or ends within a listing: so does a line."""
        if self._pieces and not self._pieces[-1][0].endswith("\n"):
            self._pieces.append(("\n", 0, ""))

    def style(self, face: Face) -> None:
        """A face begins; it adds to those that are open."""
        self._styles.append((self._face, self._href, self._shift))
        self._face |= face.value

    def link(self, href: str) -> None:
        """A link begins; an empty address ends any that is open."""
        self.style(Face.PLAIN)
        self._href = href

    def shift(self, *, up: bool) -> None:
        """Figures above or below the line begin: 10⁶ must not become 106."""
        self.style(Face.PLAIN)
        self._shift = _SUPERSCRIPT if up else _SUBSCRIPT

    def restore(self) -> None:
        """The innermost face, link or shift ends."""
        self._face, self._href, self._shift = self._styles.pop()

    def spans(self) -> tuple[Span, ...]:
        """Take the text away as the spans of a paragraph."""
        pieces, self._pieces = self._pieces, []
        return spans_of(pieces)

    def code(self) -> str:
        """Take the text away as a listing."""
        pieces, self._pieces = self._pieces, []
        return clean_code("".join([piece[0] for piece in pieces]).replace("\xa0", " "))
