"""The text of the paragraph that is being read, with its faces and links.

Knows nothing of tags or blocks.
"""

from __future__ import annotations

from tui.pages.document import Span
from tui.pages.spans import Piece, spans_of
from tui.text import clean_code

_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


class Inline:
    """Collects pieces of text until a block ends; faces and links nest and outlive blocks."""

    __slots__ = ("_face", "_href", "_shift", "_styles", "_texts", "listing", "pieces")

    def __init__(self, texts: list[str]) -> None:
        """Start with no text, in the plain face; ``texts`` is where it comes in, see ``take``."""
        self.listing = 0
        """How many listings are open; in one, white space stays as it is."""
        self.pieces: list[Piece] = []
        """What has been collected; white space at the start is nothing."""
        self._texts = texts
        self._face = 0
        self._href = ""
        self._shift: dict[int, int] | None = None
        self._styles: list[tuple[int, str, dict[int, int] | None]] = []

    def take(self) -> None:
        """What stands in ``texts`` is text in the open face and link; called before these change."""
        text = "".join(self._texts)
        self._texts.clear()
        if not self.listing:
            if not self.pieces and not text.strip():
                return
            text = text.replace("\n", " ").replace("\r", " ").replace("\xa0", " ")
        if self._shift is not None:
            text = text.translate(self._shift)
        self.pieces.append((text, self._face, self._href))

    def end_line(self) -> bool:
        """The line ends; True where this is the second end in a row, which ends the paragraph."""
        if not self.listing:
            if not self.pieces:
                return False
            for text, _face, _href in reversed(self.pieces):
                if text == "\n":
                    return True
                if not text.isspace():
                    break
        self.pieces.append(("\n", self._face, self._href))
        return False

    def end_listed_line(self) -> None:
        """A block begins or ends within a listing: so does a line."""
        if self.pieces and not self.pieces[-1][0].endswith("\n"):
            self.pieces.append(("\n", 0, ""))

    def style(self, face: int) -> None:
        """A face begins, given by its number; it adds to those that are open."""
        self._styles.append((self._face, self._href, self._shift))
        self._face |= face

    def link(self, href: str) -> None:
        """A link begins; an empty address ends any that is open."""
        self.style(0)
        self._href = href

    def shift(self, *, up: bool) -> None:
        """Figures above or below the line begin: 10⁶ must not become 106."""
        self.style(0)
        self._shift = _SUPERSCRIPT if up else _SUBSCRIPT

    def restore(self) -> None:
        """The innermost face, link or shift ends."""
        self._face, self._href, self._shift = self._styles.pop()

    def spans(self) -> tuple[Span, ...]:
        """Take the text away as the spans of a paragraph."""
        pieces, self.pieces = self.pieces, []
        return spans_of(pieces)

    def code(self) -> str:
        """Take the text away as a listing."""
        pieces, self.pieces = self.pieces, []
        return clean_code("".join([piece[0] for piece in pieces]).replace("\xa0", " "))
