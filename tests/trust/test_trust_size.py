"""Articles of a megabyte that mean harm are opened by work that is bounded (goal 6)."""

from __future__ import annotations

import time

import payloads
import pytest
from figures import record

from tui.pages.document import SPANS_LIMIT, Block, Kind, Span, dumps, loads
from tui.pages.html import document_from_html
from tui.pages.render import LINES_LIMIT, Typesetter

SIZE, ROOM, LINES = 1_000_000, 100, 80
"""Characters; cells of a wide pane; lines of a tall one."""
LARGE: dict[str, tuple[str, str]] = {
    # before, and what comes again and again
    "prose": ("<p>", "words of a story "),
    "one word": ("<p>", "w"),
    "wide characters": ("<p>", "東京"),
    "marks": ("<p>", "z\u0301\u0302\u0303\u0304 "),
    "no spaces": ("<p>", "ภาษาไทย"),
    "from right to left": ("<p>", "عربية "),
    "line ends": ("<p>", "a<br>"),
    "paragraphs": ("", "<p>word"),
    "links": ("<p>", "<a href=//x.example/?a>a</a> "),
    "faces": ("<p>", "<b>a</b>a"),
    "items": ("<ul>", "<li>a"),
    "lists in lists": ("", "<ul><li>a"),
    "a listing": ("<pre>", "if x: return '\\\\' # "),
    "lines of a listing": ("<pre>", "x = '\n"),
    "a table": ("<table>", "<tr><td>a<td>bbbbb"),
    "a wide table": ("<table><tr>", "<td>a"),
    "quotations": ("", "<blockquote><p>a "),
    "pictures": ("", "<img src=//x.example/a alt=a>"),
    "all kinds": ("", "".join(payloads.html_of(text[:300]) for text in payloads.KINDS.values())),
}


def kept(kind: str) -> str:
    """An article of that kind as the cache keeps it once it has passed the border."""
    before, again = LARGE[kind]
    html = (before + again * (SIZE // len(again) + 1))[:SIZE]
    return dumps(document_from_html(html, "https://x.example/"))


@pytest.mark.parametrize("kind", ["line ends", "faces", "lines of a listing"])
def test_the_first_frame_sets_a_screen_and_the_whole_has_an_end(kind: str) -> None:
    document = loads(kept(kind))
    setter = Typesetter(document, ROOM)
    setter.go_on(LINES)
    assert len(setter.page.lines) == LINES
    setter.go_on()
    assert setter.done
    assert len(setter.page.lines) <= LINES_LIMIT + 1


def test_what_is_left_out_is_said_so() -> None:
    setter = Typesetter((Block(Kind.PARAGRAPH, (Span("a\n" * (LINES_LIMIT + 9)),)),), ROOM)
    setter.go_on()
    assert setter.page.lines[-1][0].text == "[the rest of this text is left out]"
    (block,) = loads(dumps((Block(Kind.PARAGRAPH, (Span("a"),) * (SPANS_LIMIT + 9)),)))
    assert len(block.spans) == SPANS_LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("kind", LARGE)
def test_a_megabyte_is_opened_soon(kind: str) -> None:
    """Recorded; asserted with room for a busy machine."""
    text = kept(kind)
    begun = time.process_time()
    setter = Typesetter(loads(text), ROOM)
    setter.go_on(LINES)
    first = time.process_time() - begun
    setter.go_on()
    whole = time.process_time() - begun
    record(6, f"1 MB of {kind}: first frame (0.3 s), and all of it", f"{first:.2f} s, {whole:.2f} s")
    assert first < 2
