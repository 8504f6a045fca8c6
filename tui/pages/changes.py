"""What changed in an article since it was read, as a document; or a word on why there is nothing. Pure."""

from __future__ import annotations

from tui.ages import clock
from tui.material import material
from tui.model import Article
from tui.pages import diff
from tui.pages.document import Block, DocumentError, Face, Kind, Span, loads, plain_text


def changes(article: Article, earlier: tuple[str, str, int] | None, now: int) -> tuple[Block, ...] | str:
    """The article with what was added in bold and what was removed struck out.

    ``earlier``: headline, document and until when it stood so; None where nothing changed since.
    """
    if earlier is None:
        return (
            "Nothing has changed since you read it."
            if article.revisions
            else "Its source has not changed it since it was first seen."
        )
    title, document, replaced = earlier
    try:
        before, after = loads(document), loads(article.document)
    except DocumentError as error:
        return f"The earlier text cannot be shown: {error}"
    same_title = not material(title, article.title)
    if same_title and not material(plain_text(before), plain_text(after)):
        return "Only typing errors were mended since you read it."
    heading = tuple(diff.spans(diff.words(title, article.title)))
    about = f"Changed since you read it, last at {clock(replaced, now)}: added in bold, removed struck out."
    return (
        Block(Kind.HEADING, heading, level=1),
        Block(Kind.PARAGRAPH, (Span(f"{article.source} · {about}", Face.ITALIC),)),
        *diff.documents(before, after),
    )
